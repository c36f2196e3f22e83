using Microsoft.EntityFrameworkCore;
using RailHub.Firmware.Virtual.Dialects;
using RailHub.Grains.Controllers;
using RailHub.Grains.Hosting;
using RailHub.Persistence;

namespace RailHub.Grains.Tests.Controllers;

/// <summary>What a board that erases its flash at each write was sent of fades in a day, as it is kept.</summary>
public abstract class FadeDayTests(DatabaseProvider provider)
{
    [Fact]
    public async Task Fades_that_are_spent_stay_so_over_a_restart_until_the_day_is_over()
    {
        await using var club = await TestClub.StartAsync(provider: provider);
        var board = await club.StartBoardAsync(BoardProfile.RailHub8266);
        await club.CreateLayoutWithAsync(board);
        Assert.False((await club.Grain(board).GetTelemetry())!.AreFadesSpent);
        await club.ReadStoredAsync(database =>
        {
            database.FadeDays.Add(new FadeDayRow
            {
                Controller = board.Id,
                Since = (club.Time.GetUtcNow() - TimeSpan.FromHours(1)).ToUnixTimeMilliseconds(),
                Steps = new BoardOptions().FadeStepsPerDay,
            });
            return database.SaveChangesAsync();
        });

        await club.RestartAsync();
        await club.UntilLiveAsync(board);
        Assert.True((await club.Grain(board).GetTelemetry())!.AreFadesSpent);
        await club.RestartAsync(away: TimeSpan.FromHours(24));
        await club.UntilLiveAsync(board);
        Assert.False((await club.Grain(board).GetTelemetry())!.AreFadesSpent);
    }

    [Fact]
    public async Task Steps_are_kept_ahead_of_being_sent_and_as_they_are_when_the_board_moves()
    {
        await using var club = await TestClub.StartAsync(silos: 2, provider: provider);
        var board = await club.StartBoardAsync(BoardProfile.RailHub8266, options => options with { Dialect = BoardDialect.R8266B });
        var layout = await club.CreateLayoutWithAsync(board);
        await club.Grain(board).SetOutput(4, new OutputChange(Active: true, Brightness: 0));
        var scene = (await club.Grain(layout).CreateScene(new SceneDraft("Day", [board.Target(4)], Fade: 10_000))).Expect();
        await club.Grain(layout).RecallScene(scene.Id, null);
        await club.LetSecondsPassAsync(7, board);

        // On its way: a board that has something to do moves to no other silo.
        await club.UntilStoredAsync(async database => (await database.FadeDays.SingleOrDefaultAsync())?.Steps == FadeAllowance.Ahead, "some steps to be kept ahead");
        await club.LetSecondsPassAsync(4, board);
        await club.UntilAsync(board, state => state.Find(4)!.Reported is { Active: true, Brightness: 100 });

        await club.StopSiloOfAsync(board);

        Assert.InRange((await club.ReadStoredAsync(database => database.FadeDays.SingleAsync())).Steps, 1, 10);
    }
}

public sealed class FadeDayOnSqlite() : FadeDayTests(DatabaseProvider.Sqlite);

public sealed class FadeDayOnPostgres() : FadeDayTests(DatabaseProvider.Postgres);
