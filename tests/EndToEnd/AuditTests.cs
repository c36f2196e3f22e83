using System.Net.Http.Json;
using System.Text.Json;
using Deque.AxeCore.Playwright;
using static Microsoft.Playwright.Assertions;

namespace RailHub.EndToEnd.Tests;

/// <summary>Who did what, as it is told of a whole club that ends and begins again.</summary>
public sealed class AuditTests
{
    [Fact]
    public async Task Who_switched_a_lamp_is_told_also_after_a_restart_and_as_a_table()
    {
        using var data = new TempDirectory();
        string layout;
        await using (var platform = await StandaloneProcess.StartAsync(data.Path))
        {
            layout = (await platform.Http.GetFromJsonAsync<JsonElement>("api/layouts")).EnumerateArray().First().GetProperty("id").GetString()!;
            var board = (await platform.Http.GetFromJsonAsync<JsonElement>($"api/layouts/{layout}/controllers")).EnumerateArray().First()
                .GetProperty("controller").GetProperty("id").GetString();
            using var answer = await platform.Http.PatchAsJsonAsync($"api/layouts/{layout}/controllers/{board}/outputs/5", new { active = true });
            answer.EnsureSuccessStatusCode();

            // Told at the end at the latest.
            Assert.Equal(0, await platform.StopAsync());
        }

        await using (var platform = await StandaloneProcess.StartAsync(data.Path))
        {
            var told = (await platform.Http.GetFromJsonAsync<JsonElement>($"api/layouts/{layout}/audit?topic=touches")).GetProperty("events").EnumerateArray().Last();
            Assert.Equal(
                ("outputSet", "demo", "127.0.0.1", """{"active":true}"""),
                (told.GetProperty("kind").GetString(), told.GetProperty("by").GetProperty("kind").GetString(),
                    told.GetProperty("by").GetProperty("address").GetString(), told.GetProperty("value").GetString()));

            var table = await platform.Http.GetStringAsync(new Uri("api/audit?format=csv&topic=touches", UriKind.Relative));
            Assert.Contains(",demo,,127.0.0.1,outputSet,", table, StringComparison.Ordinal);

            var (playwright, browser) = await DemoClub.LaunchAsync();
            using var closing = playwright;
            await using var closingBrowser = browser;
            await using var dashboard = await Dashboard.OpenAsync(browser, platform.Address, "audit", size: "phone");
            await dashboard.Page.GetByTestId("audit-topic").SelectOptionAsync("Touches");
            await Expect(dashboard.Page.GetByTestId("audit-event").Filter(new() { HasText = "127.0.0.1" })).ToContainTextAsync("Demo");
            await dashboard.ScreenshotAsync("audit-phone");
            Assert.Empty(await dashboard.MisfitsAsync());
            Assert.Empty((await dashboard.Page.RunAxe()).Violations.Select(violation => $"{violation.Id}: {violation.Nodes[0].Html}"));

            var download = await dashboard.Page.RunAndWaitForDownloadAsync(() => dashboard.Page.GetByTestId("audit-export").ClickAsync());
            Assert.EndsWith(".csv", download.SuggestedFilename, StringComparison.Ordinal);
        }
    }
}
