using static Microsoft.Playwright.Assertions;

namespace RailHub.EndToEnd.Tests;

/// <summary>What helps people who are here for the first time, and what they have made their own.</summary>
[Collection(nameof(DemoClub))]
public sealed class HelpTests(DemoClub club)
{
    [Fact]
    public async Task A_hint_that_was_read_stays_away_in_this_browser()
    {
        await using var dashboard = await OpenAsync();
        await dashboard.Page.GetByTestId("hint-read").ClickAsync();
        await Expect(dashboard.Page.GetByTestId("hint")).ToHaveCountAsync(0);

        await dashboard.Page.ReloadAsync();
        await Expect(dashboard.Page.GetByTestId("area").First).ToBeVisibleAsync();
        await Expect(dashboard.Page.GetByTestId("hint")).ToHaveCountAsync(0);
        await dashboard.OpenTabAsync("scenes");
        await Expect(dashboard.Page.GetByTestId("hint")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_question_mark_names_the_keys_but_not_where_somebody_types()
    {
        await using var dashboard = await OpenAsync();
        var page = dashboard.Page;
        await page.GetByTestId("lamp-search").FocusAsync();
        await page.Keyboard.PressAsync("?");
        await Expect(page.GetByTestId("lamp-search")).ToHaveValueAsync("?");
        await Expect(page.GetByTestId("key-sheet")).ToHaveCountAsync(0);

        await page.GetByTestId("filter-all").FocusAsync();
        await page.Keyboard.PressAsync("?");
        await Expect(page.GetByTestId("key-sheet")).ToBeVisibleAsync();
        await dashboard.ScreenshotAsync("keys");
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.GetByTestId("key-sheet")).ToHaveCountAsync(0);
        await Expect(page.GetByTestId("filter-all")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task A_favourite_is_first_and_in_the_dock_after_the_page_is_loaded_again_and_switches_its_lamp()
    {
        await using var dashboard = await OpenAsync();
        var page = dashboard.Page;
        await dashboard.Lamp("Swing bridge", 5).GetByTestId("lamp-more").ClickAsync();
        await page.GetByTestId("sheet-favourite").ClickAsync();
        await page.GetByTestId("dialog-close").ClickAsync();
        await page.ReloadAsync();

        await Expect(page.GetByTestId("area").First).ToHaveAttributeAsync("data-area", "favourites");
        var lamp = page.GetByTestId("dock-lamp");
        var before = await lamp.GetAttributeAsync("aria-checked");
        await lamp.ClickAsync();
        await Expect(dashboard.Lamp("Swing bridge", 5).Last.GetByTestId("lamp-toggle")).Not.ToHaveAttributeAsync("aria-checked", before!);
        await Expect(dashboard.Lamp("Swing bridge", 5).Last).ToHaveAttributeAsync("data-state", "confirmed");
        await dashboard.ScreenshotAsync("favourites");
    }

    private async Task<Dashboard> OpenAsync() => await Dashboard.OpenAsync(
        club.Browser, club.Platform.Address, $"l/{await club.Platform.LayoutAsync("Harbour Junction")}");
}
