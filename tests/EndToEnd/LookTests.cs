using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace RailHub.EndToEnd.Tests;

[Collection(nameof(DemoClub))]
public sealed class LookTests(DemoClub club)
{
    public static TheoryData<string, ColorScheme> Looks => new MatrixTheoryData<string, ColorScheme>(
        Dashboard.Sizes.Select(size => size.Name), [ColorScheme.Dark, ColorScheme.Light]);

    [Theory]
    [MemberData(nameof(Looks))]
    public async Task Every_page_is_accessible_and_fits_its_screen(string size, ColorScheme scheme)
    {
        var look = $"{size}-{scheme.ToString().ToLowerInvariant()}";
        await using var club1 = await Dashboard.OpenAsync(club.Browser, club.Platform.Address, size: size, scheme: scheme);
        await Expect(club1.LayoutCard("Mill Valley").GetByTestId("layout-live")).ToContainTextAsync("12 of 12");
        await CheckAsync(club1, $"club-{look}");

        var layout = await club.Platform.LayoutAsync("Mill Valley");
        await using var board = await Dashboard.OpenAsync(club.Browser, club.Platform.Address, $"layouts/{layout}", size, scheme);
        await Expect(board.Board("Station")).ToHaveAttributeAsync("data-link", "live");
        await CheckAsync(board, $"boards-{look}");

        foreach (var tab in (string[])["scenes", "chasing"])
        {
            await board.OpenTabAsync(tab);
            await Expect(board.Page.GetByTestId(tab == "scenes" ? "scene-row" : "chasing-row").First).ToBeVisibleAsync();
            await CheckAsync(board, $"{tab}-{look}");
        }
    }

    [Fact]
    public async Task A_German_browser_gets_German()
    {
        await using var dashboard = await Dashboard.OpenAsync(club.Browser, club.Platform.Address, language: "de-DE");

        await Expect(dashboard.Page.Locator("html")).ToHaveAttributeAsync("lang", "de");
        await Expect(dashboard.LayoutCard("Mill Valley").GetByTestId("layout-live")).ToContainTextAsync("12 von 12");
    }

    [Fact]
    public async Task The_first_visit_loads_three_megabytes_at_most_and_the_second_nearly_nothing()
    {
        var context = await club.Browser.NewContextAsync();
        await using var closing = context;
        var page = await context.NewPageAsync();
        var session = await context.NewCDPSessionAsync(page);
        await session.SendAsync("Network.enable");
        var bytes = 0.0;
        session.Event("Network.loadingFinished").OnEvent += (_, finished) => bytes += finished!.Value.GetProperty("encodedDataLength").GetDouble();

        await page.GotoAsync(club.Platform.Address.ToString());
        await Expect(page.GetByTestId("layout-card").First).ToBeVisibleAsync();
        var first = bytes;
        bytes = 0;
        await page.ReloadAsync();
        await Expect(page.GetByTestId("layout-card").First).ToBeVisibleAsync();

        TestContext.Current.TestOutputHelper?.WriteLine($"first visit {first:N0} bytes, second {bytes:N0} bytes");
        Assert.InRange(first, 100_000, 3_000_000);
        Assert.InRange(bytes, 0, 100_000);
    }

    private static async Task CheckAsync(Dashboard dashboard, string name)
    {
        await dashboard.ScreenshotAsync(name);
        var wide = await dashboard.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        Assert.True(wide <= 0, $"{name} is {wide} px wider than its screen");
        var found = await dashboard.Page.RunAxe();
        Assert.True(found.Violations.Length == 0, string.Join('\n', found.Violations.Select(violation =>
            $"{name}: {violation.Id}: {violation.Help}: {string.Join(" | ", violation.Nodes.Take(3).Select(node => node.Html))}")));
    }
}
