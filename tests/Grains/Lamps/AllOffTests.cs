using RailHub.Persistence;
using static RailHub.Grains.Tests.Controllers.RosterTests;

namespace RailHub.Grains.Tests.Lamps;

public abstract class AllOffTests(DatabaseProvider provider) : IAsyncLifetime
{
    private TestClub _club = null!;
    private TestBoard _yard = null!;
    private TestBoard _station = null!;
    private Layout _layout = null!;

    private ILayoutGrain Grain => _club.Grain(_layout);

    public async ValueTask InitializeAsync()
    {
        _club = await TestClub.StartAsync(provider: provider);
        _yard = await _club.StartBoardAsync(BoardProfile.RailHub8266);
        _station = await _club.StartBoardAsync(BoardProfile.RailHub32);
        _layout = await _club.CreateLayoutWithAsync(_yard, _station);
    }

    public async ValueTask DisposeAsync()
    {
        await _club.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Lamps_and_chases_go_off_and_undo_brings_both_back()
    {
        await _club.Grain(_yard).SetOutput(4, new OutputChange(Active: true, Brightness: 30));
        await _club.Grain(_station).SetOutput(18, new OutputChange(Active: true, Brightness: 75, Interval: 500));
        var chase = await ChaseAsync();

        var off = (await Grain.AllOff()).Expect();

        Assert.Equal(1, off.Chases);
        Assert.Equal((off.Results.Count, 0, 0), (off.Lamps, off.Waiting, off.Failed));
        Assert.Empty(off.Unheard);
        Assert.Equal([chase.Id], off.Before.Chases);
        Assert.Contains(_yard.Target(4, brightness: 30, interval: 0), off.Before.Targets);
        Assert.Contains(_station.Target(18, brightness: 75, interval: 500), off.Before.Targets);
        var yard = await _club.UntilAsync(_yard, state => state.BoardGroups.Count == 0 && state.Outputs.All(output => !output.Reported.Active));
        Assert.All(yard.Groups, group => Assert.Equal(ChasingState.Stopped, group.State));
        await _club.UntilAsync(_station, state => state.Outputs.All(output => !output.Reported.Active));

        var on = (await Grain.UndoAllOff(off.Before)).Expect();

        Assert.All(on.Results, result => Assert.True(result.Result is CommandResult.Confirmed or CommandResult.AlreadySo, $"{result}"));
        Assert.Equal(chase.Id, Assert.Single(on.ChaseResults).Group);
        await _club.UntilAsync(_yard, state => state.BoardGroups.Count == 1 && state.Find(4)!.Reported is { Active: true, Brightness: 30 });
        await _club.UntilAsync(_station, state => state.Find(18)!.Reported is { Active: true, Interval: 500 });
    }

    [Fact]
    public async Task What_a_board_that_is_off_has_yet_to_do_is_said_and_done()
    {
        await _club.Grain(_yard).SetOutput(4, new OutputChange(Active: true));
        await _club.Grain(_station).SetOutput(18, new OutputChange(Active: true));
        await _club.PowerOffAsync(_station);

        var off = (await Grain.AllOff()).Expect();

        Assert.Equal((1, 1, 0), (off.Lamps, off.Waiting, off.Failed));
        Assert.Equal(new TargetResult(_station.Id, 18, CommandResult.Offline), Assert.Single(off.Results, result => result.Controller == _station.Id));
        await _club.PowerOnAsync(_station);
        await _club.UntilAsync(_station, state => state is { Link.State: LinkState.Live } && state.Find(18) is { Reported.Active: false, Drift: Drift.None });
    }

    [Fact]
    public async Task What_a_board_refuses_stays_on_and_is_said()
    {
        await _club.Grain(_yard).SetOutput(4, new OutputChange(Active: true));
        _yard.Refuse("Invalid JSON");
        var off = (await Grain.AllOff()).Expect();
        Assert.Equal((0, 0, 1), (off.Lamps, off.Waiting, off.Failed));
        Assert.Equal(new TargetResult(_yard.Id, 4, CommandResult.Refused, "Invalid JSON"), Assert.Single(off.Results));
    }

    [Fact]
    public async Task A_chase_that_only_the_board_knows_stops_too()
    {
        var chase = await ChaseAsync();
        var other = await _club.CreateLayoutAsync("Branch line");
        (await Grain.RemoveController(_yard.Id, null)).Expect();
        await _club.AddAsync(other, _yard);
        var known = Assert.Single((await _club.Grain(other).GetRoster()).Expect().ChasingGroups);
        Assert.NotEqual(chase.Id, known.Id);

        // Another one, made at the board's own page; no broadcast tells of it (protocol 2.5), so one has to be due.
        await _yard.PostAsync("api/chasing/create", new { groupId = 3, name = "Own", interval = 200, outputs = new[] { 12, 13 } });
        await _club.LetSecondsPassAsync(5, _yard);
        await _club.UntilAsync(_yard, state => state.BoardGroups.Count == 2);

        var off = (await _club.Grain(other).AllOff()).Expect();

        Assert.Equal(2, off.Chases);
        Assert.Null(Assert.Single(off.ChaseResults, result => result.Name == "Own").Group);
        Assert.Equal([known.Id], off.Before.Chases);
        await _club.UntilAsync(_yard, state => state.BoardGroups.Count == 0 && state.Outputs.All(output => !output.Reported.Active));
    }

    [Fact]
    public async Task Boards_that_have_not_reported_are_named()
    {
        await _station.Virtual.PowerOffAsync();
        await _club.RestartAsync();
        await _club.UntilLiveAsync(_yard);
        Assert.Equal([_station.Id], (await Grain.AllOff()).Expect().Unheard);
    }

    [Fact]
    public async Task It_works_while_the_database_is_away()
    {
        await _club.Grain(_yard).SetOutput(4, new OutputChange(Active: true));
        var chase = await ChaseAsync();
        _club.Database.GoAway();
        var off = (await Grain.AllOff()).Expect();
        Assert.Equal(1, off.Chases);
        Assert.Equal([chase.Id], off.Before.Chases);
        await _club.UntilAsync(_yard, state => state.BoardGroups.Count == 0 && state.Outputs.All(output => !output.Reported.Active));
    }

    [Fact]
    public async Task What_cannot_be_brought_back_is_refused_by_name()
    {
        Refused(await Grain.UndoAllOff(new Lights([], [])), RefusalKind.Invalid, RefusalCodes.NothingToChange, "targets");
        Refused(
            await Grain.UndoAllOff(new Lights([_yard.Target(4, brightness: 101)], [])), RefusalKind.Invalid, RefusalCodes.BrightnessInvalid, "targets[0].brightness");
        var gone = new ChasingGroupId(Guid.NewGuid());
        var on = (await Grain.UndoAllOff(new Lights([], [gone]))).Expect();
        Assert.Equal(RefusalCodes.ChasingGroupUnknown, Assert.Single(on.ChaseResults).Refusal?.Code);
        var nowhere = _club.Grain(new Layout(new LayoutId(Guid.NewGuid()), "Nowhere", 1));
        Refused(await nowhere.AllOff(), RefusalKind.NotFound, RefusalCodes.LayoutUnknown, null);
    }

    private async Task<ChasingGroup> ChaseAsync()
    {
        var chase = (await Grain.CreateChasingGroup(new ChasingGroupDraft("Run", 300, [_yard.Output(5), _yard.Output(14)]))).Expect();
        Assert.Equal(ChasingState.Running, (await Grain.StartChasingGroup(chase.Id)).Expect().State);
        return chase;
    }
}

public sealed class AllOffOnSqlite() : AllOffTests(DatabaseProvider.Sqlite);

public sealed class AllOffOnPostgres() : AllOffTests(DatabaseProvider.Postgres);
