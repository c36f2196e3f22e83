using Microsoft.EntityFrameworkCore;
using RailHub.Grains.Controllers;
using RailHub.Grains.Owners;
using RailHub.Persistence;
using static RailHub.Grains.Tests.Controllers.RosterTests;

namespace RailHub.Grains.Tests.Chasing;

public abstract class ChasingTests(DatabaseProvider provider) : IAsyncLifetime
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
        _layout = await _club.CreateLayoutAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _club.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_started_group_runs_at_its_board_until_it_is_stopped()
    {
        await _club.AddAsync(_layout, _board);
        var group = await CreateAsync("Runway", 4, 5, 12);
        Assert.Empty(_board.Commands);

        Assert.Equal(new ChasingGroupStatus(group.Id, ChasingState.Running, 1), await StartAsync(group));
        var state = (await _club.Grain(_board).GetState()).Expect();
        Assert.Equal([1, 1, 1, null], new[] { 4, 5, 12, 13 }.Select(pin => state.Find(pin)!.ChasedBy));
        var running = Assert.Single(state.BoardGroups);
        Assert.Equal((1, "Runway", 300), (running.Number, running.Name, running.Interval));

        Assert.Equal(new ChasingGroupStatus(group.Id, ChasingState.Stopped), (await Grain.StopChasingGroup(group.Id)).Expect());
        Assert.Empty((await _club.Grain(_board).GetState()).Expect().Groups);
        Assert.Equal(["/api/chasing/create", "/api/chasing/delete"], _board.Commands.Select(command => command.Path));
    }

    [Fact]
    public async Task Starting_what_runs_and_stopping_what_does_not_sends_nothing()
    {
        await _club.AddAsync(_layout, _board);
        var group = await CreateAsync("Runway", 4, 5);
        Assert.Equal(ChasingState.Stopped, (await Grain.StopChasingGroup(group.Id)).Expect().State);
        await StartAsync(group);
        Assert.Equal(ChasingState.Running, (await StartAsync(group)).State);
        Assert.Single(_board.Commands);
    }

    [Fact]
    public async Task A_group_that_breaks_a_rule_names_its_field()
    {
        await _club.AddAsync(_layout, _board);
        var other = await _club.StartBoardAsync(BoardProfile.RailHub32);
        await _club.AddAsync(_layout, other);
        await CreateAsync("Runway", 4, 5);
        await RefusedAsync(Draft("RUNWAY", 12, 13), RefusalKind.Conflict, RefusalCodes.NameTaken, "name");
        await RefusedAsync(Draft("Fan", 4, 99), RefusalKind.Invalid, RefusalCodes.PinUnknown, "members");
        await RefusedAsync(Draft("Fan", 4), RefusalKind.Invalid, RefusalCodes.ChasingTooFew, "members");
        await RefusedAsync(Draft("Fan", 4, 5) with { Interval = 49 }, RefusalKind.Invalid, RefusalCodes.IntervalInvalid, "interval");
        await RefusedAsync(new ChasingGroupDraft("Fan", 300, [_board.Output(4), other.Output(2)]), RefusalKind.Unfit, RefusalCodes.ChasingSpansBoards, "members");
        await RefusedAsync(
            new ChasingGroupDraft("Fan", 300, [other.Output(2), other.Output(4)]), RefusalKind.Unfit, RefusalCodes.ChasingUnsupported, "members");
        var stranger = new MacAddress(7);
        await RefusedAsync(
            new ChasingGroupDraft("Fan", 300, [new OutputAddress(stranger, 2), new OutputAddress(stranger, 4)]),
            RefusalKind.Invalid,
            RefusalCodes.ControllerElsewhere,
            "members");
        Assert.Empty(_board.Commands);
    }

    [Fact]
    public async Task What_is_not_there_is_not_found()
    {
        var id = new ChasingGroupId(Guid.NewGuid());
        Refused(await Grain.GetChasingGroup(id), RefusalKind.NotFound, RefusalCodes.ChasingGroupUnknown, null);
        Refused(await Grain.StartChasingGroup(id), RefusalKind.NotFound, RefusalCodes.ChasingGroupUnknown, null);
        Refused(await Grain.StopChasingGroup(id), RefusalKind.NotFound, RefusalCodes.ChasingGroupUnknown, null);
        Refused(await Grain.DeleteChasingGroup(id, null), RefusalKind.NotFound, RefusalCodes.ChasingGroupUnknown, null);
    }

    [Fact]
    public async Task A_group_that_is_renamed_while_it_runs_is_only_renamed()
    {
        await _club.AddAsync(_layout, _board);
        var group = await CreateAsync("Runway", 4, 5);
        await StartAsync(group);
        var renamed = (await Grain.ReplaceChasingGroup(group.Id, Draft("Approach", 4, 5), ifVersion: 1)).Expect();
        Assert.Equal(("Approach", 2), (renamed.Name, renamed.Version));
        Assert.Equal(["/api/chasing/create", "/api/chasing/name"], _board.Commands.Select(command => command.Path));
        await _club.UntilAsync(_board, state => state.BoardGroups is [{ Name: "Approach" }] && state.Groups is [{ State: ChasingState.Running }]);
        Refused(await Grain.ReplaceChasingGroup(group.Id, Draft("x", 4, 5), ifVersion: 1), RefusalKind.Outdated, RefusalCodes.Outdated, null);
    }

    [Fact]
    public async Task A_group_whose_members_change_while_it_runs_is_deleted_and_created()
    {
        await _club.AddAsync(_layout, _board);
        var group = await CreateAsync("Runway", 4, 5, 12);
        await StartAsync(group);
        (await Grain.ReplaceChasingGroup(group.Id, Draft("Runway", 12, 13), ifVersion: 1)).Expect();
        Assert.Equal(["/api/chasing/create", "/api/chasing/delete", "/api/chasing/create"], _board.Commands.Select(command => command.Path));
        var state = await _club.UntilAsync(_board, state => state.Groups is [{ State: ChasingState.Running }]);
        Assert.Equal([12, 13], Assert.Single(state.BoardGroups).Pins);
        Assert.False(state.Find(4)!.Reported.Active);
    }

    [Fact]
    public async Task An_output_is_in_one_running_group_only()
    {
        await _club.AddAsync(_layout, _board);
        var runway = await CreateAsync("Runway", 4, 5);
        await StartAsync(runway);
        var fan = await CreateAsync("Fan", 5, 12);
        Refused(await Grain.StartChasingGroup(fan.Id), RefusalKind.Conflict, RefusalCodes.ChasingOverlap, "members");
        await Grain.StopChasingGroup(runway.Id);
        Assert.Equal(ChasingState.Running, (await StartAsync(fan)).State);
    }

    [Fact]
    public async Task Of_two_that_share_an_output_and_are_started_at_once_one_runs()
    {
        await _club.AddAsync(_layout, _board);
        var runway = await CreateAsync("Runway", 4, 5);
        var fan = await CreateAsync("Fan", 5, 12);
        _board.HoldCommands();
        var command = _board.NextCommand();
        var starting = Grain.StartChasingGroup(runway.Id);
        await command;
        Refused(await Grain.StartChasingGroup(fan.Id), RefusalKind.Conflict, RefusalCodes.ChasingOverlap, "members");
        _board.ReleaseCommands();
        Assert.Equal(ChasingState.Running, (await starting).Expect().State);
    }

    [Fact]
    public async Task A_board_runs_as_many_groups_as_it_has_numbers_for()
    {
        for (var number = 1; number <= 3; number++)
        {
            await CreateAtBoardAsync(number, "Theirs", 300, _board.Virtual.Profile.PinAt(number));
        }

        await _club.AddAsync(_layout, _board);
        var group = await CreateAsync("Runway", 14, 16);
        Refused(await Grain.StartChasingGroup(group.Id), RefusalKind.Conflict, RefusalCodes.ChasingSlotsFull, null);
    }

    [Fact]
    public async Task Groups_that_run_on_a_board_when_it_is_added_become_the_clubs_own()
    {
        // Ten letters of two bytes each: a number does not fit behind them.
        await CreateAtBoardAsync(1, "üüüüüüüüüü", 300, 4, 5);
        await CreateAtBoardAsync(2, "üüüüüüüüüü", 700, 12, 13);
        await _club.AddAsync(_layout, _board);

        var groups = (await Grain.GetRoster()).Expect().ChasingGroups;
        Assert.Equal(["üüüüüüüüü 2", "üüüüüüüüüü"], groups.Select(group => group.Name).Order(StringComparer.Ordinal));
        var state = await _club.UntilAsync(_board, state => state.Groups.Count == 2);
        Assert.All(state.Groups, group => Assert.Equal(ChasingState.Running, group.State));
        Assert.Empty(_board.Commands);
    }

    [Fact]
    public async Task A_board_that_comes_back_finds_its_running_group_as_it_was()
    {
        await _club.AddAsync(_layout, _board);
        var group = await CreateAsync("Runway", 4, 5);
        await StartAsync(group);
        (await Grain.RemoveController(_board.Id, null)).Expect();
        _club.Time.Advance(TimeSpan.FromMilliseconds(1));
        await _club.AddAsync(_layout, _board);
        Assert.Equal(group.Id, Assert.Single((await Grain.GetRoster()).Expect().ChasingGroups).Id);
        await _club.UntilAsync(_board, state => state.Groups is [{ State: ChasingState.Running }]);
    }

    [Fact]
    public async Task A_group_that_is_stopped_at_the_boards_own_page_has_stopped()
    {
        await _club.AddAsync(_layout, _board);
        var group = await CreateAsync("Runway", 4, 5);
        await StartAsync(group);
        await _board.PostAsync("api/chasing/delete", new { groupId = 1 });
        await _club.UntilAsync(_board, state => state.Groups.Count == 0);
        Assert.Equal(ChasingState.Running, (await StartAsync(group)).State);
    }

    [Fact]
    public async Task A_running_group_is_known_after_a_restart()
    {
        await _club.AddAsync(_layout, _board);
        var group = await CreateAsync("Runway", 4, 5);
        await StartAsync(group);
        await _club.RestartAsync();
        var state = await _club.UntilAsync(_board, state => state.Link.State == LinkState.Live && state.Groups.Count > 0);
        Assert.Equal([new ChasingGroupStatus(group.Id, ChasingState.Running, 1)], state.Groups);
        Assert.Single(_board.Commands);
    }

    [Fact]
    public async Task A_group_started_while_its_board_is_off_runs_when_it_is_back_also_after_a_restart()
    {
        await _club.AddAsync(_layout, _board);
        var group = await CreateAsync("Runway", 4, 5);
        await _club.PowerOffAsync(_board);
        Assert.Equal(ChasingState.Starting, (await StartAsync(group)).State);
        await _club.RestartAsync();
        await _club.PowerOnAsync(_board);
        await _club.UntilAsync(_board, state => state.Groups is [{ State: ChasingState.Running }]);
    }

    [Fact]
    public async Task A_running_group_is_stopped_before_it_is_deleted()
    {
        await _club.AddAsync(_layout, _board);
        var group = await CreateAsync("Runway", 4, 5);
        await StartAsync(group);
        await _club.PowerOffAsync(_board);
        Refused(await Grain.DeleteChasingGroup(group.Id, 1), RefusalKind.Unavailable, RefusalCodes.BoardOffline, null);

        await _club.PowerOnAsync(_board);
        await _club.UntilAsync(_board, state => state is { Groups.Count: 0, BoardGroups.Count: 0 });
        (await Grain.DeleteChasingGroup(group.Id, 1)).Expect();
        Assert.Empty((await Grain.GetRoster()).Expect().ChasingGroups);
    }

    [Fact]
    public async Task A_board_that_says_yes_four_times_and_does_nothing_has_refused()
    {
        await _club.AddAsync(_layout, _board);
        var group = await CreateAsync("Runway", 4, 5);
        _board.PretendToObey();
        var first = _board.NextCommand();
        var starting = StartAsync(group);
        await first;
        await _club.Time.Pass(Board.ConfirmWait);
        Assert.Equal(ChasingState.Starting, (await starting).State);

        // 2 s have passed; the creates go after 0, 3, 9 and 21 s, and the last has its time until 45 s.
        foreach (var seconds in (int[])[1, 6, 12])
        {
            var command = _board.NextCommand();
            await _club.LetSecondsPassAsync(seconds, _board);
            await _club.Time.ComesAsync(command, "the next create");
        }

        await _club.LetSecondsPassAsync(24, _board);
        var state = await _club.UntilAsync(_board, state => state.Groups is [{ State: ChasingState.Refused }]);
        Assert.NotNull(state.Groups[0].Problem);
        Assert.Equal(4, _board.Commands.Count);

        _board.Obey();
        Assert.Equal(ChasingState.Running, (await StartAsync(group)).State);
    }

    [Fact]
    public async Task A_board_that_refuses_a_group_is_heard()
    {
        await _club.AddAsync(_layout, _board);
        var group = await CreateAsync("Runway", 4, 5);
        _board.Refuse("Too many groups");
        Assert.Equal(new ChasingGroupStatus(group.Id, ChasingState.Refused, Problem: "Too many groups"), await StartAsync(group));
        _board.Obey();
        (await Grain.DeleteChasingGroup(group.Id, null)).Expect();
    }

    [Fact]
    public async Task A_group_that_moved_to_another_board_stays_kept_there_when_the_old_one_has_stopped_it()
    {
        var other = await _club.StartBoardAsync(BoardProfile.RailHub8266);
        await _club.AddAsync(_layout, _board);
        await _club.AddAsync(_layout, other);
        var group = await CreateAsync("Runway", 4, 5);
        await StartAsync(group);
        await _club.PowerOffAsync(_board);
        (await Grain.ReplaceChasingGroup(group.Id, new ChasingGroupDraft("Runway", 300, [other.Output(4), other.Output(5)]), null)).Expect();
        Assert.Equal(ChasingState.Running, (await StartAsync(group)).State);

        await _club.PowerOnAsync(_board);
        await _club.UntilAsync(_board, state => state is { Groups.Count: 0, BoardGroups.Count: 0 });
        await _club.PowerOffAsync(_board);
        await _club.Grain(_board).SetOutput(4, new OutputChange(Active: true)); // Its save comes after all others of this board.
        await _club.UntilStoredAsync(database => database.GroupRuns.AnyAsync(run => run.Controller == other.Id), "the run on the other board");
    }

    [Fact]
    public async Task A_group_that_is_changed_while_its_board_moves_is_changed_on_the_board_too()
    {
        await _club.AddAsync(_layout, _board);
        var group = await CreateAsync("Runway", 4, 5);
        await StartAsync(group);
        await _club.TakeOverAsync(GrainKeys.Owner(_board.Id));
        (await Grain.ReplaceChasingGroup(group.Id, new ChasingGroupDraft("Runway", 500, [_board.Output(4), _board.Output(5)]), null)).Expect();
        await _club.UntilAsync(_board, state => state.BoardGroups is [{ Interval: 500 }]);
    }

    private ChasingGroupDraft Draft(string name, params int[] pins) => new(name, 300, [.. pins.Select(_board.Output)]);

    private async Task<ChasingGroup> CreateAsync(string name, params int[] pins) => (await Grain.CreateChasingGroup(Draft(name, pins))).Expect();

    private async Task<ChasingGroupStatus> StartAsync(ChasingGroup group) => (await Grain.StartChasingGroup(group.Id)).Expect();

    private async Task RefusedAsync(ChasingGroupDraft draft, RefusalKind kind, string code, string field) =>
        Refused(await Grain.CreateChasingGroup(draft), kind, code, field);

    private Task CreateAtBoardAsync(int number, string name, int interval, params int[] pins) =>
        _board.PostAsync("api/chasing/create", new { groupId = number, name, interval, outputs = pins });
}

public sealed class ChasingOnSqlite() : ChasingTests(DatabaseProvider.Sqlite);

public sealed class ChasingOnPostgres() : ChasingTests(DatabaseProvider.Postgres);
