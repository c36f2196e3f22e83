using System.Text.RegularExpressions;
using static Microsoft.Playwright.Assertions;

namespace RailHub.EndToEnd.Tests;

/// <summary>Somebody looks for something and does not know in which layout it is.</summary>
[Collection(nameof(DemoClub))]
public sealed class ClubSearchTests(DemoClub club)
{
    [Fact]
    public async Task On_a_phone_a_lamp_of_an_unknown_layout_is_two_taps_and_a_word_away()
    {
        await using var dashboard = await OpenAsync("phone");
        var page = dashboard.Page;

        await page.GetByTestId("club-search").TapAsync();
        await page.Keyboard.TypeAsync("TATTÓO");
        var hit = page.GetByTestId("hit").Filter(new() { HasText = "Tattoo shop" });
        await Expect(hit).ToContainTextAsync("Harbour Junction");
        await Expect(page.GetByTestId("search-said")).ToHaveTextAsync("1 found");
        await dashboard.CheckAsync("search-phone");
        await hit.TapAsync();

        await Expect(page).ToHaveURLAsync(new Regex($"/l/{await club.Platform.LayoutAsync("Harbour Junction")}\\?at=lamp-"));
        var lamp = page.GetByTestId("lamp").Filter(new() { HasText = "Tattoo shop" });
        await Expect(lamp.GetByTestId("lamp-toggle")).ToBeFocusedAsync();
        await Expect(lamp).ToBeInViewportAsync();
        await dashboard.ScreenshotAsync("search-found-phone");
    }

    [Fact]
    public async Task By_the_keyboard_alone_something_is_found_opened_and_the_search_is_still_there_on_the_way_back()
    {
        await using var dashboard = await OpenAsync("wall");
        var page = dashboard.Page;
        await page.Keyboard.PressAsync("/");
        await Expect(page.GetByTestId("club-search")).ToBeFocusedAsync();
        await Expect(page.Locator(".finder-hint")).ToBeVisibleAsync();
        await page.Keyboard.TypeAsync("lamp turntable");
        await Expect(page.GetByTestId("hit").First).ToContainTextAsync("Turntable lamp");
        await page.Keyboard.TypeAsync(" valley mill");
        await Expect(page.GetByTestId("hit")).ToHaveCountAsync(1);

        await page.Keyboard.PressAsync("ArrowDown");
        await Expect(page.GetByTestId("hit").First).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("ArrowUp");
        await Expect(page.GetByTestId("club-search")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        await dashboard.CheckAsync("search-wall");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByTestId("lamp").Filter(new() { HasText = "Turntable lamp" }).GetByTestId("lamp-toggle")).ToBeFocusedAsync();

        await page.GoBackAsync();
        await Expect(page.GetByTestId("club-search")).ToHaveValueAsync("lamp turntable valley mill");
        await Expect(page.GetByTestId("hit")).ToHaveCountAsync(1);
        await page.Keyboard.PressAsync("/");
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.GetByTestId("layout-card").First).ToBeVisibleAsync();
        await Expect(page.GetByTestId("club-search")).ToHaveValueAsync("");
    }

    [Fact]
    public async Task A_scene_is_found_and_what_is_nowhere_is_said_to_be()
    {
        await using var dashboard = await OpenAsync("tablet");
        var page = dashboard.Page;
        await page.GetByTestId("club-search").FillAsync("zeppelin");
        await Expect(page.GetByTestId("search-said")).ToHaveTextAsync("Nothing is called “zeppelin”.");
        await dashboard.CheckAsync("search-nothing");

        var layout = await club.Platform.LayoutAsync("Mill Valley");
        var name = (await club.Platform.GetAsync($"api/layouts/{layout}/scenes")).EnumerateArray().First().GetProperty("name").GetString()!;
        await page.GetByTestId("club-search").FillAsync(name);
        await page.Locator("[data-testid=hit][data-kind=scene]").First.ClickAsync();
        await Expect(page.Locator("[data-testid=scene-row][data-found] button").First).ToBeFocusedAsync();
    }

    // The heading is there before the layouts are, and with them the field.
    private async Task<Dashboard> OpenAsync(string size)
    {
        var dashboard = await Dashboard.OpenAsync(club.Browser, club.Platform.Address, size: size);
        await Expect(dashboard.Page.GetByTestId("layout-card").First).ToBeVisibleAsync();
        return dashboard;
    }
}
