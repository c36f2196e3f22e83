using Microsoft.EntityFrameworkCore;
using RailHub.Grains.Owners;

namespace RailHub.Grains.Tests.Controllers;

public sealed class ManyBoardsTests
{
    // The most boards of 16 outputs that a whole layout is captured of.
    private const int Boards = 63;

    [Fact]
    public async Task A_thousand_targets_for_boards_that_are_off_are_kept_over_a_restart_and_carried_out()
    {
        await using var club = await TestClub.StartAsync();
        await club.Time.WaitBegun(Supervisor.Period);
        var boards = new List<TestBoard>();
        for (var number = 0; number < Boards; number++)
        {
            boards.Add(await club.StartBoardAsync(BoardProfile.RailHub32));
        }

        var layout = await club.CreateLayoutWithAsync([.. boards]);
        var pins = (await club.Grain(boards[0]).GetState()).Expect().Outputs.Select(output => output.Pin).ToArray();
        var scene = (await club.Grain(layout).CreateScene(
            new SceneDraft("All on", [.. from board in boards from pin in pins select board.Target(pin, brightness: 60)]))).Expect();
        Assert.Equal(1008, scene.Targets.Count);
        foreach (var board in boards)
        {
            await club.PowerOffAsync(board);
        }

        var recall = (await club.Grain(layout).RecallScene(scene.Id)).Expect();
        Assert.All(recall.Results, result => Assert.Equal(CommandResult.Offline, result.Result));
        Assert.Equal(scene.Targets.Select(target => (target.Controller, target.Pin)), recall.Results.Select(result => (result.Controller, result.Pin)));
        await club.RestartAsync();
        Assert.Equal(1008, await club.ReadStoredAsync(database => database.Wishes.CountAsync()));

        foreach (var board in boards)
        {
            await board.Virtual.PowerOnAsync();
        }

        foreach (var board in boards)
        {
            await club.UntilAsync(board, state => state.Link.State is LinkState.Offline or LinkState.Live);
        }

        club.Time.Advance(TimeSpan.FromSeconds(4));
        foreach (var board in boards)
        {
            await club.UntilAsync(board, state => state.Outputs.Count == pins.Length && state.Outputs.All(output => output is { Drift: Drift.None, Reported.Active: true }));
            Assert.Equal(pins.Length, board.Commands.Count);
        }
    }
}
