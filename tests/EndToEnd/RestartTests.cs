using System.Net.Http.Json;
using Deque.AxeCore.Playwright;
using Microsoft.Extensions.DependencyInjection;
using RailHub.Persistence;
using static Microsoft.Playwright.Assertions;

namespace RailHub.EndToEnd.Tests;

/// <summary>What people find again: after a restart, after a power cut, and on a dashboard that stayed open meanwhile.</summary>
public sealed class RestartTests
{
    [Fact]
    public async Task After_a_restart_everything_is_there_and_an_open_dashboard_is_true_again()
    {
        using var data = new TempDirectory();
        var (playwright, browser) = await DemoClub.LaunchAsync();
        using var closing = playwright;
        await using var closingBrowser = browser;

        int port;
        Dashboard dashboard;
        await using (var platform = await StandaloneProcess.StartAsync(data.Path))
        {
            port = platform.Address.Port;
            var layout = await platform.LayoutAsync("Mill Valley");
            dashboard = await Dashboard.OpenAsync(browser, platform.Address, $"l/{layout}");
            await Expect(dashboard.Lamp("Level crossing", 4)).ToHaveAttributeAsync("data-live", "true");
            await platform.PostAsync($"api/layouts/{layout}/scenes/capture", new { name = "Kept scene" });
            var board = (await platform.BoardAsync(layout, "Level crossing")).GetProperty("controller").GetProperty("id").GetString();
            await platform.PostAsync(
                $"api/layouts/{layout}/chasing-groups",
                new { name = "Kept group", interval = 400, members = new[] { new { controller = board, pin = 4 }, new { controller = board, pin = 5 } } });
            using var renamed = await platform.Http.PatchAsJsonAsync(
                $"api/layouts/{layout}/controllers/{board}/outputs/4", new { name = "Kept lamp", active = true });
            renamed.EnsureSuccessStatusCode();
            using var named = await platform.Http.PatchAsJsonAsync($"api/layouts/{layout}/controllers/{board}", new { name = "Crossing" });
            named.EnsureSuccessStatusCode();

            await Expect(dashboard.Lamp("Crossing", 4)).ToHaveAttributeAsync("data-active", "true");
            Assert.Equal(0, await platform.StopAsync());
            await Expect(dashboard.Page.GetByTestId("connection-banner")).ToBeVisibleAsync();
            await dashboard.ScreenshotAsync("connection-lost-tablet");
            Assert.Empty((await dashboard.Page.RunAxe()).Violations.Select(violation => $"{violation.Id}: {violation.Nodes[0].Html}"));
            await Expect(dashboard.Page.GetByTestId("dock")).ToBeInViewportAsync();
        }

        await using (var platform = await StandaloneProcess.StartAsync(data.Path, port))
        await using (dashboard)
        {
            await Expect(dashboard.Page.GetByTestId("connection-banner")).ToBeHiddenAsync();
            await Expect(dashboard.Lamp("Crossing", 4)).ToContainTextAsync("Kept lamp");
            await Expect(dashboard.Lamp("Crossing", 4)).ToHaveAttributeAsync("data-active", "true");
            await dashboard.OpenTabAsync("scenes");
            await Expect(dashboard.Row("scene-row", "Kept scene")).ToBeVisibleAsync();
            await dashboard.OpenChasesAsync();
            await Expect(dashboard.Row("chasing-row", "Kept group")).ToBeVisibleAsync();
        }
    }

    [Fact]
    public async Task A_demo_that_was_killed_before_its_content_was_there_has_it_next_time_and_one_that_was_emptied_stays_empty()
    {
        using var data = new TempDirectory();
        var place = DatabaseOptions.Sqlite(Path.Combine(data.Path, "railhub.db"));
        await using (var services = new ServiceCollection().AddRailHubPersistence(place).BuildServiceProvider())
        {
            await services.MigrateRailHubDatabaseAsync();
        }

        await using (var platform = await StandaloneProcess.StartAsync(data.Path))
        {
            foreach (var name in (string[])["Mill Valley", "Harbour Junction"])
            {
                using var deleted = await platform.Http.DeleteAsync(new Uri($"api/layouts/{await platform.LayoutAsync(name)}", UriKind.Relative));
                deleted.EnsureSuccessStatusCode();
            }

            Assert.Equal(0, await platform.StopAsync());
        }

        await using (var platform = await StandaloneProcess.StartAsync(data.Path))
        {
            Assert.Equal(0, (await platform.GetAsync("api/layouts")).GetArrayLength());
        }
    }

    [Fact]
    public async Task What_was_answered_with_success_survives_a_kill_in_the_middle_of_edits()
    {
        using var data = new TempDirectory();
        var answered = new List<string>();
        string layout;
        await using (var platform = await StandaloneProcess.StartAsync(data.Path, options: "--no-demo"))
        {
            layout = (await platform.PostAsync("api/layouts", new { name = "Edits" })).GetProperty("id").GetString()!;
            var twenty = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var editing = Task.Run(async () =>
            {
                try
                {
                    for (var number = 0; number < 10_000; number++)
                    {
                        var name = $"Layout {number}";
                        using var answer = await platform.Http.PostAsJsonAsync("api/layouts", new { name });
                        answer.EnsureSuccessStatusCode();
                        answered.Add(name);
                        if (number == 20)
                        {
                            twenty.SetResult();
                        }
                    }
                }
                catch (HttpRequestException) when (twenty.Task.IsCompleted)
                {
                    return;
                }
            });
            await twenty.Task;
            await platform.KillAsync();
            await editing;
        }

        await using (var platform = await StandaloneProcess.StartAsync(data.Path, options: "--no-demo"))
        {
            var there = (await platform.GetAsync("api/layouts")).EnumerateArray().Select(known => known.GetProperty("name").GetString()).ToHashSet();
            Assert.True(answered.Count > 20);
            Assert.All(answered, name => Assert.Contains(name, there));
        }
    }
}
