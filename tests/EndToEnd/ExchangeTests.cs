using System.Text;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace RailHub.EndToEnd.Tests;

[Collection(nameof(DemoClub))]
public sealed class ExchangeTests(DemoClub club)
{
    [Fact]
    public async Task A_layout_is_downloaded_edited_and_imported_after_a_look_at_what_changes()
    {
        await using var dashboard = await OpenLayoutAsync("Garden line", "Pond");
        var page = dashboard.Page;

        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByTestId("exchange-export").ClickAsync());
        Assert.Equal("Garden line.railhub.json", download.SuggestedFilename);
        var file = await File.ReadAllTextAsync(await download.PathAsync(), TestContext.Current.CancellationToken);
        Assert.Contains("\"Pond\"", file, StringComparison.Ordinal);

        await ChooseAsync(page, file);
        await Expect(page.GetByTestId("changes-none")).ToBeVisibleAsync();
        await page.GetByTestId("dialog-close").ClickAsync();

        await ChooseAsync(page, file.Replace("\"Pond\"", "\"Pond\",\n    \"Orchard\"", StringComparison.Ordinal));
        await Expect(page.Locator("[data-testid=change][data-change=added]")).ToContainTextAsync("Orchard");
        Assert.Empty(await dashboard.MisfitsAsync());
        await dashboard.ScreenshotAsync("import");
        await dashboard.SubmitAsync();

        await Expect(page.GetByTestId("area-row").Filter(new() { HasText = "Orchard" })).ToBeVisibleAsync();

        await ChooseAsync(page, file);
        await page.GetByTestId("import-replace").ClickAsync();
        await Expect(page.Locator("[data-testid=change][data-change=removed]")).ToContainTextAsync("Orchard");
        await dashboard.SubmitAsync();
        await Expect(page.GetByTestId("area-row")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task The_demos_show_goes_out_with_its_layout_and_in_again_under_another_name()
    {
        var layout = await club.Platform.LayoutAsync("Mill Valley");
        await using var dashboard = await Dashboard.OpenAsync(club.Browser, club.Platform.Address, $"l/{layout}/setup");
        var page = dashboard.Page;
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByTestId("exchange-export").ClickAsync());
        var file = await File.ReadAllTextAsync(await download.PathAsync(), TestContext.Current.CancellationToken);
        Assert.Contains("{ \"number\": \"3\", \"label\": \"The mail plane comes in\", \"trigger\": \"follow\", \"time\": 10000, \"startChase\": \"Runway\" }", file, StringComparison.Ordinal);
        await ChooseAsync(page, file);
        await Expect(page.GetByTestId("changes-none")).ToBeVisibleAsync();
        await page.GetByTestId("dialog-close").ClickAsync();

        await ChooseAsync(page, file.Replace("\"An evening in the valley\"", "\"Another evening\"", StringComparison.Ordinal));
        await Expect(page.Locator("[data-testid=change][data-change=added]")).ToContainTextAsync("Another evening");
        await dashboard.SubmitAsync();

        await dashboard.GoAsync($"l/{layout}/show");
        var card = page.GetByTestId("show-card").Filter(new() { HasText = "Another evening" });
        await Expect(card).ToContainTextAsync("6 cues");
        await card.ClickAsync();
        await Expect(page.GetByTestId("cue").Nth(5)).ToContainTextAsync("Night");
        await page.GetByTestId("show-menu").Locator("summary").ClickAsync();
        await page.GetByTestId("show-delete").ClickAsync();
        await Expect(page.GetByTestId("toast").Last).ToContainTextAsync("Another evening is deleted");
    }

    [Fact]
    public async Task A_file_with_mistakes_says_where_they_are()
    {
        await using var dashboard = await OpenLayoutAsync("Cellar line", "Loft");

        await ChooseAsync(dashboard.Page, """{ "format": "railhub-layout/1", "areas": [ "" ], "scenes": [ { "name": "A", "targets": [ { "board": "Nowhere", "pin": 4, "active": true, "brightness": 9 } ] } ] }""");

        await Expect(dashboard.Page.GetByTestId("import-problem")).ToHaveCountAsync(2);
        await Expect(dashboard.Page.GetByTestId("import-problem").Last).ToContainTextAsync("scenes[0].targets[0].board");
        await dashboard.ScreenshotAsync("import-problems");
    }

    [Theory]
    [InlineData("tablet")]
    [InlineData("phone")]
    public async Task A_module_visits_and_is_taken_out_again(string size)
    {
        await using var dashboard = await OpenLayoutAsync($"Meeting on a {size}", "Station", size);
        var page = dashboard.Page;
        await ChooseAsync(page, """{ "format": "railhub-layout/1", "areas": [ "Station", "Sea" ] }""", "Lighthouse.railhub.json");
        await page.GetByTestId("import-visit").ClickAsync();
        await Expect(page.GetByTestId("module-name")).ToHaveValueAsync("Lighthouse");
        await Expect(page.Locator("[data-testid=change][data-change=added]")).ToContainTextAsync("Lighthouse: Station, Sea");
        Assert.Empty(await dashboard.MisfitsAsync());
        await dashboard.SubmitAsync();
        await Expect(page.GetByTestId("area-row")).ToHaveCountAsync(3);

        await Expect(page.GetByTestId("module-row")).ToContainTextAsync("Lighthouse");
        await dashboard.ScreenshotAsync($"modules-{size}");
        await page.GetByTestId("module-take-out").ClickAsync();
        await dashboard.SubmitAsync();

        await Expect(page.GetByTestId("module-row")).ToHaveCountAsync(0);
        await Expect(page.GetByTestId("area-row")).ToHaveCountAsync(1);
    }

    private async Task<Dashboard> OpenLayoutAsync(string name, string area, string size = "tablet")
    {
        var layout = (await club.Platform.PostAsync("api/layouts", new { name })).GetProperty("id").GetString();
        await club.Platform.PostAsync($"api/layouts/{layout}/areas", new { name = area });
        var dashboard = await Dashboard.OpenAsync(club.Browser, club.Platform.Address, $"l/{layout}/setup", size);
        await Expect(dashboard.Page.GetByTestId("area-row")).ToHaveCountAsync(1);
        return dashboard;
    }

    private static Task ChooseAsync(IPage page, string json, string name = "garden.json") => page.GetByTestId("exchange-file").SetInputFilesAsync(new FilePayload
    {
        Name = name,
        MimeType = "application/json",
        Buffer = Encoding.UTF8.GetBytes(json),
    });
}
