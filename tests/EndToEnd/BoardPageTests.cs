using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using RailHub.Firmware;
using RailHub.Firmware.Virtual;
using static Microsoft.Playwright.Assertions;

namespace RailHub.EndToEnd.Tests;

/// <summary>The small page that a board itself serves, in a real browser.</summary>
public sealed class BoardPageTests : IAsyncLifetime
{
    private IPlaywright _playwright = null!;
    private IBrowser _browser = null!;
    private VirtualBoard _board = null!;

    public async ValueTask InitializeAsync()
    {
        _board = await VirtualBoard.StartAsync(new VirtualBoardOptions { Profile = BoardProfile.RailHub8266, Mac = "02:52:48:00:00:77", Name = "Signal box" });
        (_playwright, _browser) = await DemoClub.LaunchAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
        await _board.DisposeAsync();
    }

    [Fact]
    public async Task Lamps_are_switched_named_and_dimmed_together()
    {
        var page = await OpenAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "GPIO 4 Off" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "GPIO 4 On" })).ToHaveAttributeAsync("aria-pressed", "true");
        Assert.Equal(255, _board.LevelOf(4));

        var lamp = page.Locator("#outputs > li").Nth(1);
        await lamp.Locator("summary").ClickAsync();
        await lamp.GetByLabel("Name").FillAsync("<b>Gleis</b>");
        await lamp.GetByLabel("Blink, milliseconds").FillAsync("700");
        await lamp.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(lamp).ToContainTextAsync("<b>Gleis</b>");
        await Expect(lamp).ToContainTextAsync("blinks every 700 ms");

        await page.GetByRole(AriaRole.Button, new() { Name = "All on" }).ClickAsync();
        await Expect(page.Locator("[aria-pressed=true]")).ToHaveCountAsync(7);
        await page.GetByLabel("Master brightness").FillAsync("40");
        await Expect(page.GetByLabel("Brightness of GPIO 2", new() { Exact = true })).ToHaveValueAsync("40");
        await page.GetByRole(AriaRole.Button, new() { Name = "All off" }).ClickAsync();
        await Expect(page.Locator("[aria-pressed=true]")).ToHaveCountAsync(0);
        await Expect(page.GetByLabel("Brightness of GPIO 2", new() { Exact = true })).ToHaveValueAsync("40");
    }

    [Fact]
    public async Task Chasing_groups_are_made_of_picked_outputs_and_stopped()
    {
        var page = await OpenAsync();

        await page.GetByText("New group").ClickAsync();
        foreach (var pin in (string[])["GPIO 12", "GPIO 4", "GPIO 5"])
            await page.Locator("#picks").GetByLabel(pin, new() { Exact = true }).CheckAsync();
        await page.Locator("#groupName").FillAsync("Runway");
        await page.GetByRole(AriaRole.Button, new() { Name = "Start" }).ClickAsync();
        await Expect(page.Locator("#groups li")).ToContainTextAsync("GPIO 12 \u2192 GPIO 4 \u2192 GPIO 5, 300 ms");

        await page.GetByRole(AriaRole.Button, new() { Name = "Stop Runway" }).ClickAsync();
        await Expect(page.Locator("#groups li")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_group_without_outputs_is_told_by_the_board()
    {
        var page = await OpenAsync();
        await page.GetByText("New group").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Start" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("At least one output required");
    }

    [Fact]
    public async Task A_board_that_loses_its_power_is_told_and_found_again()
    {
        var page = await OpenAsync();
        await _board.PowerOffAsync();
        await Expect(page.Locator("#link")).ToContainTextAsync("Connection lost");
        await _board.PowerOnAsync();
        await Expect(page.Locator("#link")).ToContainTextAsync("Live");
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task The_page_is_for_everybody(ColorScheme scheme)
    {
        var page = await OpenAsync(scheme);
        var result = await page.RunAxe();

        Assert.Empty(result.Violations.Select(violation => $"{violation.Id}: {violation.Nodes[0].Html}"));
    }

    private async Task<IPage> OpenAsync(ColorScheme scheme = ColorScheme.Light)
    {
        var page = await _browser.NewPageAsync(new() { ViewportSize = new() { Width = 390, Height = 844 }, ColorScheme = scheme });
        page.SetDefaultTimeout(30_000);
        SetDefaultExpectTimeout(30_000);
        await page.GotoAsync($"http://127.0.0.1:{_board.HttpPort}/");
        await Expect(page.Locator("#link")).ToContainTextAsync("Live");
        return page;
    }
}
