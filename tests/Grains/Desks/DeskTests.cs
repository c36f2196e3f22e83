using Microsoft.EntityFrameworkCore;
using RailHub.Grains.Desks;
using RailHub.Grains.Owners;
using RailHub.Persistence;
using static RailHub.Grains.Tests.Controllers.RosterTests;

namespace RailHub.Grains.Tests.Desks;

public abstract class DeskTests(DatabaseProvider provider) : IAsyncLifetime
{
    private TestClub _club = null!;
    private TestBoard _yard = null!;
    private TestBoard _station = null!;
    private Layout _layout = null!;

    private ILayoutGrain Grain => _club.Grain(_layout);

    public async ValueTask InitializeAsync()
    {
        _club = await TestClub.StartAsync(provider: provider);
        await _club.Time.WaitBegun(Supervisor.Period);
        _yard = await _club.StartBoardAsync(BoardProfile.RailHub8266);
        _station = await _club.StartBoardAsync(BoardProfile.RailHub32);
        _layout = await _club.CreateLayoutWithAsync(_yard, _station);
        await _club.Grain(_yard).SetOutput(4, new OutputChange(Active: true, Brightness: 30));
        await _club.Grain(_station).SetOutput(18, new OutputChange(Active: true, Brightness: 80, Interval: 500));
    }

    public async ValueTask DisposeAsync()
    {
        await _club.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_blackout_makes_all_dark_and_lifting_it_brings_back_what_was_wanted_meanwhile_too()
    {
        Caller.Actor = new Actor(ActorKind.Member, "Anna", null, "192.168.1.7");
        var desk = await ControlAsync(new DeskOrder(Blackout: true));
        Assert.Equal((1, "Anna", true), (desk.Version, desk.Blackout?.By, desk.IsKept));
        await DarkAsync();

        var answer = (await _club.Grain(_yard).SetOutput(5, new OutputChange(Active: true, Brightness: 60))).Expect();
        Assert.Equal((CommandResult.Accepted, Drift.Desk), (answer.Result, answer.Output!.Drift));
        Assert.False(answer.Output.Reported.Active);

        Assert.Null((await ControlAsync(new DeskOrder(Blackout: false))).Blackout);
        await LitAsync();
        await _club.UntilAsync(_yard, state => state.Find(5)!.Reported is { Active: true, Brightness: 60 });
    }

    [Fact]
    public async Task A_blackout_outlives_a_restart_of_everything_without_a_command_and_so_does_what_comes_back()
    {
        await ControlAsync(new DeskOrder(Blackout: true));
        await DarkAsync();
        await _club.Grain(_yard).SetOutput(5, new OutputChange(Active: true, Brightness: 60));
        var told = _yard.Commands.Count + _station.Commands.Count;

        await _club.RestartAsync();

        await _club.UntilAsync(_yard, state => state.Find(4) is { Drift: Drift.Desk, Reported.Active: false, Desired: { Active: true, Brightness: 30 } });
        await _club.UntilAsync(_station, state => state.Find(18) is { Drift: Drift.Desk, Reported.Active: false });
        Assert.Equal(told, _yard.Commands.Count + _station.Commands.Count);
        Assert.NotNull((await Grain.GetDesk()).Expect().Blackout);

        await ControlAsync(new DeskOrder(Blackout: false));
        await LitAsync();
        await _club.UntilAsync(_yard, state => state.Find(5)!.Reported is { Active: true, Brightness: 60 });
    }

    [Fact]
    public async Task A_chase_ends_in_a_blackout_and_begins_again_after_it_also_over_a_restart()
    {
        var chase = (await Grain.CreateChasingGroup(new ChasingGroupDraft("Run", 300, [_yard.Output(12), _yard.Output(13)]))).Expect();
        Assert.Equal(ChasingState.Running, (await Grain.StartChasingGroup(chase.Id)).Expect().State);

        await ControlAsync(new DeskOrder(Blackout: true));
        await HeldAsync();
        await _club.RestartAsync();
        await HeldAsync();

        await ControlAsync(new DeskOrder(Blackout: false));
        await _club.UntilAsync(_yard, state => state is { BoardGroups.Count: 1, Groups: [{ State: ChasingState.Running }] });

        Task HeldAsync() => _club.UntilAsync(
            _yard, state => state is { BoardGroups.Count: 0, Groups: [{ State: ChasingState.Held }] } && state.Outputs.All(output => !output.Reported.Active));
    }

    [Fact]
    public async Task What_was_started_at_the_boards_own_page_ends_in_a_blackout_too_and_begins_again()
    {
        await _yard.PostAsync("/api/chasing/create", new { groupId = 2, interval = 400, outputs = new[] { 12, 13, 14 }, name = "Fair" });
        await _club.UntilAsync(_yard, state => state.BoardGroups.Count == 1);
        await ControlAsync(new DeskOrder(Blackout: true));
        await _club.UntilAsync(_yard, state => state is { BoardGroups.Count: 0, Groups.Count: 0 } && state.Outputs.All(output => !output.Reported.Active));

        // One that is started in the blackout is made dark, too.
        var end = _yard.NextCommand();
        await _yard.PostAsync("/api/chasing/create", new { groupId = 1, interval = 400, outputs = new[] { 5, 16 }, name = "Late" });
        Assert.Equal("/api/chasing/delete", (await end).Path);
        await _club.UntilAsync(_yard, state => state.BoardGroups.Count == 0 && state.Outputs.All(output => !output.Reported.Active));

        await ControlAsync(new DeskOrder(Blackout: false));
        await _club.UntilAsync(_yard, state => state.BoardGroups.Select(group => (group.Name, group.Interval)).Order().SequenceEqual([("Fair", 400L), ("Late", 400L)]));
        await LitAsync();
    }

    [Fact]
    public async Task What_only_the_board_knew_begins_again_also_when_everything_was_restarted_in_the_blackout_and_once()
    {
        await _yard.PostAsync("/api/chasing/create", new { groupId = 2, interval = 400, outputs = new[] { 14, 12, 13 }, name = "Fair" });
        await _club.UntilAsync(_yard, state => state.BoardGroups.Count == 1);
        await ControlAsync(new DeskOrder(Blackout: true));
        await EndedAsync();
        await _club.UntilStoredAsync(
            async database => await database.EndedGroups.SingleOrDefaultAsync() is { Number: 2, Name: "Fair", Interval: 400, Pins: "14,12,13" }, "the group to be kept");

        // Twice: nothing of it is lost by being read.
        await _club.RestartAsync();
        await EndedAsync();
        await _club.RestartAsync();
        await EndedAsync();
        var told = _yard.Commands.Count(command => command.Path.StartsWith("/api/chasing/", StringComparison.Ordinal));

        await ControlAsync(new DeskOrder(Blackout: false));
        var running = await _club.UntilAsync(_yard, state => state.BoardGroups.Count == 1);
        Assert.Equal((2, "Fair", 400L), (running.BoardGroups[0].Number, running.BoardGroups[0].Name, running.BoardGroups[0].Interval));
        Assert.Equal([14, 12, 13], running.BoardGroups[0].Pins);
        Assert.Equal(told + 1, _yard.Commands.Count(command => command.Path.StartsWith("/api/chasing/", StringComparison.Ordinal)));
        await _club.UntilStoredAsync(async database => !await database.EndedGroups.AnyAsync(), "the group to be the board's own again");

        Task EndedAsync() => _club.UntilAsync(
            _yard,
            state => state is { Link.State: LinkState.Live, BoardGroups.Count: 0, Groups.Count: 0, Outputs.Count: > 0 }
                && state.Outputs.All(output => !output.Reported.Active));
    }

    [Fact]
    public async Task A_chase_that_is_started_in_a_blackout_begins_after_it()
    {
        await ControlAsync(new DeskOrder(Blackout: true));
        var chase = (await Grain.CreateChasingGroup(new ChasingGroupDraft("Run", 300, [_yard.Output(12), _yard.Output(13)]))).Expect();
        Assert.Equal(ChasingState.Held, (await Grain.StartChasingGroup(chase.Id)).Expect().State);
        await ControlAsync(new DeskOrder(Blackout: false));
        await _club.UntilAsync(_yard, state => state is { BoardGroups.Count: 1, Groups: [{ State: ChasingState.Running }] });
        Assert.Equal(ChasingState.Stopped, (await Grain.StopChasingGroup(chase.Id)).Expect().State);
    }

    [Fact]
    public async Task Master_park_and_solo_are_kept_and_each_is_lifted_by_itself()
    {
        await ControlAsync(new DeskOrder(Master: 50, Park: [new ParkOrder(_yard.Id, 5, true, 35)], Solo: [_station.Output(18)]));
        await HeldAsync();
        await _club.RestartAsync();
        await HeldAsync();

        var desk = await ControlAsync(new DeskOrder(Unsolo: [_station.Output(18)]));
        Assert.Equal((0, 1, 50), (desk.Solo.Count, desk.Parked.Count, desk.Master));
        await _club.UntilAsync(_yard, state => state.Find(4)!.Reported is { Active: true, Brightness: 15 });
        Assert.True((await ControlAsync(new DeskOrder(Master: 100, Unpark: [_yard.Output(5)]))).IsLifted());
        await LitAsync();
        await _club.UntilAsync(_yard, state => !state.Find(5)!.Reported.Active && state.Outputs.All(output => output.Desired is null));

        async Task HeldAsync()
        {
            await _club.UntilAsync(_yard, state => state.Find(4) is { Reported.Active: false } && state.Find(5) is { Reported: { Active: true, Brightness: 35 } });
            await _club.UntilAsync(_station, state => state.Find(18)?.Reported is { Active: true, Brightness: 40 });
        }
    }

    [Fact]
    public async Task A_board_that_was_off_when_the_blackout_came_is_dark_when_it_is_back()
    {
        await _club.PowerOffAsync(_yard);
        await ControlAsync(new DeskOrder(Blackout: true));
        await _club.PowerOnAsync(_yard);
        await DarkAsync();
        await ControlAsync(new DeskOrder(Blackout: false));
        await LitAsync();
    }

    [Fact]
    public async Task A_board_that_is_added_in_a_blackout_is_dark()
    {
        await ControlAsync(new DeskOrder(Blackout: true));
        var harbour = await _club.StartBoardAsync(BoardProfile.RailHub8266);
        await harbour.PostAsync("/api/control", new { pin = 4, active = true, brightness = 70 });
        await _club.AddAsync(_layout, harbour);
        await _club.UntilAsync(harbour, state => state.Find(4) is { Drift: Drift.Desk, Reported.Active: false });
        await ControlAsync(new DeskOrder(Blackout: false));
        await _club.UntilAsync(harbour, state => state.Find(4)!.Reported is { Active: true, Brightness: 70 });
    }

    [Fact]
    public async Task Without_the_database_the_desk_works_says_so_and_is_kept_when_that_is_back()
    {
        _club.Database.GoAway();
        Assert.False((await ControlAsync(new DeskOrder(Blackout: true))).IsKept);
        await DarkAsync();
        Assert.False((await Grain.GetRoster()).Expect().Desk.IsKept);

        _club.Database.ComeBack();
        await _club.LetRoundsPassAsync(2, _yard);
        Assert.True((await ControlAsync(new DeskOrder(Master: 60))).IsKept);
        await _club.UntilStoredAsync(
            database => Task.FromResult(database.Desks.Any() && database.Wishes.Count(row => row.Active == true) == 2), "the desk and what comes back to be kept");
        await _club.RestartAsync();
        await DarkAsync();
        await ControlAsync(new DeskOrder(Blackout: false, Master: 100));
        await LitAsync();
    }

    [Fact]
    public async Task All_off_in_a_blackout_leaves_the_lamps_off_after_it_and_undo_brings_them_back()
    {
        await ControlAsync(new DeskOrder(Blackout: true));
        await DarkAsync();
        var off = (await Grain.AllOff()).Expect();
        Assert.Equal((2, 0, 0), (off.Lamps, off.Waiting, off.Failed));
        await ControlAsync(new DeskOrder(Blackout: false));
        await DarkAsync();
        await Grain.UndoAllOff(off.Before);
        await LitAsync();
    }

    [Fact]
    public async Task A_scene_that_is_captured_or_asked_for_in_a_blackout_is_what_is_wanted()
    {
        await ControlAsync(new DeskOrder(Blackout: true));
        await DarkAsync();
        var scene = (await Grain.CaptureScene(new SceneCapture("Night"))).Expect();
        Assert.Contains(_yard.Target(4, brightness: 30, interval: 0), scene.Targets);
        var states = new[] { (await _club.Grain(_yard).GetState()).Expect(), (await _club.Grain(_station).GetState()).Expect() };
        Assert.Empty(SceneState.Of(scene.Targets, states).Differences);
    }

    [Fact]
    public async Task A_lamp_that_the_desk_covers_does_not_pretend_to_flash()
    {
        await ControlAsync(new DeskOrder(Blackout: true));
        await DarkAsync();
        Refused(await _club.Grain(_yard).Flash(4), RefusalKind.Conflict, RefusalCodes.DeskHolds, null);
    }

    [Fact]
    public async Task Nothing_of_a_board_that_was_removed_stays_at_the_desk()
    {
        await ControlAsync(new DeskOrder(Park: [new ParkOrder(_yard.Id, 5, true, 35)], Solo: [_yard.Output(4)]));
        await _club.UntilAsync(_station, state => !state.Find(18)!.Reported.Active);
        (await Grain.RemoveController(_yard.Id, null)).Expect();
        await _club.UntilAsync(_station, state => state.Find(18)!.Reported is { Active: true, Brightness: 80 });
        Assert.True((await Grain.GetDesk()).Expect().IsLifted());
    }

    [Fact]
    public async Task Who_did_what_stands_in_the_history_and_what_is_so_already_is_not_done_again()
    {
        var put = await ControlAsync(new DeskOrder(Blackout: true));
        Assert.Equal(put.Version, (await ControlAsync(new DeskOrder(Blackout: true))).Version);
        await ControlAsync(new DeskOrder(Blackout: false, Park: [new ParkOrder(_yard.Id, 5, true, 35), new ParkOrder(_yard.Id, 12, true, 35)]));
        await ControlAsync(new DeskOrder(Solo: [_yard.Output(4)], Unpark: [_yard.Output(5)]));
        await ControlAsync(new DeskOrder(Unsolo: [_yard.Output(4)]));
        Assert.Equal(
            [
                (HistoryKind.LampsUnsoloed, 1), (HistoryKind.LampsSoloed, 1), (HistoryKind.LampsUnparked, 1),
                (HistoryKind.LampsParked, 2), (HistoryKind.BlackoutLifted, 0), (HistoryKind.BlackoutPut, 0),
            ],
            (await Grain.GetHistory()).Expect().Events.Take(6).Select(happened => (happened.Kind, happened.Count)));
    }

    [Fact]
    public async Task An_order_that_breaks_a_rule_names_the_member_and_does_nothing()
    {
        var elsewhere = new OutputAddress(new MacAddress(7), 4);
        var park = new ParkOrder(_yard.Id, 4, true, 30);
        await RefusedAsync(new DeskOrder(), RefusalCodes.NothingToChange, "blackout");
        await RefusedAsync(new DeskOrder(Blackout: true, Master: 101), RefusalCodes.MasterInvalid, "master");
        await RefusedAsync(new DeskOrder(Blackout: true, Park: [null!]), RefusalCodes.Malformed, "park[0]");
        await RefusedAsync(new DeskOrder(Park: [park with { Brightness = 101 }]), RefusalCodes.BrightnessInvalid, "park[0].brightness");
        await RefusedAsync(new DeskOrder(Park: [park with { Pin = -1 }]), RefusalCodes.PinUnknown, "park[0].pin");
        await RefusedAsync(new DeskOrder(Park: [park, park]), RefusalCodes.OutputTwice, "park[1]");
        await RefusedAsync(new DeskOrder(Park: [park], Unpark: [_yard.Output(4)]), RefusalCodes.OutputTwice, "unpark[0]");
        await RefusedAsync(new DeskOrder(Solo: [_yard.Output(4), elsewhere]), RefusalCodes.ControllerElsewhere, "solo[1].controller");
        await RefusedAsync(new DeskOrder(Solo: [.. Enumerable.Range(0, DeskRules.Most + 1).Select(pin => _yard.Output(pin % 256))]), RefusalCodes.OutputTwice, "solo[256]");
        Refused(await Grain.ControlDesk(new DeskOrder(Blackout: true), new IfVersion([1])), RefusalKind.Outdated, RefusalCodes.Outdated, null);
        Assert.Equal(Desk.Untouched, (await Grain.GetDesk()).Expect(), static (one, other) => one.IsSame(other));

        async Task RefusedAsync(DeskOrder order, string code, string field) =>
            Refused(await Grain.ControlDesk(order, null), RefusalKind.Invalid, code, field);
    }

    private async Task<Desk> ControlAsync(DeskOrder order) => (await Grain.ControlDesk(order, null)).Expect();

    private async Task DarkAsync()
    {
        await _club.UntilAsync(_yard, state => state.Outputs.Count > 0 && state.Outputs.All(output => !output.Reported.Active));
        await _club.UntilAsync(_station, state => state.Outputs.Count > 0 && state.Outputs.All(output => !output.Reported.Active));
    }

    private async Task LitAsync()
    {
        await _club.UntilAsync(_yard, state => state.Find(4)!.Reported is { Active: true, Brightness: 30 });
        await _club.UntilAsync(_station, state => state.Find(18)!.Reported is { Active: true, Brightness: 80, Interval: 500 });
    }
}

public sealed class DeskOnSqlite() : DeskTests(DatabaseProvider.Sqlite);

public sealed class DeskOnPostgres() : DeskTests(DatabaseProvider.Postgres);
