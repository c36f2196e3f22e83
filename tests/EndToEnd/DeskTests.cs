using static Microsoft.Playwright.Assertions;

namespace RailHub.EndToEnd.Tests;

/// <summary>Blackout, master, park and solo, as an operator uses them.</summary>
[Collection(nameof(DemoClub))]
public sealed class DeskTests(DemoClub club)
{
    private const string Harbour = "Harbour Junction";
    private const string Board = "Cranes";

    [Fact]
    public async Task A_blackout_is_under_the_thumb_said_on_every_page_and_lifted_by_a_tap()
    {
        var layout = await club.Platform.LayoutAsync(Harbour);
        await SetAsync(layout, pin: 4, brightness: 80);
        await using var dashboard = await Dashboard.OpenAsync(club.Browser, club.Platform.Address, $"l/{layout}", "phone");
        await using var wall = await Dashboard.OpenAsync(club.Browser, club.Platform.Address, $"wall/{layout}", "wall");
        var page = dashboard.Page;
        await Expect(dashboard.Lamp(Board, 4)).ToHaveAttributeAsync("data-active", "true");

        await page.GetByTestId("blackout").ClickAsync();
        await Expect(page.GetByTestId("blackout")).ToHaveAttributeAsync("aria-pressed", "true");
        await Expect(dashboard.Lamp(Board, 4)).ToHaveAttributeAsync("data-active", "false");
        await Expect(dashboard.Lamp(Board, 4).GetByTestId("lamp-more")).ToContainTextAsync("80");
        await Expect(page.Locator("[data-testid=lamp][data-active=true]")).ToHaveCountAsync(0);
        await Expect(wall.Page.GetByTestId("desk-blackout")).ToBeVisibleAsync();
        Assert.Empty(await dashboard.MisfitsAsync());
        Assert.Empty(await wall.MisfitsAsync());
        await dashboard.ScreenshotAsync("desk-blackout-phone");
        await wall.ScreenshotAsync("desk-blackout-wall");

        await dashboard.OpenTabAsync("scenes");
        await page.GetByTestId("lift-blackout").ClickAsync();
        await Expect(page.GetByTestId("desk-blackout")).ToHaveCountAsync(0);
        await dashboard.OpenTabAsync("lamps");
        await Expect(dashboard.Lamp(Board, 4)).ToHaveAttributeAsync("data-active", "true");
        await Expect(wall.Page.GetByTestId("desk-blackout")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task The_key_B_is_the_blackout_on_the_screen_of_a_show()
    {
        var layout = await club.Platform.LayoutAsync(Harbour);
        await SetAsync(layout, pin: 4, brightness: 80);
        var show = (await club.Platform.PostAsync($"api/layouts/{layout}/shows", new
        {
            name = "Night",
            cues = new object[] { new { number = "1", label = "Wait", action = "nothing" } },
        })).GetProperty("id").GetString();
        await using var lamps = await Dashboard.OpenAsync(club.Browser, club.Platform.Address, $"l/{layout}");
        await using var dashboard = await Dashboard.OpenAsync(club.Browser, club.Platform.Address, $"l/{layout}/show/{show}", "wall");
        var page = dashboard.Page;
        await Expect(page.GetByTestId("blackout")).ToContainTextAsync("B");

        await page.Keyboard.PressAsync("b");
        await Expect(page.GetByTestId("desk-blackout")).ToBeVisibleAsync();
        await Expect(lamps.Lamp(Board, 4)).ToHaveAttributeAsync("data-active", "false");
        Assert.Empty(await dashboard.MisfitsAsync());
        await dashboard.ScreenshotAsync("desk-show-wall");
        await page.Keyboard.PressAsync("b");
        await Expect(page.GetByTestId("desk-blackout")).ToHaveCountAsync(0);
        await Expect(lamps.Lamp(Board, 4)).ToHaveAttributeAsync("data-active", "true");

        await using var phone = await Dashboard.OpenAsync(club.Browser, club.Platform.Address, $"l/{layout}/show/{show}", "phone");
        await Expect(phone.Page.GetByTestId("blackout")).ToBeInViewportAsync();
        Assert.Empty(await phone.MisfitsAsync());
        await phone.ScreenshotAsync("desk-show-phone");
    }

    [Fact]
    public async Task The_master_dims_all_and_a_parked_lamp_is_held()
    {
        var layout = await club.Platform.LayoutAsync(Harbour);
        await SetAsync(layout, pin: 4, brightness: 80);
        await SetAsync(layout, pin: 5, brightness: 60);
        await using var dashboard = await Dashboard.OpenAsync(club.Browser, club.Platform.Address, $"l/{layout}", "tablet");
        var page = dashboard.Page;

        await dashboard.Lamp(Board, 5).GetByTestId("lamp-more").ClickAsync();
        await page.GetByTestId("lamp-park").ClickAsync();
        await Expect(page.GetByTestId("lamp-park")).ToHaveAttributeAsync("aria-pressed", "true");
        await page.Keyboard.PressAsync("Escape");
        await page.GetByTestId("master-slider").FocusAsync();
        await page.Keyboard.PressAsync("Home");

        await Expect(page.GetByTestId("desk-master")).ToContainTextAsync("0 %");
        await Expect(page.GetByTestId("desk-parked")).ToContainTextAsync("1 lamp parked");
        await Expect(dashboard.Lamp(Board, 4)).ToHaveAttributeAsync("data-active", "false");
        await Expect(dashboard.Lamp(Board, 5)).ToHaveAttributeAsync("data-active", "true");
        Assert.Empty(await dashboard.MisfitsAsync());
        await dashboard.ScreenshotAsync("desk-master-tablet");

        await page.GetByTestId("lift-master").ClickAsync();
        await page.GetByTestId("lift-parked").ClickAsync();
        await Expect(page.Locator(".desk-strip")).ToHaveCountAsync(0);
        await Expect(dashboard.Lamp(Board, 4)).ToHaveAttributeAsync("data-active", "true");
    }

    /// <summary>Lights a lamp.</summary>
    private async Task SetAsync(string layout, int pin, int brightness)
    {
        var controller = (await club.Platform.BoardAsync(layout, Board)).GetProperty("controller").GetProperty("id").GetString()!;
        await club.Platform.PostAsync($"api/layouts/{layout}/targets", new { targets = new[] { new { controller, pin, active = true, brightness } } });
    }
}
