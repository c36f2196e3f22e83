using RailHub.Grains.Controllers;
using RailHub.Grains.Hosting;
using RailHub.Persistence;
using static RailHub.Grains.Tests.Controllers.RosterTests;

namespace RailHub.Grains.Tests.Controllers;

public abstract class CommandTests(DatabaseProvider provider) : IAsyncLifetime
{
    private static readonly int s_burst = new BoardOptions().CommandBurst;

    private TestClub _club = null!;
    private TestBoard _board = null!;

    private BoardGrain Grain => _club.Grain(_board);

    public async ValueTask InitializeAsync()
    {
        _club = await TestClub.StartAsync(provider: provider);
        _board = await _club.StartBoardAsync(BoardProfile.RailHub32);
        await _club.CreateLayoutWithAsync(_board);
    }

    public async ValueTask DisposeAsync()
    {
        await _club.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_command_is_confirmed_by_the_boards_own_report()
    {
        var answer = (await Grain.SetOutput(18, new OutputChange(Active: true, Brightness: 75))).Expect();
        Assert.Equal(new CommandAnswer(CommandResult.Confirmed, new OutputState(18, new OutputValues(true, 75, 0, ""))), answer);
        Assert.Equal("""{"pin":18,"active":true,"brightness":75}""", Assert.Single(_board.Commands).Body);
        Assert.Equal(191, _board.Virtual.LevelOf(18)); // 75 % of 255, protocol 4.2.
    }

    [Fact]
    public async Task What_is_so_already_is_not_sent()
    {
        await Grain.SetOutput(18, new OutputChange(Active: true, Brightness: 75));
        var answer = (await Grain.SetOutput(18, new OutputChange(Active: true, Brightness: 75, Interval: 0, Name: ""))).Expect();
        Assert.Equal(CommandResult.AlreadySo, answer.Result);
        Assert.Single(_board.Commands);
    }

    [Fact]
    public async Task Name_and_blink_interval_go_in_calls_of_their_own()
    {
        var answer = (await Grain.SetOutput(18, new OutputChange(Interval: 500, Name: "  Crossing "))).Expect();
        Assert.Equal(CommandResult.Confirmed, answer.Result);
        Assert.Equal(new OutputValues(false, 100, 500, "Crossing"), answer.Output!.Reported);
        Assert.Equal(["/api/interval", "/api/name"], _board.Commands.Select(command => command.Path));
    }

    [Fact]
    public async Task An_empty_name_takes_the_name_away()
    {
        await Grain.SetOutput(18, new OutputChange(Name: "Crossing"));
        Assert.Equal("", (await Grain.SetOutput(18, new OutputChange(Name: "  "))).Expect().Output!.Reported.Name);
    }

    [Fact]
    public async Task A_change_that_breaks_a_rule_reaches_no_board()
    {
        Refused(await Grain.SetOutput(18, new OutputChange(Brightness: 101)), RefusalKind.Invalid, RefusalCodes.BrightnessInvalid, "brightness");
        Refused(await Grain.SetOutput(18, new OutputChange()), RefusalKind.Invalid, RefusalCodes.NothingToChange, "active");
        Refused(await Grain.SetOutput(99, new OutputChange(Active: true)), RefusalKind.NotFound, RefusalCodes.PinUnknown, null);
        Assert.Empty(_board.Commands);
    }

    [Fact]
    public async Task A_board_that_the_club_has_not_is_unknown()
    {
        var stranger = await _club.StartBoardAsync(BoardProfile.RailHub32);
        Refused(
            await _club.Grain(stranger).SetOutput(18, new OutputChange(Active: true)), RefusalKind.NotFound, RefusalCodes.ControllerUnknown, null);
        Assert.Null(await _club.Grain(stranger).GetTelemetry());
    }

    [Fact]
    public async Task A_wish_for_a_board_that_is_off_is_kept_and_carried_out_when_it_is_back()
    {
        await _club.PowerOffAsync(_board);
        var answer = (await Grain.SetOutput(18, new OutputChange(Active: true, Brightness: 30))).Expect();
        Assert.Equal(CommandResult.Offline, answer.Result);
        Assert.Equal((Drift.Offline, new OutputValues(true, 30, 0, "")), (answer.Output!.Drift, answer.Output!.Desired));

        await _club.PowerOnAsync(_board);
        var state = await _club.UntilAsync(_board, state => state.Find(18) is { Drift: Drift.None, Reported.Active: true });
        Assert.Equal(30, state.Find(18)!.Reported.Brightness);
        Assert.Single(_board.Commands);
        await _club.UntilStoredAsync(async database => !await Any(database.Wishes), "the wish to be forgotten");
    }

    [Fact]
    public async Task A_wish_for_a_board_that_is_off_survives_the_silos()
    {
        await _club.PowerOffAsync(_board);
        await Grain.SetOutput(18, new OutputChange(Active: true, Brightness: 30, Interval: 700, Name: "Crossing"));
        await _club.RestartAsync();

        // After a restart the platform is as patient as before it, though the board has not reported yet.
        var kept = (await Grain.SetOutput(19, new OutputChange(Active: true))).Expect();
        Assert.Equal((CommandResult.Offline, null), (kept.Result, kept.Output));

        await _club.PowerOnAsync(_board);
        var state = await _club.UntilAsync(_board, state => state.Find(18) is { Drift: Drift.None, Reported.Active: true });
        Assert.Equal(new OutputValues(true, 30, 700, "Crossing"), state.Find(18)!.Reported);
        await _club.UntilAsync(_board, state => state.Find(19) is { Drift: Drift.None, Reported.Active: true });
    }

    [Fact]
    public async Task A_kept_wish_that_is_taken_back_stays_taken_back_over_a_restart()
    {
        await _club.PowerOffAsync(_board);
        await Grain.SetOutput(18, new OutputChange(Active: true));
        Assert.Equal(CommandResult.Offline, (await Grain.SetOutput(18, new OutputChange(Active: false))).Expect().Result);

        await _club.RestartAsync();
        await _club.PowerOnAsync(_board);
        await _club.UntilLiveAsync(_board);
        Assert.Empty(_board.Commands);
    }

    [Fact]
    public async Task What_is_told_to_a_board_that_is_away_counts_though_its_last_report_said_the_same()
    {
        await _club.PowerOffAsync(_board);
        Assert.Equal(CommandResult.Offline, (await Grain.SetOutput(18, new OutputChange(Active: false))).Expect().Result);

        // Somebody switches it on at its own page before the platform has found it again.
        await _board.Virtual.PowerOnAsync();
        await _board.Virtual.ControlAsync(18, active: true, 60);
        await _club.UntilAsync(_board, state => state.Link.State == LinkState.Offline);
        _club.Time.Advance(TimeSpan.FromSeconds(4));
        await _club.UntilAsync(_board, state => state.Link.State == LinkState.Live && state.Find(18) is { Drift: Drift.None, Reported.Active: false });
        Assert.Equal(0, _board.Virtual.LevelOf(18));
    }

    [Fact]
    public async Task What_the_board_refuses_is_dropped_with_its_words()
    {
        _board.Refuse("Output not found");
        var answer = (await Grain.SetOutput(18, new OutputChange(Active: true))).Expect();
        Assert.Equal((CommandResult.Refused, "Output not found"), (answer.Result, answer.Reason));
        Assert.Equal((Drift.Refused, null), (answer.Output!.Drift, answer.Output!.Desired));

        _board.Obey();
        Assert.Equal(CommandResult.Confirmed, (await Grain.SetOutput(18, new OutputChange(Active: true))).Expect().Result);
    }

    [Fact]
    public async Task A_board_that_answers_late_makes_nobody_wait_longer_than_two_seconds()
    {
        _board.HoldCommands();
        var command = _board.NextCommand();
        var waiting = Grain.SetOutput(18, new OutputChange(Active: true));
        await command;
        Assert.Equal(Drift.Pending, (await Grain.GetState()).Expect().Find(18)!.Drift);
        await _club.Time.Pass(Board.ConfirmWait);
        Assert.Equal(CommandResult.Accepted, (await waiting).Expect().Result);

        _board.ReleaseCommands();
        await _club.UntilAsync(_board, state => state.Find(18) is { Drift: Drift.None, Reported.Active: true });
        Assert.Single(_board.Commands);
    }

    [Fact]
    public async Task A_command_that_was_accepted_survives_the_silos()
    {
        _board.HoldCommands();
        var command = _board.NextCommand();
        var waiting = Grain.SetOutput(18, new OutputChange(Active: true));
        await command;
        await _club.Time.Pass(Board.ConfirmWait);
        Assert.Equal(CommandResult.Accepted, (await waiting).Expect().Result);

        var again = _board.NextCommand();
        await _club.RestartAsync();
        await again;
        _board.ReleaseCommands();
        await _club.UntilAsync(_board, state => state.Find(18) is { Drift: Drift.None, Reported.Active: true });
    }

    [Fact]
    public async Task A_board_that_vanishes_in_the_middle_of_a_command_gets_it_when_it_is_back()
    {
        _board.HoldCommands();
        var command = _board.NextCommand();
        var waiting = Grain.SetOutput(18, new OutputChange(Active: true));
        await command;
        await _club.PowerOffAsync(_board);
        _board.ReleaseCommands();
        await _club.Time.Pass(Board.ConfirmWait);
        Assert.Equal(CommandResult.Offline, (await waiting).Expect().Result);

        await _club.PowerOnAsync(_board);
        await _club.UntilAsync(_board, state => state.Find(18) is { Drift: Drift.None, Reported.Active: true });
    }

    [Fact]
    public async Task What_a_board_ignores_is_sent_again_after_three_seconds()
    {
        _board.PretendToObey();
        var command = _board.NextCommand();
        var waiting = Grain.SetOutput(18, new OutputChange(Active: true));
        await command;
        await _club.Time.Pass(Board.ConfirmWait);
        Assert.Equal(CommandResult.Accepted, (await waiting).Expect().Result);
        Assert.Single(_board.Commands);

        _board.Obey();
        await _club.Time.Pass(TimeSpan.FromSeconds(1));
        await _club.UntilAsync(_board, state => state.Find(18) is { Drift: Drift.None, Reported.Active: true });
        Assert.Equal(2, _board.Commands.Count);
    }

    [Fact]
    public async Task A_board_in_trouble_is_told_again_when_that_has_passed()
    {
        _board.Fail();
        var command = _board.NextCommand();
        var waiting = Grain.SetOutput(18, new OutputChange(Active: true));
        await command;
        await _club.Time.Pass(Board.ConfirmWait);
        Assert.Equal(CommandResult.Accepted, (await waiting).Expect().Result);

        _board.Obey();
        await _club.Time.Pass(TimeSpan.FromSeconds(1));
        await _club.UntilAsync(_board, state => state.Find(18) is { Drift: Drift.None, Reported.Active: true });
    }

    [Fact]
    public async Task While_one_command_is_under_way_only_the_newest_of_many_waits()
    {
        _board.HoldCommands();
        var command = _board.NextCommand();
        var first = Grain.SetOutput(18, new OutputChange(Active: true, Brightness: 1));
        await command;
        List<Task<Outcome<CommandAnswer>>> later = [];
        for (var brightness = 2; brightness <= 50; brightness++)
        {
            var shown = _club.UntilAsync(_board, state => state.Find(18)!.Desired?.Brightness == brightness);
            later.Add(Grain.SetOutput(18, new OutputChange(Brightness: brightness)));
            await shown;
        }

        _board.ReleaseCommands();
        Assert.Equal(CommandResult.Confirmed, (await later[^1]).Expect().Result);
        Assert.Equal(CommandResult.Superseded, (await first).Expect().Result);
        Assert.All(await Task.WhenAll(later[..^1]), answer => Assert.Equal(CommandResult.Superseded, answer.Expect().Result));
        Assert.Equal(2, _board.Commands.Count);
        Assert.Equal(50, (await Grain.GetState()).Expect().Find(18)!.Reported.Brightness);
    }

    [Fact]
    public async Task More_commands_than_the_burst_wait_for_the_boards_flash()
    {
        for (var brightness = 1; brightness <= s_burst; brightness++)
        {
            Assert.Equal(CommandResult.Confirmed, (await Grain.SetOutput(18, new OutputChange(Brightness: brightness))).Expect().Result);
        }

        var next = Grain.SetOutput(18, new OutputChange(Brightness: 100));
        await _club.Time.WaitBegun(TimeSpan.FromMilliseconds(100));
        Assert.Equal(s_burst, _board.Commands.Count);
        _club.Time.Advance(TimeSpan.FromMilliseconds(100));
        Assert.Equal(CommandResult.Confirmed, (await next).Expect().Result);
    }

    [Fact]
    public async Task Observers_get_every_change_with_the_next_number()
    {
        var watch = await _club.WatchAsync(_board);
        await Task.WhenAll(new[] { 2, 4, 5, 18, 19, 21, 22, 23 }.Select(pin => Grain.SetOutput(pin, new OutputChange(Active: true, Brightness: pin))));
        await _club.PowerOffAsync(_board);
        await watch.Until(state => state.Link.State == LinkState.Offline);

        var changes = watch.Changes;
        Assert.True(changes.Count >= 9); // Eight outputs and the link at least.
        Assert.Equal(Enumerable.Range(1, changes.Count).Select(step => watch.FirstNumber + step), changes.Select(change => change.Number));
        Assert.Single(changes.Select(change => change.Epoch).Distinct());
        Assert.All(changes, change => Assert.True(change.Delta is null ^ change.Whole is null));
        Assert.Equal((await Grain.GetState()).Expect().Outputs, watch.State.Outputs);
        Assert.All(changes.Where(change => change.Delta?.Outputs is not null), change => Assert.True(change.Delta!.Outputs!.Count <= 8));
    }

    [Fact]
    public async Task Telemetry_tells_of_the_board_and_its_latency()
    {
        await Grain.SetOutput(18, new OutputChange(Active: true));

        // A board reports before it answers (protocol 2.3); the second command is sent when the first one's answer is there.
        await Grain.SetOutput(18, new OutputChange(Active: false));
        var telemetry = await Grain.GetTelemetry();
        Assert.NotNull(telemetry!.CommandLatencyMilliseconds);
        Assert.True(telemetry.FreeHeapBytes > 0);
        Assert.Equal((0, 0), (telemetry.Reconnects, telemetry.Garbage));
    }

    private static Task<bool> Any<T>(IQueryable<T> rows) => Microsoft.EntityFrameworkCore.EntityFrameworkQueryableExtensions.AnyAsync(rows);
}

public sealed class CommandOnSqlite() : CommandTests(DatabaseProvider.Sqlite);

public sealed class CommandOnPostgres() : CommandTests(DatabaseProvider.Postgres);
