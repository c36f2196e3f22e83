using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace RailHub.EndToEnd.Tests;

/// <summary>A screen on the wall, which everybody can touch, and the way from there and from the club's page to somebody's phone.</summary>
[Collection(nameof(DemoClub))]
public sealed class WallTests(DemoClub club)
{
    [Fact]
    public async Task A_wall_screen_is_unlocked_by_a_press_of_three_seconds_and_dim_at_night_while_it_is_locked()
    {
        await using var wall = await Dashboard.OpenAsync(club.Browser, club.Platform.Address, $"wall/{await club.Platform.LayoutAsync("Mill Valley")}", "wall");
        var page = wall.Page;
        await Expect(page.GetByTestId("wall-area").First).ToBeVisibleAsync();
        await page.Mouse.MoveAsync(900, 700);
        await page.Mouse.DownAsync();
        await Expect(page.GetByTestId("wall-press")).ToContainTextAsync("Keep pressing");
        await wall.ScreenshotAsync("wall-press");
        await page.Mouse.UpAsync();
        await Expect(page.GetByTestId("wall-press")).ToBeEmptyAsync();
        await Expect(page.GetByTestId("wall-tools")).ToHaveCountAsync(0);

        await page.Mouse.DownAsync();
        await Expect(page.GetByTestId("wall-tools")).ToBeVisibleAsync();
        await page.Mouse.UpAsync();
        var hour = await page.EvaluateAsync<int>("() => new Date().getHours()");
        await page.GetByTestId("wall-night-from").SelectOptionAsync($"{hour}");
        await page.GetByTestId("wall-night-until").SelectOptionAsync($"{(hour + 2) % 24}");
        await wall.CheckAsync("wall-unlocked");
        await Expect(page.GetByTestId("wall")).ToHaveAttributeAsync("data-night", "false");
        await page.GetByTestId("wall-lock").ClickAsync();
        await Expect(page.GetByTestId("wall")).ToHaveAttributeAsync("data-night", "true");
        await wall.ScreenshotAsync("wall-night");

        await page.ReloadAsync();
        await Expect(page.GetByTestId("wall")).ToHaveAttributeAsync("data-night", "true");
        await page.GetByTestId("wall-unlock").FocusAsync();
        await page.Keyboard.DownAsync("Enter");
        await Expect(page.GetByTestId("wall-leave")).ToBeVisibleAsync();
        await page.Keyboard.UpAsync("Enter");
        await page.GetByTestId("wall-leave").ClickAsync();
        await Expect(page.GetByTestId("lamp").First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_club_that_listens_at_the_loopback_only_says_so_and_offers_no_code()
    {
        await using var dashboard = await Dashboard.OpenAsync(club.Browser, club.Platform.Address, size: "phone");
        await dashboard.Page.GetByTestId("club-phone").ClickAsync();
        await Expect(dashboard.Page.GetByTestId("phone-problem")).ToContainTextAsync("--urls");
        await Expect(dashboard.Page.GetByTestId("phone-code")).ToHaveCountAsync(0);
        await dashboard.CheckAsync("phone-only-here");

        await dashboard.GoAsync($"wall/{await club.Platform.LayoutAsync("Mill Valley")}");
        await Expect(dashboard.Page.GetByTestId("wall-area").First).ToBeVisibleAsync();
        await Expect(dashboard.Page.GetByTestId("wall-code")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task By_another_address_the_page_and_the_wall_have_codes_that_are_drawn()
    {
        using var data = new TempDirectory();
        await using var platform = await StandaloneProcess.StartAsync(data.Path, 0, "--host-names", "club.test");
        var layout = await platform.LayoutAsync("Mill Valley");
        var (playwright, browser) = await DemoClub.LaunchAsync("--host-resolver-rules=MAP club.test 127.0.0.1");
        using var closing = playwright;
        await using var closingBrowser = browser;
        var address = new UriBuilder(platform.Address) { Host = "club.test" }.Uri;
        var cookie = platform.Cookie.Split('=', 2);
        await using var dashboard = await Dashboard.OpenAsync(browser, address, size: "wall", prepare: page => page.Context.AddCookiesAsync(
            [new Cookie { Name = cookie[0], Value = cookie[1], Url = address.ToString() }]));
        await dashboard.Page.GetByTestId("layout-card").First.WaitForAsync();
        await dashboard.GoAsync($"l/{layout}/scenes");
        await Expect(dashboard.Page.GetByTestId("scene-row").First).ToBeVisibleAsync();
        await dashboard.Page.GetByTestId("settings-menu").ClickAsync();
        await dashboard.Page.GetByTestId("phone-open").ClickAsync();

        await Expect(dashboard.Page.GetByTestId("phone-address")).ToHaveTextAsync($"{address.GetLeftPart(UriPartial.Authority)}/l/{layout}/scenes");
        await IsDrawnAsync(dashboard.Page.GetByTestId("phone-code"));
        await dashboard.CheckAsync("phone-code");
        await dashboard.GoAsync($"wall/{layout}");
        await IsDrawnAsync(dashboard.Page.GetByTestId("wall-code").Locator("img"));
        await dashboard.CheckAsync("wall-code");

        static async Task IsDrawnAsync(ILocator picture)
        {
            await Expect(picture).ToBeVisibleAsync();
            await Expect(picture).ToHaveJSPropertyAsync("complete", true);
            Assert.True(await picture.EvaluateAsync<int>("picture => picture.naturalWidth") > 0);
        }
    }
}
