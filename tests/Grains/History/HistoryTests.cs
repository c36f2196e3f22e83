using Microsoft.EntityFrameworkCore;
using RailHub.Grains.History;
using RailHub.Persistence;
using static RailHub.Grains.Tests.Controllers.RosterTests;

namespace RailHub.Grains.Tests.History;

public abstract class HistoryTests(DatabaseProvider provider) : IAsyncLifetime
{
    private TestClub _club = null!;
    private TestBoard _board = null!;
    private Layout _layout = null!;

    private ILayoutGrain Grain => _club.Grain(_layout);

    public async ValueTask InitializeAsync()
    {
        _club = await TestClub.StartAsync(provider: provider);
        _board = await _club.StartBoardAsync(BoardProfile.RailHub8266, options => options with { Name = "Harbour" });
        _layout = await _club.CreateLayoutWithAsync(_board);
    }

    public async ValueTask DisposeAsync()
    {
        await _club.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Who_did_what_stands_there_newest_first_also_after_a_restart()
    {
        Caller.Actor = new Actor(ActorKind.Member, "Anna", null, "192.168.1.7");
        var scene = await SceneAsync("Night");
        Caller.Actor = null;
        (await Grain.RecallScene(scene.Id)).Expect();
        (await Grain.DeleteScene(scene.Id, null)).Expect();
        await UntilKeptAsync(4);

        await CheckAsync();
        await _club.RestartAsync();
        await CheckAsync();

        async Task CheckAsync()
        {
            var events = await EventsAsync();
            Assert.Equal(
                [
                    (HistoryKind.SceneDeleted, "Night", 1, null),
                    (HistoryKind.SceneRecalled, "Night", 1, null),
                    (HistoryKind.SceneMade, "Night", 1, "Anna"),
                    (HistoryKind.ControllerAdded, "Harbour", 0, (string?)null),
                ],
                events.Select(happened => (happened.Kind, happened.Subject, happened.Count, happened.By.Label)));
            Assert.Null(events[2].By.Address);
            Assert.All(events, happened => Assert.True(happened.IsKept));
            Assert.Equal([true, true, false, false], events.Select(happened => happened.CanUndo));
            Assert.Equal(events.OrderByDescending(happened => happened.At), events);
        }
    }

    [Fact]
    public async Task An_edit_that_is_refused_leaves_no_trace()
    {
        var before = await EventsAsync();
        (await Grain.CreateScene(new SceneDraft("", [_board.Target(4)]))).ExpectRefusal();
        Assert.Equal(before, await EventsAsync());
    }

    [Fact]
    public async Task Behind_a_database_that_is_away_commands_go_on_and_their_events_are_kept_when_it_is_back()
    {
        var scene = await SceneAsync("Night");
        _club.Database.GoAway();
        Assert.Equal(CommandResult.Confirmed, Assert.Single((await Grain.RecallScene(scene.Id)).Expect().Results).Result);
        var happened = (await EventsAsync())[0];
        Assert.Equal((HistoryKind.SceneRecalled, false), (happened.Kind, happened.IsKept));

        _club.Database.ComeBack();
        await Grain.Subscribe(_club.Client.CreateObjectReference<ILayoutObserver>(new Deaf()), 0, 0, 0);
        await UntilKeptAsync(3);
        await _club.RestartAsync();
        Assert.Equal(happened with { IsKept = true }, (await EventsAsync())[0]);
    }

    [Fact]
    public async Task Only_the_last_events_are_shown_and_what_others_write_of_the_layout_takes_none_of_their_places()
    {
        await StoreAsync(Enumerable.Range(0, HistoryBook.Most).Select(number => Row(HistoryKind.AllOff, number)));
        await StoreAsync(Enumerable.Range(0, HistoryBook.Most).Select(number => Row(HistoryKind.OutputSet, _club.Time.GetUtcNow().ToUnixTimeMilliseconds() + number)));
        await _club.RestartAsync();
        var scene = await SceneAsync("Night");
        (await Grain.RecallScene(scene.Id)).Expect();

        var events = await EventsAsync();
        Assert.Equal(HistoryBook.Most, events.Count);
        Assert.Equal([HistoryKind.SceneRecalled, HistoryKind.SceneMade, HistoryKind.ControllerAdded, HistoryKind.AllOff], events.Take(4).Select(done => done.Kind));
        await _club.UntilStoredAsync(
            async database => await database.History.CountAsync(row => row.LayoutId == _layout.Id) == (2 * HistoryBook.Most) + 4, "all of it to be kept");
    }

    [Fact]
    public async Task What_came_of_the_lamps_is_told()
    {
        var scene = await SceneAsync("Night");
        await _club.PowerOffAsync(_board);
        _club.Database.GoAway();
        Assert.Equal(CommandResult.NotKept, Assert.Single((await Grain.RecallScene(scene.Id)).Expect().Results).Result);
        _club.Database.ComeBack();
        await Grain.Subscribe(_club.Client.CreateObjectReference<ILayoutObserver>(new Deaf()), 0, 0, 0);

        await _club.UntilStoredAsync(
            async database => await database.History.AnyAsync(row =>
                row.Kind == HistoryKind.SceneRecalled && row.Result == HistoryResult.Refused && row.Code == RefusalCodes.DatabaseAway),
            "the recall to be told");
    }

    [Fact]
    public async Task Layouts_that_are_made_renamed_and_deleted_are_told_and_so_stays_what_was_done_in_them()
    {
        Caller.Actor = new Actor(ActorKind.Member, "Anna", Guid.NewGuid(), "192.168.1.7");
        var layout = await _club.CreateLayoutAsync("Branch");
        _club.Time.Advance(TimeSpan.FromSeconds(1));
        (await _club.Club.RenameLayout(layout.Id, new LayoutDraft("Branch line"), null)).Expect();
        _club.Time.Advance(TimeSpan.FromSeconds(1));
        (await _club.Grain(layout).CreateArea(new AreaDraft("Station"))).Expect();
        _club.Time.Advance(TimeSpan.FromSeconds(1));
        (await _club.Club.DeleteLayout(layout.Id, null)).Expect();
        Caller.Actor = null;

        var rows = await _club.ReadStoredAsync(
            database => database.FindHistoryAsync(new HistorySearch { Layout = layout.Id }, 100, CancellationToken.None));
        Assert.Equal(
            [
                (HistoryKind.LayoutDeleted, "Branch line", null), (HistoryKind.AreaMade, "Station", null),
                (HistoryKind.LayoutEdited, "Branch", "Branch line"), (HistoryKind.LayoutMade, "Branch", (string?)null),
            ],
            rows.OrderByDescending(row => row.At).ThenByDescending(row => row.Id.Value).Select(row => (row.Kind, row.Subject, row.Value)));
        Assert.All(rows, row => Assert.Equal(("Anna", "192.168.1.7"), (row.By.Name, row.By.Address)));
        var names = await _club.ReadStoredAsync(database => database.NameLayoutsAsync([layout.Id, _layout.Id], CancellationToken.None));
        Assert.Equal(("Branch line", _layout.Name), (names[layout.Id], names[_layout.Id]));
    }

    [Fact]
    public async Task What_the_database_was_away_for_too_long_for_is_told_when_it_is_back()
    {
        _club.Database.GoAway();
        for (var number = 0; number < HistoryBook.Most + 7; number++)
        {
            (await Grain.ControlDesk(new DeskOrder(Blackout: number % 2 == 0), null)).Expect();
        }

        _club.Database.ComeBack();
        await Grain.Subscribe(_club.Client.CreateObjectReference<ILayoutObserver>(new Deaf()), 0, 0, 0);

        // A save that was under way when it came back may have told some of it already.
        await _club.UntilStoredAsync(
            async database => await database.History.Where(row => row.Kind == HistoryKind.EntriesLost).SumAsync(row => row.Count) == 7,
            "what was lost to be told");
    }

    [Fact]
    public async Task What_is_old_goes_commands_sooner_than_edits()
    {
        var now = _club.Time.GetUtcNow();
        await StoreAsync(
        [
            .. Enumerable.Range(0, HistoryPruner.Piece + 1).Select(number => Row(HistoryKind.OutputSet, At(days: 31) - number)),
            Row(HistoryKind.OutputSet, At(days: 29)),
            Row(HistoryKind.SceneMade, At(days: 399)),
            Row(HistoryKind.SceneDeleted, At(days: 401)),
            Row(HistoryKind.SignInFailed, At(days: 401)),
        ]);
        await _club.RestartAsync();
        await _club.Club.GetRoster();

        var recent = At(2);
        await _club.Time.ComesAsync(
            _club.UntilStoredAsync(
                async database => (await database.History.Where(row => row.At < recent).Select(row => row.Kind).ToListAsync())
                    .Order().SequenceEqual(new[] { HistoryKind.SceneMade, HistoryKind.OutputSet }.Order()),
                "what is old to go"),
            "what is old to go");

        long At(int days) => (now - TimeSpan.FromDays(days)).ToUnixTimeMilliseconds();
    }

    [Fact]
    public async Task A_deleted_scene_comes_back_as_it_was()
    {
        var scene = await SceneAsync("Night");
        (await Grain.DeleteScene(scene.Id, null)).Expect();
        await UndoAsync(HistoryKind.SceneDeleted);
        var back = (await Grain.GetScene(scene.Id)).Expect();
        Assert.Equal((scene.Name, scene.Version + 1), (back.Name, back.Version));
        Assert.Equal(scene.Targets, back.Targets);
    }

    [Fact]
    public async Task A_deleted_chasing_group_comes_back_as_it_was()
    {
        var group = (await Grain.CreateChasingGroup(new ChasingGroupDraft("Run", 300, [_board.Output(4), _board.Output(5)]))).Expect();
        (await Grain.DeleteChasingGroup(group.Id, null)).Expect();
        await UndoAsync(HistoryKind.ChasingGroupDeleted);
        Assert.Equal(group.Members, (await Grain.GetChasingGroup(group.Id)).Expect().Members);
    }

    [Fact]
    public async Task A_deleted_lamp_group_comes_back_as_it_was()
    {
        var group = (await Grain.CreateLampGroup(new LampGroupDraft("Street", [_board.Output(4), _board.Output(5)]))).Expect();
        (await Grain.DeleteLampGroup(group.Id, null)).Expect();
        await UndoAsync(HistoryKind.LampGroupDeleted);
        Assert.Equal(group.Members, (await Grain.GetLampGroup(group.Id)).Expect().Members);
    }

    [Fact]
    public async Task A_deleted_area_comes_back_in_its_place_with_its_lamps()
    {
        var station = (await Grain.CreateArea(new AreaDraft("Station"))).Expect();
        var town = (await Grain.CreateArea(new AreaDraft("Town"))).Expect();
        var lamps = (await Grain.EditLamps(
            new LampEdits([new LampEdit(_board.Id, 4, Area: new Became<AreaId?>(station.Id)), new LampEdit(_board.Id, 5, Area: new Became<AreaId?>(station.Id))]), null)).Expect();
        (await Grain.DeleteArea(station.Id, null)).Expect();
        // What somebody has sorted since stays where it is.
        (await Grain.EditLamps(new LampEdits([new LampEdit(_board.Id, 5, Area: new Became<AreaId?>(town.Id))]), null)).Expect();

        await UndoAsync(HistoryKind.AreaDeleted);

        var roster = (await Grain.GetRoster()).Expect();
        Assert.Equal([station.Id, town.Id], roster.Areas.Select(area => area.Id));
        Assert.Equal([lamps.Lamps[0], lamps.Lamps[1] with { Area = town.Id }], roster.Lamps.Lamps);
        await _club.RestartAsync();
        Assert.Equal([station.Id, town.Id], (await Grain.GetRoster()).Expect().Areas.Select(area => area.Id));
    }

    [Fact]
    public async Task An_edited_area_is_as_it_was_unless_somebody_has_edited_it_since()
    {
        var station = (await Grain.CreateArea(new AreaDraft("Station"))).Expect();
        (await Grain.CreateArea(new AreaDraft("Town"))).Expect();
        (await Grain.ReplaceArea(station.Id, new AreaDraft("Main station", 1), null)).Expect();
        await UndoAsync(HistoryKind.AreaReplaced);
        Assert.Equal(["Station", "Town"], (await Grain.GetRoster()).Expect().Areas.Select(area => area.Name));

        (await Grain.ReplaceArea(station.Id, new AreaDraft("Halt"), null)).Expect();
        var renamed = await FindAsync(HistoryKind.AreaReplaced);
        (await Grain.ReplaceArea(station.Id, new AreaDraft("Stop"), null)).Expect();
        Refused(await Grain.UndoEvent(renamed.Id), RefusalKind.Outdated, RefusalCodes.Outdated, null);
        Assert.True((await EventsAsync()).Single(happened => happened.Id == renamed.Id).CanUndo);
    }

    [Fact]
    public async Task Edited_lamps_are_as_they_were_unless_somebody_has_edited_them_since()
    {
        (await Grain.EditLamps(new LampEdits([new LampEdit(_board.Id, 4, new Became<string>("Hall"))]), null)).Expect();
        (await Grain.EditLamps(new LampEdits([new LampEdit(_board.Id, 4, new Became<string>("Roof"), Hidden: true)]), null)).Expect();
        var edited = await FindAsync(HistoryKind.LampsEdited);
        (await Grain.UndoEvent(edited.Id)).Expect();
        Assert.Equal(new Lamp(_board.Id, 4, "Hall"), Assert.Single((await Grain.GetRoster()).Expect().Lamps.Lamps));

        (await Grain.EditLamps(new LampEdits([new LampEdit(_board.Id, 4, Order: 3)]), null)).Expect();
        var ordered = await FindAsync(HistoryKind.LampsEdited);
        (await Grain.EditLamps(new LampEdits([new LampEdit(_board.Id, 4, Order: 4)]), null)).Expect();
        Refused(await Grain.UndoEvent(ordered.Id), RefusalKind.Outdated, RefusalCodes.Outdated, null);
    }

    [Fact]
    public async Task A_removed_board_comes_back()
    {
        (await Grain.RemoveController(_board.Id, null)).Expect();
        await UndoAsync(HistoryKind.ControllerRemoved);
        Assert.Equal(_board.Id, Assert.Single((await Grain.GetRoster()).Expect().Controllers).Id);
        await _club.UntilLiveAsync(_board);
    }

    [Fact]
    public async Task All_off_and_a_recall_are_undone_by_what_was_on()
    {
        await _club.Grain(_board).SetOutput(4, new OutputChange(Active: true, Brightness: 30));
        (await Grain.AllOff()).Expect();
        await UndoAsync(HistoryKind.AllOff);
        await _club.UntilAsync(_board, state => state.Find(4)!.Reported is { Active: true, Brightness: 30 });

        var scene = await SceneAsync("Night");
        (await Grain.RecallScene(scene.Id)).Expect();
        var undone = await UndoAsync(HistoryKind.SceneRecalled);
        Assert.Equal(CommandResult.Confirmed, Assert.Single(undone.Lights.Results).Result);
        await _club.UntilAsync(_board, state => state.Find(4)!.Reported is { Active: true, Brightness: 30 });
    }

    [Fact]
    public async Task A_level_that_is_dragged_is_one_event_that_brings_back_what_was_before_it()
    {
        (await Grain.ApplyTargets(new TargetList([_board.Target(4, brightness: 80), _board.Target(5, brightness: 40)]))).Expect();
        foreach (var level in (int[])[60, 40, 20])
        {
            (await DimAsync(level)).Expect();
        }

        Assert.Equal([(HistoryKind.TargetsApplied, 2, true), (HistoryKind.TargetsApplied, 2, true)], (await EventsAsync()).Take(2).Select(happened => (happened.Kind, happened.Count, happened.CanUndo)));
        Assert.Equal(HistoryKind.ControllerAdded, (await EventsAsync())[2].Kind);
        _club.Time.Advance(HistoryBook.DragPause);
        (await DimAsync(10)).Expect();
        Caller.Actor = new Actor(ActorKind.Member, "Anna", null, "192.168.1.7");
        (await DimAsync(8)).Expect();
        Caller.Actor = null;
        Assert.Equal(4, (await EventsAsync()).Count(happened => happened.Kind == HistoryKind.TargetsApplied));

        (await Grain.UndoEvent((await EventsAsync())[2].Id)).Expect();
        await _club.UntilAsync(_board, state => (state.Find(4)!.Reported.Brightness, state.Find(5)!.Reported.Brightness) == (80, 40));

        Task<Outcome<Recall>> DimAsync(int level) => Grain.ApplyTargets(new TargetList([_board.Target(4, brightness: level), _board.Target(5, brightness: level / 2)]));
    }

    [Fact]
    public async Task Lamps_that_are_switched_are_an_event_each_time()
    {
        foreach (var active in (bool[])[true, false, true])
        {
            (await Grain.ApplyTargets(new TargetList([_board.Target(4, active)]))).Expect();
        }

        Assert.Equal(3, (await EventsAsync()).Count(happened => happened.Kind == HistoryKind.TargetsApplied));
    }

    [Fact]
    public async Task An_event_is_undone_once_also_after_a_restart()
    {
        var scene = await SceneAsync("Night");
        (await Grain.DeleteScene(scene.Id, null)).Expect();
        var undone = await UndoAsync(HistoryKind.SceneDeleted);
        Assert.Equal((false, true), (undone.Event.CanUndo, undone.Event.IsUndone));
        Refused(await Grain.UndoEvent(undone.Event.Id), RefusalKind.Conflict, RefusalCodes.NotUndoable, null);
        await _club.RestartAsync();
        Refused(await Grain.UndoEvent(undone.Event.Id), RefusalKind.Conflict, RefusalCodes.NotUndoable, null);
        Refused(await Grain.UndoEvent(new HistoryEventId(Guid.NewGuid())), RefusalKind.NotFound, RefusalCodes.EventUnknown, null);
        Refused(await Grain.UndoEvent((await FindAsync(HistoryKind.SceneMade)).Id), RefusalKind.Conflict, RefusalCodes.NotUndoable, null);
    }

    [Fact]
    public async Task What_would_clash_is_not_brought_back()
    {
        var scene = await SceneAsync("Night");
        (await Grain.DeleteScene(scene.Id, null)).Expect();
        await SceneAsync("NIGHT");
        var deleted = await FindAsync(HistoryKind.SceneDeleted);
        Refused(await Grain.UndoEvent(deleted.Id), RefusalKind.Conflict, RefusalCodes.NameTaken, "name");
        Assert.True((await FindAsync(HistoryKind.SceneDeleted)).CanUndo);
    }

    private Task<int> StoreAsync(IEnumerable<HistoryRow> rows) => _club.ReadStoredAsync(database =>
    {
        database.History.AddRange(rows);
        return database.SaveChangesAsync();
    });

    private HistoryRow Row(HistoryKind kind, long at) =>
        HistoryRow.Of(HistoryEventId.Create(_club.Time.GetUtcNow()), at, _layout.Id, Actor.Platform, kind, subject: null);

    private async Task<Undone> UndoAsync(HistoryKind kind) => (await Grain.UndoEvent((await FindAsync(kind)).Id)).Expect();

    private async Task<HistoryEvent> FindAsync(HistoryKind kind) => (await EventsAsync()).First(happened => happened.Kind == kind);

    private async Task<IReadOnlyList<HistoryEvent>> EventsAsync() => (await Grain.GetHistory()).Expect().Events;

    private async Task<Scene> SceneAsync(string name) => (await Grain.CreateScene(new SceneDraft(name, [_board.Target(4)]))).Expect();

    private Task UntilKeptAsync(int events) => _club.UntilStoredAsync(
        async database => await database.History.CountAsync(row => row.LayoutId == _layout.Id && row.Topic != HistoryTopic.Club) == events && (await EventsAsync()).All(happened => happened.IsKept),
        $"{events} events to be kept");

    private sealed class Deaf : ILayoutObserver
    {
        public void OnLayoutChanged(LayoutRoster roster)
        {
        }

        public void OnShowsChanged(LayoutId layout, long epoch, long version, IReadOnlyList<ShowSummary> shows)
        {
        }
    }
}

public sealed class HistoryOnSqlite() : HistoryTests(DatabaseProvider.Sqlite);

public sealed class HistoryOnPostgres() : HistoryTests(DatabaseProvider.Postgres);
