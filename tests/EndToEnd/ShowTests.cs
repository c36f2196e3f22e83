using static Microsoft.Playwright.Assertions;

namespace RailHub.EndToEnd.Tests;

/// <summary>A show, as an operator runs it.</summary>
[Collection(nameof(DemoClub))]
public sealed class ShowTests(DemoClub club)
{
    private const string Harbour = "Harbour Junction";
    private const string Board = "Cranes";

    [Fact]
    public async Task A_show_is_run_by_buttons_and_keys_and_its_lamps_change()
    {
        var layout = await club.Platform.LayoutAsync(Harbour);
        var controller = (await club.Platform.BoardAsync(layout, Board)).GetProperty("controller").GetProperty("id").GetString();
        await club.Platform.PostAsync($"api/layouts/{layout}/targets", new { targets = new[] { Lamp(4, false), Lamp(5, false) } });
        var show = (await club.Platform.PostAsync($"api/layouts/{layout}/shows", new
        {
            name = "Loading",
            cues = new object[]
            {
                new { number = "1", label = "First crane", action = "targets", targets = new[] { Lamp(4, true) }, up = 200 },
                new { number = "2", label = "Second crane", action = "targets", targets = new[] { Lamp(4, false), Lamp(5, true) } },
                new { number = "3", label = "Both", action = "targets", targets = new[] { Lamp(4, true) } },
            },
        })).GetProperty("id").GetString();
        await using var lamps = await Dashboard.OpenAsync(club.Browser, club.Platform.Address, $"l/{layout}");
        await using var dashboard = await Dashboard.OpenAsync(club.Browser, club.Platform.Address, $"l/{layout}/show/{show}", "wall");
        var (page, keys) = (dashboard.Page, dashboard.Page.Keyboard);
        await Expect(page.GetByTestId("cue")).ToHaveCountAsync(3);

        // Nothing has the focus that a key would press.
        await keys.PressAsync("Space");
        await CurrentAsync("1");
        await Expect(lamps.Lamp(Board, 4)).ToHaveAttributeAsync("data-active", "true");

        // A held key is one press: the second down is what a keyboard sends while it is held.
        await RestAsync();
        await keys.DownAsync("Space");
        await RestAsync();
        await keys.DownAsync("Space");
        await keys.UpAsync("Space");
        await CurrentAsync("2");
        await Expect(lamps.Lamp(Board, 4)).ToHaveAttributeAsync("data-active", "false");
        await Expect(lamps.Lamp(Board, 5)).ToHaveAttributeAsync("data-active", "true");

        await keys.PressAsync("p");
        await ModeAsync("paused");
        await keys.PressAsync("p");
        await ModeAsync("playing");

        // Over a dialog a key is what it always is.
        await keys.PressAsync("?");
        await Expect(page.GetByTestId("key-sheet")).ToBeVisibleAsync();
        await keys.PressAsync("Backspace");
        await keys.PressAsync("Escape");
        await Expect(page.GetByTestId("key-sheet")).ToHaveCountAsync(0);
        await ModeAsync("playing");
        await CurrentAsync("2");

        await keys.PressAsync("Backspace");
        await CurrentAsync("1");
        await Expect(lamps.Lamp(Board, 4)).ToHaveAttributeAsync("data-active", "true");

        // A button that a mouse has pressed does not take the space bar from GO; one that Tab has reached does.
        await page.GetByTestId("show-pause").ClickAsync();
        await ModeAsync("paused");
        await RestAsync();
        await keys.PressAsync("Space");
        await CurrentAsync("2");
        await page.GetByTestId("show-go").FocusAsync();
        await keys.PressAsync("Tab");
        await Expect(page.GetByTestId("show-pause")).ToBeFocusedAsync();
        await keys.PressAsync("Space");
        await ModeAsync("paused");

        await page.GetByTestId("cue-open").Nth(2).ClickAsync();
        await page.GetByTestId("cue-go-to").ClickAsync();
        await CurrentAsync("3");
        await Expect(lamps.Lamp(Board, 4)).ToHaveAttributeAsync("data-active", "true");

        await page.Locator("h1").FocusAsync();
        await keys.PressAsync("Escape");
        await ModeAsync("stopped");
        await page.GetByTestId("show-release").ClickAsync();
        await Expect(lamps.Lamp(Board, 4)).ToHaveAttributeAsync("data-active", "false");
        await Expect(lamps.Lamp(Board, 5)).ToHaveAttributeAsync("data-active", "false");

        object Lamp(int pin, bool active) => new { controller, pin, active, brightness = 80 };

        Task CurrentAsync(string cue) => Expect(page.Locator($"[data-testid=cue][data-cue='{cue}']")).ToHaveAttributeAsync("data-current", "true");

        Task ModeAsync(string mode) => Expect(page.GetByTestId("show")).ToHaveAttributeAsync("data-mode", mode);

        // Two presses within 200 ms are one.
        Task RestAsync() => page.EvaluateAsync("() => new Promise(rested => setTimeout(rested, 300))");
    }

    [Fact]
    public async Task A_show_is_written_by_keyboard_alone_and_edits_are_not_lost()
    {
        var layout = await club.Platform.LayoutAsync(Harbour);
        await using var dashboard = await Dashboard.OpenAsync(club.Browser, club.Platform.Address, $"l/{layout}/show");
        var (page, keys) = (dashboard.Page, dashboard.Page.Keyboard);
        await page.GetByTestId("show-tab-cues").FocusAsync();
        if (await page.GetByTestId("show-menu").CountAsync() > 0)
        {
            await page.GetByTestId("show-menu").Locator("summary").FocusAsync();
            await keys.PressAsync("Enter");
        }

        await page.GetByTestId("add-show").First.FocusAsync();
        await keys.PressAsync("Enter");
        await Expect(page.GetByTestId("show-name")).ToBeFocusedAsync();
        await keys.TypeAsync("Written by hand");
        await keys.PressAsync("Enter");
        await Expect(page.GetByTestId("show-editor")).ToBeVisibleAsync();

        await page.GetByTestId("cue-add").FocusAsync();
        await keys.PressAsync("Enter");
        await Expect(page.GetByTestId("cue-label")).ToBeFocusedAsync();
        await keys.TypeAsync("Fog, p and all");
        await page.GetByTestId("cue-action").SelectOptionAsync("Nothing");
        await page.GetByTestId("tab-lamps").ClickAsync();
        await Expect(page.GetByTestId("show-discard")).ToBeVisibleAsync();
        await page.GetByTestId("show-stay").FocusAsync();
        await keys.PressAsync("Enter");
        await page.GetByTestId("cue-label").FocusAsync();
        await keys.PressAsync("Enter");

        await Expect(page.GetByTestId("cue")).ToContainTextAsync("Fog, p and all");
        await page.GetByTestId("show-menu").Locator("summary").ClickAsync();
        await page.GetByTestId("show-delete").ClickAsync();
        await Expect(page.GetByTestId("toast").Last).ToContainTextAsync("Written by hand is deleted");
    }
}
