using Microsoft.EntityFrameworkCore;
using RailHub.Grains.Controllers;
using RailHub.Grains.Owners;
using RailHub.Persistence;
using static RailHub.Grains.Tests.Controllers.RosterTests;

namespace RailHub.Grains.Tests.Chasing;

/// <summary>What runs on a board, and what the club says of it, in spite of silence, restarts, races and a database that is away.</summary>
public abstract class RunsTests(DatabaseProvider provider) : IAsyncLifetime
{
    private TestClub _club = null!;
    private TestBoard _board = null!;
    private Layout _layout = null!;

    private ILayoutGrain Grain => _club.Grain(_layout);

    public async ValueTask InitializeAsync()
    {
        _club = await TestClub.StartAsync(provider: provider);
        await _club.Time.WaitBegun(Supervisor.Period);
        _board = await _club.StartBoardAsync(BoardProfile.RailHub8266);
        _layout = await _club.CreateLayoutWithAsync(_board);
    }

    public async ValueTask DisposeAsync()
    {
        await _club.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_stop_while_the_create_is_under_way_ends_with_nothing_running()
    {
        var group = await CreateAsync("Runway", 4, 5);
        var release = await StartWithoutAnswerAsync(group);

        var stopping = Grain.StopChasingGroup(group.Id);
        await _club.UntilAsync(_board, state => state.Groups is [{ State: ChasingState.Stopping }]);
        release();

        Assert.Equal(ChasingState.Stopped, (await stopping).Expect().State);
        await StaysAsync(0);
        Assert.Equal(["/api/chasing/create", "/api/chasing/delete"], _board.Commands.Select(command => command.Path));
    }

    [Fact]
    public async Task A_start_that_was_given_up_and_arrives_after_the_stop_is_stopped_too()
    {
        var group = await CreateAsync("Runway", 4, 5);
        var release = await StartWithoutAnswerAsync(group);
        var stopping = Grain.StopChasingGroup(group.Id);
        await _club.UntilAsync(_board, state => state.Groups is [{ State: ChasingState.Stopping }]);
        await _club.Time.Pass(Board.ConfirmWait);
        Assert.Equal(ChasingState.Stopping, (await stopping).Expect().State);

        // The client gives the create up after 6 s, and what might come of it is deleted for safety.
        var delete = _board.NextCommand();
        await _club.LetSecondsPassAsync(3, _board);
        Assert.Equal("/api/chasing/delete", (await delete).Path);

        await _club.UntilAsync(_board, state => state.Groups.All(group => group.State == ChasingState.Stopped));
        var again = _board.NextCommand();
        release();
        Assert.Equal("/api/chasing/delete", (await again).Path);
        await StaysAsync(0);
    }

    [Fact]
    public async Task After_a_kill_during_an_unanswered_start_the_group_is_known_and_can_be_stopped()
    {
        var group = await CreateAsync("Runway", 4, 5);
        var release = await StartWithoutAnswerAsync(group);
        await _club.RestartAsync();
        release();
        await _club.UntilAsync(_board, state => state.Groups is [{ State: ChasingState.Running }]);

        Assert.Equal(ChasingState.Stopped, (await Grain.StopChasingGroup(group.Id)).Expect().State);
        await StaysAsync(0);
    }

    [Fact]
    public async Task After_a_kill_during_an_unanswered_start_and_a_stop_before_the_board_reports_nothing_runs()
    {
        var group = await CreateAsync("Runway", 4, 5);
        var release = await StartWithoutAnswerAsync(group);
        _board.Virtual.Freeze();
        await _club.RestartAsync();
        Assert.Equal(ChasingState.Stopping, (await Grain.StopChasingGroup(group.Id)).Expect().State);

        // What might come of it is deleted for safety, and it comes after that.
        var delete = _board.NextCommand();
        _board.Virtual.Thaw();
        Assert.Equal("/api/chasing/delete", (await delete).Path);
        await _club.UntilAsync(_board, state => state.Groups.All(group => group.State == ChasingState.Stopped));
        var again = _board.NextCommand();
        release();
        Assert.Equal("/api/chasing/delete", (await again).Path);
        await StaysAsync(0);
    }

    [Fact]
    public async Task What_a_board_said_when_it_refused_is_still_told_after_a_restart()
    {
        var group = await CreateAsync("Runway", 4, 5);
        _board.Refuse("Too many groups");
        Assert.Equal(ChasingState.Refused, await StartAsync(group));
        await _club.UntilStoredAsync(database => database.GroupRuns.AnyAsync(run => run.Problem != null), "the refusal");

        await _club.RestartAsync();
        var state = await _club.UntilAsync(_board, state => state is { Groups: [_], Link.State: LinkState.Live });
        Assert.Equal(new ChasingGroupStatus(group.Id, ChasingState.Refused, Problem: "Too many groups"), state.Groups[0]);
        Assert.Single(_board.Commands);
    }

    [Fact]
    public async Task A_group_that_moved_is_known_to_both_boards_over_a_restart_until_the_old_one_has_stopped_it()
    {
        var other = await _club.StartBoardAsync(BoardProfile.RailHub8266);
        await _club.AddAsync(_layout, other);
        var group = await CreateAsync("Runway", 4, 5);
        await StartAsync(group);
        await _club.PowerOffAsync(_board);
        group = (await Grain.ReplaceChasingGroup(group.Id, new ChasingGroupDraft("Runway", 300, [other.Output(4), other.Output(5)]), null)).Expect();
        Assert.Equal(ChasingState.Running, await StartAsync(group));
        Assert.Equal(2, await _club.ReadStoredAsync(database => database.GroupRuns.CountAsync()));

        await _club.RestartAsync();
        await _club.PowerOnAsync(_board);
        await _club.UntilAsync(_board, state => state is { Link.State: LinkState.Live, Groups.Count: 0, BoardGroups.Count: 0 });
        await _club.UntilAsync(other, state => state is { Link.State: LinkState.Live, Groups: [{ State: ChasingState.Running }], BoardGroups.Count: 1 });
    }

    [Fact]
    public async Task A_group_of_a_board_that_has_not_reported_since_the_start_is_stopped_and_deleted_when_it_is_back()
    {
        var group = await CreateAsync("Runway", 4, 5);
        Assert.Equal(ChasingState.Running, await StartAsync(group));
        await _club.PowerOffAsync(_board);
        await _club.RestartAsync();

        Refused(await Grain.DeleteChasingGroup(group.Id, null), RefusalKind.Unavailable, RefusalCodes.BoardOffline, null);
        Assert.Equal(ChasingState.Stopping, (await Grain.StopChasingGroup(group.Id)).Expect().State);
        Assert.True(await _club.ReadStoredAsync(database => database.GroupRuns.AnyAsync(run => !run.Wanted && run.Pending)));

        await _club.RestartAsync();
        await _club.PowerOnAsync(_board);
        await StaysAsync(0);
        (await Grain.DeleteChasingGroup(group.Id, null)).Expect();
        Assert.False(await _club.ReadStoredAsync(database => database.GroupRuns.AnyAsync()));
    }

    [Fact]
    public async Task Whatever_races_with_a_start_no_run_is_left_that_cannot_be_kept()
    {
        var scene = (await Grain.CreateScene(new SceneDraft("Night", [_board.Target(12, brightness: 20)]))).Expect();
        for (var round = 0; round < 20; round++)
        {
            var group = await CreateAsync($"Run {round}", 4, 5);
            var deletion = Grain.DeleteChasingGroup(group.Id, null);
            var (start, deleted) = (Grain.StartChasingGroup(group.Id), deletion);
            await Task.WhenAll(start, deleted);
            (await deleted).Expect();
            Refused(await Grain.GetChasingGroup(group.Id), RefusalKind.NotFound, RefusalCodes.ChasingGroupUnknown, null);
            Assert.Single((await Grain.RecallScene(scene.Id)).Expect().Results);
            _club.Time.Advance(TimeSpan.FromSeconds(1)); // The board's budget.
        }

        await StaysAsync(0);
        Assert.False(await _club.ReadStoredAsync(database => database.GroupRuns.AnyAsync()));
        (await Grain.RecallScene(scene.Id)).Expect();
    }

    [Fact]
    public async Task A_run_whose_group_vanished_from_the_database_is_dropped_and_spoils_no_other_wish()
    {
        var group = await CreateAsync("Runway", 4, 5);
        Assert.Equal(ChasingState.Running, await StartAsync(group));

        // A save that is under way and the test's own hand would wait for each other.
        await _club.UntilStoredAsync(database => database.GroupRuns.AnyAsync(run => run.Wanted && !run.Pending), "the run to be kept");
        await _club.ReadStoredAsync(database => database.ChasingGroups.ExecuteDeleteAsync());
        await _club.PowerOffAsync(_board);

        Assert.Equal(CommandResult.Offline, (await _club.Grain(_board).SetOutput(12, new OutputChange(Active: true))).Expect().Result);
        (await Grain.StopChasingGroup(group.Id)).Expect();
        await _club.PowerOnAsync(_board);
        await _club.UntilAsync(_board, state => state.Find(12) is { Drift: Drift.None, Reported.Active: true });
        await StaysAsync(0);
    }

    [Fact]
    public async Task The_number_of_a_group_that_was_refused_may_be_anothers_and_deleting_the_first_stops_nobody_else()
    {
        var runway = await CreateAsync("Runway", 4, 5);
        var fan = await CreateAsync("Fan", 12, 13);
        _board.Refuse("Not now");
        Assert.Equal(ChasingState.Refused, await StartAsync(runway));
        _board.Obey();
        Assert.Equal(ChasingState.Running, await StartAsync(fan));

        (await Grain.DeleteChasingGroup(runway.Id, null)).Expect();
        Assert.Equal(ChasingState.Running, await StartAsync(fan));
        await StaysAsync(1);
    }

    [Fact]
    public async Task A_refused_run_that_is_started_again_leaves_no_other_behind()
    {
        var group = await CreateAsync("Runway", 4, 5);
        _board.PretendToObey();
        var command = _board.NextCommand();
        var starting = Grain.StartChasingGroup(group.Id);
        await command;
        await _club.Time.Pass(Board.ConfirmWait);
        await starting;

        // 45 s by the plan; a create that goes a moment late puts the rest off.
        await _club.LetSecondsPassAsync(60, _board);
        await _club.UntilAsync(_board, state => state.Groups is [{ State: ChasingState.Refused }]);

        _board.Obey();
        Assert.Equal(ChasingState.Running, await StartAsync(group));
        Assert.Equal(ChasingState.Stopped, (await Grain.StopChasingGroup(group.Id)).Expect().State);
        await StaysAsync(0);
    }

    [Fact]
    public async Task With_the_database_away_live_boards_start_and_stop_and_are_remembered_when_it_is_back()
    {
        var group = await CreateAsync("Runway", 4, 5);
        _club.Database.GoAway();
        Assert.Equal(ChasingState.Running, await StartAsync(group));
        Assert.Equal(ChasingState.Stopped, (await Grain.StopChasingGroup(group.Id)).Expect().State);
        Assert.Equal(ChasingState.Running, await StartAsync(group));

        _club.Database.ComeBack();
        _club.Time.Advance(Supervisor.Period);
        await _club.UntilStoredAsync(database => database.GroupRuns.AnyAsync(run => run.Wanted), "the run to be kept");
        await _club.RestartAsync();
        await _club.UntilAsync(_board, state => state.Groups is [{ State: ChasingState.Running }]);
    }

    [Fact]
    public async Task A_start_that_was_refused_because_the_database_is_away_does_not_happen_when_both_are_back()
    {
        var group = await CreateAsync("Runway", 4, 5);
        await _club.PowerOffAsync(_board);
        _club.Database.GoAway();
        Refused(await Grain.StartChasingGroup(group.Id), RefusalKind.Unavailable, RefusalCodes.DatabaseAway, null);

        _club.Database.ComeBack();
        await _club.PowerOnAsync(_board);
        await StaysAsync(0);
        Assert.Empty(_board.Commands);
        Assert.Equal(ChasingState.Running, await StartAsync(group));
    }

    [Fact]
    public async Task A_stop_that_was_refused_because_the_database_is_away_does_not_happen_when_both_are_back()
    {
        var group = await CreateAsync("Runway", 4, 5);
        await StartAsync(group);
        await _club.PowerOffAsync(_board);
        _club.Database.GoAway();
        Refused(await Grain.StopChasingGroup(group.Id), RefusalKind.Unavailable, RefusalCodes.DatabaseAway, null);

        _club.Database.ComeBack();
        await _club.PowerOnAsync(_board);
        await StaysAsync(1);
        Assert.Single(_board.Commands);
    }

    private async Task<ChasingGroup> CreateAsync(string name, params int[] pins) =>
        (await Grain.CreateChasingGroup(new ChasingGroupDraft(name, 300, [.. pins.Select(_board.Output)]))).Expect();

    private async Task<ChasingState> StartAsync(ChasingGroup group) => (await Grain.StartChasingGroup(group.Id)).Expect().State;

    /// <summary>Starts a group whose create waits before the board, until somebody has given up waiting for it.</summary>
    private async Task<Action> StartWithoutAnswerAsync(ChasingGroup group)
    {
        var release = _board.HoldNextCommand();
        var command = _board.NextCommand();
        var starting = Grain.StartChasingGroup(group.Id);
        Assert.Equal("/api/chasing/create", (await command).Path);
        await _club.Time.Pass(Board.ConfirmWait);
        Assert.Equal(ChasingState.Starting, (await starting).Expect().State);
        return release;
    }

    /// <summary>So many groups run on the board, and stay so.</summary>
    private async Task StaysAsync(int running)
    {
        await _club.UntilAsync(_board, state => state.BoardGroups.Count == running && state.Groups.All(group => group.State is ChasingState.Running or ChasingState.Stopped));
        await _club.LetSecondsPassAsync(5, _board);
        Assert.Equal(running, (await _club.Grain(_board).GetState()).Expect().BoardGroups.Count);
    }
}

public sealed class RunsOnSqlite() : RunsTests(DatabaseProvider.Sqlite);

public sealed class RunsOnPostgres() : RunsTests(DatabaseProvider.Postgres);
