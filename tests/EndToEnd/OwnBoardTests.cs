using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using RailHub.Firmware;
using RailHub.Firmware.Virtual;
using static Microsoft.Playwright.Assertions;

namespace RailHub.EndToEnd.Tests;

/// <summary>A board of the test's own: how it is added or found, and how it looks when it is away.</summary>
[Collection(nameof(DemoClub))]
public sealed class OwnBoardTests(DemoClub club) : IAsyncLifetime
{
    private VirtualBoard _board = null!;
    private string _layout = null!;

    public async ValueTask InitializeAsync()
    {
        _board = await VirtualBoard.StartAsync(new VirtualBoardOptions { Profile = BoardProfile.RailHub8266, Mac = "02:52:48:00:00:78", Name = "Attic" });
        _layout = (await club.Platform.PostAsync("api/layouts", new { name = $"Own {Guid.NewGuid():N}" })).GetProperty("id").GetString()!;
    }

    public async ValueTask DisposeAsync()
    {
        using var answer = await club.Platform.Http.DeleteAsync(new Uri($"api/layouts/{_layout}", UriKind.Relative));
        await _board.DisposeAsync();
    }

    [Fact]
    public async Task A_board_that_is_away_never_looks_alive()
    {
        await _board.ControlAsync(4, active: true, brightness: 80, TestContext.Current.CancellationToken);
        await AddAsync();
        await using var dashboard = await OpenAsync();
        var (page, lamp, other) = (dashboard.Page, dashboard.Lamp("Attic", 4), dashboard.Lamp("Attic", 5));
        await Expect(lamp).ToHaveAttributeAsync("data-active", "true");
        await Expect(page.GetByTestId("lit-count")).ToHaveTextAsync("1 of 7 on");

        await _board.PowerOffAsync();
        await Expect(lamp).ToHaveAttributeAsync("data-live", "false");
        await Expect(lamp.GetByTestId("lamp-mark")).ToContainTextAsync("Was on");
        await Expect(lamp).ToHaveAttributeAsync("data-active", "false");
        await DarkAsync(lamp);
        await Expect(page.GetByTestId("lit-count")).ToHaveTextAsync("0 of 7 on");

        await other.GetByTestId("lamp-toggle").ClickAsync();
        await Expect(other).ToHaveAttributeAsync("data-state", "offline");
        await Expect(other.GetByTestId("lamp-mark")).ToContainTextAsync("Waits: on");
        await DarkAsync(other);
        await Expect(page.GetByTestId("lit-count")).ToHaveTextAsync("0 of 7 on");
        await dashboard.ScreenshotAsync("offline-lamps");
        Assert.Empty((await page.RunAxe()).Violations.Select(violation => $"{violation.Id}: {violation.Nodes[0].Html}"));

        await page.GetByTestId("health").ClickAsync();
        await Expect(page.GetByTestId("problem")).ToContainTextAsync($"127.0.0.1:{_board.WebSocketPort}");
        await Expect(page.GetByTestId("problem")).ToContainTextAsync("1 lamp waits for it");
        await dashboard.ScreenshotAsync("offline-problems");
        Assert.Empty((await page.RunAxe()).Violations.Select(violation => $"{violation.Id}: {violation.Nodes[0].Html}"));

        await page.GotoAsync(new Uri(club.Platform.Address, $"wall/{_layout}").ToString());
        await Expect(page.GetByTestId("wall-offline")).ToContainTextAsync("Attic");
        await page.GotoAsync(club.Platform.Address.ToString());
        await Expect(page.Locator($"[data-layout='{_layout}']").GetByTestId("layout-on")).ToContainTextAsync("0 of 7");

        await _board.PowerOnAsync(TestContext.Current.CancellationToken);
        await page.GotoAsync(new Uri(club.Platform.Address, $"l/{_layout}").ToString());
        await Expect(other).ToHaveAttributeAsync("data-active", "true");

        // A lamp takes a moment to go out.
        static async Task DarkAsync(ILocator lamp) => await lamp.Page.WaitForFunctionAsync(
            "lamp => getComputedStyle(lamp, '::after').opacity === '0'", await lamp.Locator(".lamp").ElementHandleAsync());
    }

    [Fact]
    public async Task A_wrong_WebSocket_port_is_found_before_the_board_is_said_to_be_added()
    {
        await using var dashboard = await OpenAsync("setup");
        var page = dashboard.Page;
        await page.GetByTestId("add-controller").ClickAsync();
        await page.GetByTestId("controller-host").FillAsync($"http://127.0.0.1:{_board.HttpPort}/");
        await page.GetByTestId("controller-host").PressAsync("Tab");
        await page.Locator("details.more summary").ClickAsync();
        await Expect(page.GetByTestId("controller-host")).ToHaveValueAsync("127.0.0.1");
        await Expect(page.GetByTestId("controller-http-port")).ToHaveValueAsync($"{_board.HttpPort}");
        await page.GetByTestId("controller-ws-port").FillAsync("1");
        await page.GetByTestId("dialog-submit").ClickAsync();

        await Expect(page.GetByTestId("dialog-error")).ToContainTextAsync("127.0.0.1:1");
        await Expect(page.GetByTestId("toast")).ToHaveCountAsync(0);
        await dashboard.ScreenshotAsync("add-wrong-port");

        await page.GetByTestId("controller-host").FillAsync($"ws://127.0.0.1:{_board.WebSocketPort}/ws");
        await Expect(page.GetByTestId("dialog-error")).ToHaveCountAsync(0);
        await dashboard.SubmitAsync();
        await Expect(page.GetByTestId("toast")).ToContainTextAsync("Attic");
        await Expect(dashboard.Board("Attic")).ToHaveAttributeAsync("data-link", "live");
    }

    [Fact]
    public async Task A_board_that_is_in_a_layout_already_is_named_with_it()
    {
        await AddAsync();
        await using var dashboard = await Dashboard.OpenAsync(
            club.Browser, club.Platform.Address, $"l/{await club.Platform.LayoutAsync("Mill Valley")}/setup");
        await dashboard.Page.GetByTestId("add-controller").ClickAsync();
        await dashboard.Page.GetByTestId("controller-host").FillAsync($"127.0.0.1:{_board.HttpPort}");
        await dashboard.Page.GetByTestId("dialog-submit").ClickAsync();

        await Expect(dashboard.Page.GetByTestId("dialog-error")).ToContainTextAsync("Own ");
        await Expect(dashboard.Page.GetByTestId("dialog-error")).ToContainTextAsync("Attic");
    }

    [Fact]
    public async Task A_board_is_found_and_added_and_its_lamps_are_named_and_flash()
    {
        await using var dashboard = await OpenAsync("setup");
        var page = dashboard.Page;
        await page.GetByTestId("find-boards").ClickAsync();
        await page.GetByTestId("find-ranges").FillAsync("8.8.8.8");
        await page.Locator("details.more summary").ClickAsync();
        await page.GetByTestId("controller-http-port").FillAsync($"{_board.HttpPort}");
        await page.GetByTestId("controller-ws-port").FillAsync($"{_board.WebSocketPort}");
        await page.GetByTestId("find-start").ClickAsync();
        await Expect(page.Locator(".field-problem")).ToContainTextAsync("8.8.8.8");

        await page.GetByTestId("find-ranges").FillAsync("127.0.0.1-200");
        await page.GetByTestId("find-start").ClickAsync();
        await Expect(page.GetByTestId("found-new")).ToContainTextAsync("Attic");
        await Expect(page.GetByTestId("find-state")).ToHaveAttributeAsync("data-state", "done");
        await dashboard.ScreenshotAsync("find-phone");
        Assert.Empty(await dashboard.MisfitsAsync());
        await FitsAsync(page);
        Assert.Empty((await page.RunAxe()).Violations.Select(violation => $"{violation.Id}: {violation.Nodes[0].Html}"));

        await page.GetByTestId("dialog-submit").ClickAsync();
        await Expect(page.GetByTestId("found-known")).ToContainTextAsync("Attic");
        await page.GetByTestId("dialog-close").ClickAsync();
        await Expect(dashboard.Board("Attic")).ToHaveAttributeAsync("data-link", "live");

        await dashboard.Board("Attic").GetByTestId("board-menu").ClickAsync();
        await dashboard.Board("Attic").GetByTestId("board-lamps").ClickAsync();
        await page.GetByTestId("lamp-names-alias").Nth(1).FillAsync("Signal box");
        await dashboard.ScreenshotAsync("names-phone");
        Assert.Empty(await dashboard.MisfitsAsync());
        await FitsAsync(page);
        Assert.Empty((await page.RunAxe()).Violations.Select(violation => $"{violation.Id}: {violation.Nodes[0].Html}"));
        await dashboard.SubmitAsync();

        await dashboard.OpenTabAsync("lamps");
        var lamp = dashboard.Lamp("Attic", 4);
        await Expect(lamp).ToContainTextAsync("Signal box");
        await lamp.GetByTestId("lamp-more").ClickAsync();
        await dashboard.ScreenshotAsync("flash-phone");
        var flashing = page.WaitForFunctionAsync("lamp => lamp.dataset.state === 'pending'", await lamp.ElementHandleAsync());
        await page.GetByTestId("lamp-flash").ClickAsync();
        await flashing;
        await Expect(lamp).ToHaveAttributeAsync("data-state", "confirmed");
        Assert.Equal(0, _board.LevelOf(4));
    }

    // What is in a dialog is cut off where it is wider, and the page is no wider for it.
    private static async Task FitsAsync(IPage page) =>
        Assert.Equal(0, await page.Locator(".modal-content").EvaluateAsync<int>("content => content.scrollWidth - content.clientWidth"));

    private async Task AddAsync() => await club.Platform.PostAsync(
        $"api/layouts/{_layout}/controllers", new { host = "127.0.0.1", httpPort = _board.HttpPort, webSocketPort = _board.WebSocketPort });

    private Task<Dashboard> OpenAsync(string section = "") => Dashboard.OpenAsync(
        club.Browser, club.Platform.Address, $"l/{_layout}{(section.Length == 0 ? "" : "/" + section)}", "phone");
}
