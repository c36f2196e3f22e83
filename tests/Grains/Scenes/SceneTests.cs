using RailHub.Persistence;
using static RailHub.Grains.Tests.Controllers.RosterTests;

namespace RailHub.Grains.Tests.Scenes;

public abstract class SceneTests(DatabaseProvider provider) : IAsyncLifetime
{
    private TestClub _club = null!;
    private TestBoard _yard = null!;
    private TestBoard _station = null!;
    private TestBoard _harbour = null!;
    private Layout _layout = null!;

    private ILayoutGrain Grain => _club.Grain(_layout);

    public async ValueTask InitializeAsync()
    {
        _club = await TestClub.StartAsync(provider: provider);
        _yard = await _club.StartBoardAsync(BoardProfile.RailHub8266);
        _station = await _club.StartBoardAsync(BoardProfile.RailHub32);
        _harbour = await _club.StartBoardAsync(BoardProfile.RailHub8266);
        _layout = await _club.CreateLayoutWithAsync(_yard, _station, _harbour);
    }

    public async ValueTask DisposeAsync()
    {
        await _club.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_scene_is_there_with_its_targets_in_order_also_after_a_restart()
    {
        SceneTarget[] targets = [_station.Target(18, brightness: 30), _yard.Target(4, active: false, interval: 500), _station.Target(2)];
        var scene = await CreateAsync(" Night ", targets);
        Assert.Equal(("Night", 1), (scene.Name, scene.Version));
        await _club.RestartAsync();
        var kept = (await Grain.GetScene(scene.Id)).Expect();
        Assert.Equal(targets, kept.Targets);
        Assert.Equal(scene with { Targets = kept.Targets }, kept);
        Assert.Equal([new SceneSummary(scene.Id, "Night", 3, 1)], (await Grain.GetRoster()).Expect().Scenes);
    }

    [Fact]
    public async Task A_replaced_scene_is_what_it_was_replaced_by()
    {
        var scene = await CreateAsync("Night", _yard.Target(4), _yard.Target(5), _yard.Target(12));
        var replaced = (await Grain.ReplaceScene(scene.Id, new SceneDraft("Dusk", [_yard.Target(5, brightness: 40)]), ifVersion: 1)).Expect();
        Assert.Equal(("Dusk", 2), (replaced.Name, replaced.Version));
        await _club.RestartAsync();
        Assert.Equal([_yard.Target(5, brightness: 40)], (await Grain.GetScene(scene.Id)).Expect().Targets);
    }

    [Fact]
    public async Task Of_two_who_edit_the_same_version_the_second_is_told()
    {
        var scene = await CreateAsync("Night", _yard.Target(4));
        var edits = await Task.WhenAll(
            Grain.ReplaceScene(scene.Id, new SceneDraft("Dusk", [_yard.Target(5)]), ifVersion: 1),
            Grain.ReplaceScene(scene.Id, new SceneDraft("Dawn", [_yard.Target(12)]), ifVersion: 1));
        Assert.Single(edits, edit => edit.Refusal is null);
        Assert.Equal((RefusalKind.Outdated, 2L), Assert.Single(edits, edit => edit.Refusal is not null).Refusal switch { var no => (no!.Kind, no.CurrentVersion) });
        Refused(await Grain.DeleteScene(scene.Id, ifVersion: 1), RefusalKind.Outdated, RefusalCodes.Outdated, null);
    }

    [Fact]
    public async Task A_deleted_scene_is_gone()
    {
        var scene = await CreateAsync("Night", _yard.Target(4));
        (await Grain.DeleteScene(scene.Id, ifVersion: null)).Expect();
        Refused(await Grain.GetScene(scene.Id), RefusalKind.NotFound, RefusalCodes.SceneUnknown, null);
        Refused(await Grain.RecallScene(scene.Id), RefusalKind.NotFound, RefusalCodes.SceneUnknown, null);
        Refused(await Grain.DeleteScene(scene.Id, null), RefusalKind.NotFound, RefusalCodes.SceneUnknown, null);
        Refused(await Grain.ReplaceScene(scene.Id, new SceneDraft("x", [_yard.Target(4)]), null), RefusalKind.NotFound, RefusalCodes.SceneUnknown, null);
    }

    [Fact]
    public async Task A_scene_that_breaks_a_rule_names_its_field()
    {
        await CreateAsync("Night", _yard.Target(4));
        await RefusedAsync(new SceneDraft("NIGHT", [_yard.Target(4)]), RefusalKind.Conflict, RefusalCodes.NameTaken, "name");
        await RefusedAsync(new SceneDraft("", [_yard.Target(4)]), RefusalKind.Invalid, RefusalCodes.NameInvalid, "name");
        await RefusedAsync(new SceneDraft("Day", []), RefusalKind.Invalid, RefusalCodes.SceneEmpty, "targets");
        await RefusedAsync(new SceneDraft("Day", [_yard.Target(4), _yard.Target(4, false)]), RefusalKind.Invalid, RefusalCodes.OutputTwice, "targets[1]");
        await RefusedAsync(
            new SceneDraft("Day", [new SceneTarget(new MacAddress(7), 4, true, 100)]),
            RefusalKind.Invalid,
            RefusalCodes.ControllerElsewhere,
            "targets[0].controller");
    }

    [Fact]
    public async Task Times_that_cannot_be_name_their_field()
    {
        await RefusedAsync(new SceneDraft("Day", [_yard.Target(4)], -1), RefusalKind.Invalid, RefusalCodes.TimeInvalid, "fade");
        await RefusedAsync(new SceneDraft("Day", [_yard.Target(4)], 3_600_001), RefusalKind.Invalid, RefusalCodes.TimeInvalid, "fade");
        await RefusedAsync(new SceneDraft("Day", [_yard.Target(4) with { Fade = -1 }]), RefusalKind.Invalid, RefusalCodes.TimeInvalid, "targets[0].fade");
        await RefusedAsync(new SceneDraft("Day", [_yard.Target(4) with { Delay = 3_600_001 }]), RefusalKind.Invalid, RefusalCodes.TimeInvalid, "targets[0].delay");
        var scene = await CreateAsync("Night", _yard.Target(4));
        Refused(await Grain.RecallScene(scene.Id, fade: 3_600_001), RefusalKind.Invalid, RefusalCodes.TimeInvalid, "fade");
        Assert.Empty(_yard.Commands);
    }

    [Fact]
    public async Task A_scene_has_its_times_also_after_a_restart_and_when_it_is_brought_back()
    {
        var made = (await Grain.CreateScene(new SceneDraft("Dusk", [_yard.Target(4) with { Fade = 500, Delay = 2_000 }, _yard.Target(5)], 60_000))).Expect();
        Assert.Equal(60_000, Assert.Single((await Grain.GetRoster()).Expect().Scenes).Fade);
        (await Grain.DeleteScene(made.Id, null)).Expect();
        var deleted = (await Grain.GetHistory()).Expect().Events[0];
        (await Grain.UndoEvent(deleted.Id)).Expect();

        await _club.RestartAsync();
        var kept = (await Grain.GetScene(made.Id)).Expect();
        Assert.Equal((60_000, made.Targets.ToArray()), (kept.Fade, kept.Targets.ToArray()), (one, other) => one.Item1 == other.Item1 && one.Item2.SequenceEqual(other.Item2));

        (await Grain.ReplaceScene(made.Id, new SceneDraft("Dusk", kept.Targets, 1_000), null)).Expect();
        Assert.Equal(1_000, (await Grain.GetScene(made.Id)).Expect().Fade);
    }

    [Fact]
    public async Task A_scene_with_a_fade_is_accepted_at_once_and_comes_to_its_end_on_all_boards()
    {
        var scene = (await Grain.CreateScene(new SceneDraft("Dusk", [_yard.Target(4, brightness: 80), _station.Target(18, brightness: 80)], 10_000))).Expect();
        var recall = (await Grain.RecallScene(scene.Id)).Expect();
        Assert.All(recall.Results, result => Assert.Equal(CommandResult.Accepted, result.Result));
        var moving = (await _club.Grain(_yard).GetState()).Expect().Find(4)!.Motion;
        Assert.Equal((0, 80, _club.Time.GetUtcNow(), _club.Time.GetUtcNow().AddSeconds(10)), (moving!.From, moving.To, moving.StartsAt, moving.EndsAt));
        Assert.Equal(moving, (await _club.Grain(_station).GetState()).Expect().Find(18)!.Motion);

        await _club.LetSecondsPassAsync(5, _yard);
        Assert.InRange((await _club.UntilAsync(_yard, state => state.Find(4) is { Motion: not null })).Find(4)!.Motion!.To, 80, 80);
        await _club.LetSecondsPassAsync(6, _yard);
        await _club.UntilAsync(_yard, state => state.Find(4) is { Motion: null, Drift: Drift.None, Reported: { Active: true, Brightness: 80 } });
        await _club.UntilAsync(_station, state => state.Find(18) is { Motion: null, Drift: Drift.None, Reported: { Active: true, Brightness: 80 } });
        Assert.InRange(_yard.Commands.Count, 2, 10);
    }

    [Fact]
    public async Task A_target_has_its_own_times_and_a_recall_may_have_others()
    {
        var scene = (await Grain.CreateScene(new SceneDraft(
            "Dusk", [_yard.Target(4) with { Delay = 5_000, Fade = 0 }, _yard.Target(5) with { Fade = 0 }, _yard.Target(12)], 60_000))).Expect();
        var recall = (await Grain.RecallScene(scene.Id)).Expect();
        Assert.Equal([CommandResult.Accepted, CommandResult.Confirmed, CommandResult.Accepted], recall.Results.Select(result => result.Result));
        await _club.LetSecondsPassAsync(4, _yard);
        Assert.False((await _club.Grain(_yard).GetState()).Expect().Find(4)!.Reported.Active);
        await _club.LetSecondsPassAsync(1, _yard);
        await _club.UntilAsync(_yard, state => state.Find(4) is { Drift: Drift.None, Reported.Active: true });

        (await Grain.ApplyTargets(new TargetList(recall.Before))).Expect();
        var now = (await Grain.RecallScene(scene.Id, fade: 0)).Expect();
        Assert.All(now.Results, result => Assert.Equal(CommandResult.Confirmed, result.Result));
    }

    [Fact]
    public async Task Targets_on_a_board_that_left_stay_and_are_missing()
    {
        var scene = await CreateAsync("Night", _yard.Target(4), _harbour.Target(5));
        (await Grain.RemoveController(_harbour.Id, null)).Expect();
        var recall = (await Grain.RecallScene(scene.Id)).Expect();
        Assert.Equal([CommandResult.Confirmed, CommandResult.Missing], recall.Results.Select(result => result.Result));
        (await Grain.ReplaceScene(scene.Id, new SceneDraft("Dusk", scene.Targets), ifVersion: 1)).Expect();
    }

    [Fact]
    public async Task A_capture_is_what_the_boards_show()
    {
        await _club.Grain(_yard).SetOutput(4, new OutputChange(Active: true, Brightness: 40, Interval: 300));
        var scene = (await Grain.CaptureScene(new SceneCapture("Now", [_yard.Id]))).Expect();
        Assert.Equal([4, 5, 12, 13, 14, 16, 2], scene.Targets.Select(target => target.Pin));
        Assert.Equal(_yard.Target(4, brightness: 40, interval: 300), scene.Targets[0]);
        Assert.Equal(30, (await Grain.CaptureScene(new SceneCapture("All"))).Expect().Targets.Count);
    }

    [Fact]
    public async Task Only_what_is_there_can_be_captured()
    {
        Refused(
            await Grain.CaptureScene(new SceneCapture("x", [new MacAddress(7)])), RefusalKind.Invalid, RefusalCodes.ControllerElsewhere, "controllers");
        Refused(await Grain.CaptureScene(new SceneCapture(" ")), RefusalKind.Invalid, RefusalCodes.NameInvalid, "name");
        var empty = _club.Grain(await _club.CreateLayoutAsync("Branch line"));
        Refused(await empty.CaptureScene(new SceneCapture("x")), RefusalKind.Unfit, RefusalCodes.SceneEmpty, "controllers");
        var nowhere = _club.Grain(new Layout(new LayoutId(Guid.NewGuid()), "Nowhere", 1));
        Refused(await nowhere.CaptureScene(new SceneCapture("x")), RefusalKind.NotFound, RefusalCodes.LayoutUnknown, null);
    }

    [Fact]
    public async Task A_recall_answers_for_each_target_and_can_be_undone()
    {
        await _club.Grain(_yard).SetOutput(5, new OutputChange(Active: true, Brightness: 80));
        await _club.PowerOffAsync(_harbour);
        var scene = await CreateAsync(
            "Night", _harbour.Target(4), _station.Target(18, brightness: 75), _yard.Target(5, brightness: 10, interval: 700), _yard.Target(99), _yard.Target(4, active: false));

        var recall = (await Grain.RecallScene(scene.Id)).Expect();
        Assert.Equal(
            [CommandResult.Offline, CommandResult.Confirmed, CommandResult.Confirmed, CommandResult.Missing, CommandResult.AlreadySo],
            recall.Results.Select(result => result.Result));
        Assert.Equal(scene.Targets.Select(target => (target.Controller, target.Pin)), recall.Results.Select(result => (result.Controller, result.Pin)));
        Assert.Equal(
            [_harbour.Target(4, active: false), _station.Target(18, active: false), _yard.Target(5, brightness: 80, interval: 0)],
            recall.Before);

        var undone = (await Grain.ApplyTargets(new TargetList(recall.Before))).Expect();
        Assert.Equal([CommandResult.Offline, CommandResult.Confirmed, CommandResult.Confirmed], undone.Results.Select(result => result.Result));
        Assert.Equal(new OutputValues(true, 80, 0, ""), (await _club.Grain(_yard).GetState()).Expect().Find(5)!.Shown);
    }

    [Fact]
    public async Task Boards_are_told_at_once_and_not_one_after_the_other()
    {
        var scene = await CreateAsync("Night", _yard.Target(4), _station.Target(18), _harbour.Target(4));
        TestBoard[] boards = [_yard, _station, _harbour];
        Array.ForEach(boards, board => board.HoldCommands());
        var commands = Array.ConvertAll(boards, board => board.NextCommand());
        var recalling = Grain.RecallScene(scene.Id);
        await Task.WhenAll(commands);
        Array.ForEach(boards, board => board.ReleaseCommands());
        Assert.All((await recalling).Expect().Results, result => Assert.Equal(CommandResult.Confirmed, result.Result));
    }

    [Fact]
    public async Task A_recall_sends_nothing_that_is_so()
    {
        var scene = await CreateAsync("Night", _yard.Target(4), _station.Target(18, brightness: 75));
        await Grain.RecallScene(scene.Id);
        var again = (await Grain.RecallScene(scene.Id)).Expect();
        Assert.All(again.Results, result => Assert.Equal(CommandResult.AlreadySo, result.Result));
        Assert.Empty(again.Before);
        Assert.Single(_yard.Commands);
        Assert.Single(_station.Commands);
    }

    [Fact]
    public async Task A_refused_target_tells_the_boards_words()
    {
        _yard.Refuse("Invalid JSON");
        var recall = (await Grain.ApplyTargets(new TargetList([_yard.Target(4), _station.Target(18)]))).Expect();
        Assert.Equal(new TargetResult(_yard.Id, 4, CommandResult.Refused, "Invalid JSON"), recall.Results[0]);
        Assert.Equal(CommandResult.Confirmed, recall.Results[1].Result);
    }

    [Fact]
    public async Task What_a_recall_wants_of_a_board_that_is_off_survives_the_silos()
    {
        await _club.PowerOffAsync(_harbour);
        var recall = (await Grain.ApplyTargets(new TargetList([_harbour.Target(4, brightness: 20)]))).Expect();
        Assert.Equal(CommandResult.Offline, Assert.Single(recall.Results).Result);
        await _club.RestartAsync();
        await _club.PowerOnAsync(_harbour);
        await _club.UntilAsync(_harbour, state => state.Find(4) is { Drift: Drift.None, Reported: { Active: true, Brightness: 20 } });
    }

    private async Task<Scene> CreateAsync(string name, params SceneTarget[] targets) => (await Grain.CreateScene(new SceneDraft(name, targets))).Expect();

    private async Task RefusedAsync(SceneDraft draft, RefusalKind kind, string code, string field) =>
        Refused(await Grain.CreateScene(draft), kind, code, field);
}

public sealed class SceneOnSqlite() : SceneTests(DatabaseProvider.Sqlite);

public sealed class SceneOnPostgres() : SceneTests(DatabaseProvider.Postgres);
