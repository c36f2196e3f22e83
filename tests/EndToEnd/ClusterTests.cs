using System.Net;
using System.Net.Http.Json;
using RailHub.Firmware.Virtual;
using static Microsoft.Playwright.Assertions;

namespace RailHub.EndToEnd.Tests;

/// <summary>Processes of a cluster that are killed, frozen and stopped, as a club would see it.</summary>
public sealed class ClusterTests(SharedCluster club) : IClassFixture<SharedCluster>
{
    [Fact]
    public async Task What_was_promised_is_kept_though_every_silo_is_killed_in_turn()
    {
        var away = club.Boards[0];
        await club.UntilSeenLiveAsync(21, club.Boards);
        await away.PowerOffAsync();
        await SharedCluster.UntilAsync(async () => await club.SwitchAsync(away, away.Profile.PinAt(3), 77) is (202, "offline"));

        try
        {
            for (var silo = 1; silo <= 3; silo++)
            {
                await club.Cluster.KillAsync($"silo{silo}");
                await club.UntilSeenLiveAsync(21 + silo, club.Boards.Skip(1));
                Assert.Equal((200, "confirmed"), await club.SwitchAsync(club.Boards[1], club.Boards[1].Profile.PinAt(2), 60 + silo));
                await club.Cluster.UntilReadyAsync();
            }
        }
        finally
        {
            await away.PowerOnAsync();
        }

        await SharedCluster.UntilAsync(() => Task.FromResult(Level(away, 3) == 77));
        Assert.Equal(63, Level(club.Boards[1], 2));
    }

    [Fact]
    public async Task A_silo_that_was_frozen_does_no_harm_when_it_wakes()
    {
        await club.UntilSeenLiveAsync(11, club.Boards);
        await club.Cluster.FreezeAsync("silo2");
        await club.UntilSeenLiveAsync(12, club.Boards);
        for (var number = 0; number < club.Boards.Count; number++)
        {
            var board = club.Boards[number];
            await SharedCluster.UntilAsync(async () => (await club.SwitchAsync(board, board.Profile.PinAt(4), 40 + number)).Result is "confirmed" or "alreadySo");
        }

        await club.Cluster.ThawAsync("silo2");
        await SharedCluster.UntilAsync(() => Task.FromResult(club.Boards.All(board => board.StatusClients == 1)));
        await club.Cluster.UntilReadyAsync();

        await club.UntilSeenLiveAsync(13, club.Boards);
        Assert.All(club.Boards, board => Assert.Equal(1, board.StatusClients));
        Assert.All(club.Boards, (board, number) => Assert.Equal(40 + number, Level(board, 4)));
    }

    [Fact]
    public async Task A_dashboard_whose_gateway_is_killed_shows_the_truth_without_being_loaded_again()
    {
        var board = club.Boards[5];
        var pin = board.Profile.PinAt(6);
        await board.ControlAsync(pin, false, 100);
        await club.UntilSeenLiveAsync(31, board);
        var (playwright, browser) = await DemoClub.LaunchAsync();
        using var closing = playwright;
        await using var closingBrowser = browser;
        await using var dashboard = await Dashboard.OpenAsync(browser, club.Cluster.Address, $"l/{club.LayoutOf(board)}");
        await Expect(dashboard.Lamp("Board 5", pin)).ToHaveAttributeAsync("data-live", "true");
        await dashboard.Page.EvaluateAsync("window.sameVisit = true");

        foreach (var (gateway, active) in ((string, bool)[])[("gateway1", true), ("gateway2", false)])
        {
            await club.Cluster.KillAsync(gateway);
            await board.ControlAsync(pin, active, 100);

            await Expect(dashboard.Lamp("Board 5", pin)).ToHaveAttributeAsync("data-active", active ? "true" : "false");
            await Expect(dashboard.Lamp("Board 5", pin)).ToHaveAttributeAsync("data-live", "true");
            await Expect(dashboard.Page.GetByTestId("connection-banner")).ToBeHiddenAsync();
            await club.Cluster.UntilReadyAsync();
        }

        Assert.True(await dashboard.Page.EvaluateAsync<bool>("window.sameVisit === true"));
    }

    [Fact]
    public async Task Lamps_go_on_and_edits_wait_while_the_database_is_away()
    {
        await club.UntilSeenLiveAsync(41, club.Boards);
        await club.Cluster.StopAsync("postgres");
        try
        {
            for (var number = 0; number < club.Boards.Count; number++)
            {
                var board = club.Boards[number];
                var (status, result) = await club.SwitchAsync(board, board.Profile.PinAt(7), 50 + number);
                Assert.True((status, result) is (200, "confirmed") or (200, "alreadySo"), $"{status} {result}");
            }

            using var refused = await club.Http.PostAsJsonAsync("api/layouts", new { name = "While it is away" });
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            Assert.All(club.Boards, board => Assert.Equal(1, board.StatusClients));
        }
        finally
        {
            await club.Cluster.StartAsync("postgres");
        }

        await club.Cluster.UntilReadyAsync();
        await SharedCluster.UntilAsync(async () =>
        {
            using var taken = await club.Http.PostAsJsonAsync("api/layouts", new { name = "When it is back" });
            return taken.StatusCode == HttpStatusCode.Created;
        });
        Assert.All(club.Boards, (board, number) => Assert.Equal(50 + number, Level(board, 7)));
    }

    private static int Level(VirtualBoard board, int output) => (int)Math.Round(board.LevelOf(board.Profile.PinAt(output)) * 100 / 255.0);
}
