using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace RailHub.EndToEnd.Tests;

/// <summary>Lamps that are dimmed together, and where thumbs find what they press.</summary>
[Collection(nameof(DemoClub))]
public sealed class LampTests(DemoClub club)
{
    private const string Harbour = "Harbour Junction";
    private const string Board = "Swing bridge";

    [Fact]
    public async Task The_lit_lamps_of_an_area_are_dimmed_together_and_brought_back_as_one()
    {
        var layout = await club.Platform.LayoutAsync(Harbour);
        var controller = (await club.Platform.BoardAsync(layout, Board)).GetProperty("controller").GetProperty("id").GetString()!;
        int[] pins = [.. (await club.Platform.BoardAsync(layout, Board)).GetProperty("outputs").EnumerateArray().Select(output => output.GetProperty("pin").GetInt32())];
        await club.Platform.PostAsync($"api/layouts/{layout}/targets", new
        {
            targets = pins.Select((pin, place) => new { controller, pin, active = place < 2, brightness = place == 0 ? 80 : 40 }),
        });
        await using var dashboard = await Dashboard.OpenAsync(club.Browser, club.Platform.Address, $"l/{layout}", "phone");
        var (page, area) = (dashboard.Page, dashboard.Page.GetByTestId("area").Filter(new() { HasText = Board }));
        await Expect(area.GetByTestId("area-dim")).ToContainTextAsync("80");
        await Expect(area.Locator("[data-testid=lamp][data-active=true]")).ToHaveCountAsync(2);

        await area.GetByTestId("area-dim").ClickAsync();
        await page.GetByTestId("area-slider").FocusAsync();
        for (var step = 0; step < 4; step++)
        {
            await page.Keyboard.PressAsync("PageDown");
        }

        var level = await page.GetByTestId("area-slider").InputValueAsync();
        Assert.InRange(int.Parse(level, System.Globalization.CultureInfo.InvariantCulture), 1, 79);
        await page.GetByTestId("area-slider").FillAsync("20");
        await Expect(page.GetByTestId("area-level")).ToContainTextAsync("20");
        Assert.Empty(await dashboard.MisfitsAsync());
        await dashboard.CheckAsync("area-sheet-phone");
        await Expect(Lamp(0)).ToContainTextAsync("20");
        await Expect(Lamp(1)).ToContainTextAsync("10");
        await page.GetByTestId("dialog-close").ClickAsync();
        await Expect(area.Locator("[data-testid=lamp][data-active=true]")).ToHaveCountAsync(2);

        await dashboard.UndoOf(new Regex($"{Board} at 20 %")).ClickAsync();
        await Expect(Lamp(0)).ToContainTextAsync("80");
        await Expect(Lamp(1)).ToContainTextAsync("40");

        ILocator Lamp(int place) => dashboard.Lamp(Board, pins[place]).Last.GetByTestId("lamp-more");
    }

    [Fact]
    public async Task For_left_hands_the_dock_and_the_keys_of_a_show_are_mirrored_on_phones_and_stay_so_in_this_browser()
    {
        var layout = await club.Platform.LayoutAsync(Harbour);
        var show = (await club.Platform.PostAsync($"api/layouts/{layout}/shows", new
        {
            name = "Left hands",
            cues = new object[] { new { number = "1", label = "Wait", action = "nothing" } },
        })).GetProperty("id").GetString();
        await using var dashboard = await Dashboard.OpenAsync(club.Browser, club.Platform.Address, $"l/{layout}", "phone");
        var page = dashboard.Page;
        Assert.True(await LeftAsync("layout-all-off") < 195);

        await page.GetByTestId("settings-menu").ClickAsync();
        await page.GetByTestId("left-handed").CheckAsync();
        Assert.True(await LeftAsync("layout-all-off") > 195);
        Assert.True(await LeftAsync("blackout") < await LeftAsync("layout-all-off"));
        await page.Keyboard.PressAsync("Escape");
        Assert.Empty(await dashboard.MisfitsAsync());
        await dashboard.ScreenshotAsync("left-dock-phone");

        await dashboard.GoAsync($"l/{layout}/show/{show}");
        await Expect(page.GetByTestId("show-go")).ToBeVisibleAsync();
        Assert.True(await LeftAsync("show-back") > await LeftAsync("show-go"));
        await page.GetByTestId("rate").ClickAsync();
        Assert.True(await LeftAsync("rate") >= 0);
        var panel = (await page.Locator(".rate .menu-panel").BoundingBoxAsync())!;
        Assert.True(panel.X >= 0 && panel.X + panel.Width <= 390, $"The rates go from {panel.X} to {panel.X + panel.Width} of 390 px.");
        Assert.Empty(await dashboard.MisfitsAsync());
        await dashboard.ScreenshotAsync("left-show-phone");

        await page.SetViewportSizeAsync(1920, 1080);
        Assert.True(await LeftAsync("show-back") < await LeftAsync("show-go"));

        await page.GetByTestId("settings-menu").ClickAsync();
        await Expect(page.GetByTestId("left-handed")).ToBeCheckedAsync();
        using var gone = await club.Platform.Http.DeleteAsync(new Uri($"api/layouts/{layout}/shows/{show}", UriKind.Relative));

        async Task<float> LeftAsync(string what) => (await page.GetByTestId(what).BoundingBoxAsync())!.X;
    }

    [Fact]
    public async Task What_is_said_of_a_lost_connection_covers_no_hint_and_nothing_else_of_the_page_on_a_phone()
    {
        using var data = new TempDirectory();
        await using var platform = await StandaloneProcess.StartAsync(data.Path);
        await using var dashboard = await Dashboard.OpenAsync(club.Browser, platform.Address, $"l/{await platform.LayoutAsync(Harbour)}", "phone");
        var (hint, banner) = (dashboard.Page.GetByTestId("hint"), dashboard.Page.GetByTestId("connection-banner"));
        await Expect(hint).ToBeVisibleAsync();
        var before = (await hint.BoundingBoxAsync())!.Y;

        await platform.KillAsync();

        await Expect(banner).ToBeVisibleAsync();
        await dashboard.Page.WaitForFunctionAsync("() => document.querySelector('.banner').getAnimations().every(moving => moving.playState === 'finished')");
        var (said, below) = ((await banner.BoundingBoxAsync())!, (await hint.BoundingBoxAsync())!);
        await dashboard.ScreenshotAsync("banner-phone");
        Assert.True(said.Y + said.Height <= below.Y, $"The banner ends at {said.Y + said.Height}, and the hint begins at {below.Y} (at {before} before).");
    }
}
