using System.Text;
using RailHub.Grains.Owners;
using RailHub.Persistence;
using static RailHub.Grains.Tests.Controllers.RosterTests;

namespace RailHub.Grains.Tests.Exchange;

public abstract class ImportTests(DatabaseProvider provider) : IAsyncLifetime
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
        var area = (await Grain.CreateArea(new AreaDraft("Station"))).Expect();
        (await Grain.EditLamps(new LampEdits([new LampEdit(_board.Id, 4, Alias: new Became<string>("Clock"), Area: new Became<AreaId?>(area.Id))]), null)).Expect();
        (await Grain.CreateLampGroup(new LampGroupDraft("Street", [_board.Output(4), _board.Output(5)]))).Expect();
        (await Grain.CreateScene(new SceneDraft("Night", [_board.Target(4, brightness: 20), _board.Target(5, active: false)]))).Expect();
        (await Grain.CreateChasingGroup(new ChasingGroupDraft("Runway", 300, [_board.Output(12), _board.Output(13)]))).Expect();
    }

    public async ValueTask DisposeAsync()
    {
        await _club.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_file_of_a_layout_changes_nothing_in_it_and_is_the_same_again()
    {
        var file = await ExportAsync();
        var history = (await Grain.GetHistory()).Expect().Events.Count;
        foreach (var order in (ImportOrder[])[new(ImportMode.Merge, IsDryRun: true), new(ImportMode.Merge, false), new(ImportMode.Replace, true), new(ImportMode.Replace, false)])
        {
            var changes = (await Grain.Import(file.Content, order, file.Version)).Expect();
            Assert.True(changes.IsNothing);
            Assert.Equal(["Night"], changes.Scenes.Unchanged);
            Assert.Equal(["Clock"], changes.Lamps.Unchanged);
        }

        Assert.Equal(file.Content, (await ExportAsync()).Content);
        Assert.Equal(1, Assert.Single((await Grain.GetRoster()).Expect().Scenes).Version);
        Assert.Equal(history, (await Grain.GetHistory()).Expect().Events.Count);
    }

    [Fact]
    public async Task What_a_removed_board_had_is_in_the_file_too_so_that_it_changes_nothing()
    {
        (await Grain.RemoveController(_board.Id, null)).Expect();
        var file = await ExportAsync();

        Assert.Contains("absentBoards", Encoding.UTF8.GetString(file.Content), StringComparison.Ordinal);
        Assert.True((await Grain.Import(file.Content, new ImportOrder(ImportMode.Replace, false), null)).Expect().IsNothing);
        (await Grain.RestoreController(_board.Id)).Expect();
        Assert.Equal("Clock", Assert.Single((await Grain.GetRoster()).Expect().Lamps.Lamps).Alias);
    }

    [Fact]
    public async Task A_layout_moves_into_another_by_its_file_boards_and_all_and_is_there_after_a_restart()
    {
        var file = await ExportAsync();
        (await _club.Club.DeleteLayout(_layout.Id, null)).Expect();
        _layout = await _club.CreateLayoutAsync("Branch");

        var changes = (await Grain.Import(file.Content, new ImportOrder(ImportMode.Replace, false), null)).Expect();

        Assert.Equal([1, 1, 1, 1, 1, 1], new[] { changes.Boards, changes.Areas, changes.Lamps, changes.LampGroups, changes.Scenes, changes.ChasingGroups }.Select(part => part.Added.Count));
        Assert.Equal(file.Content, (await ExportAsync()).Content);
        _board.Layout = _layout.Id;
        await _club.UntilLiveAsync(_board);
        await _club.RestartAsync();
        Assert.Equal(file.Content, (await ExportAsync()).Content);
        Assert.Equal(CommandResult.Confirmed, (await Grain.RecallScene((await Grain.GetRoster()).Expect().Scenes[0].Id)).Expect().Results[0].Result);
    }

    [Fact]
    public async Task A_dry_run_says_what_the_import_does_and_changes_nothing()
    {
        var before = await ExportAsync();
        var file = Edited(before, "\"brightness\": 20", "\"brightness\": 70", "\"Station\"", "\"Main station\"", "\"Street\"", "\"Road\"");

        var foreseen = (await Grain.Import(file, new ImportOrder(ImportMode.Replace, IsDryRun: true), null)).Expect();
        Assert.Equal(before.Content, (await ExportAsync()).Content);
        Assert.Equal(before.Version, foreseen.Version);
        var done = (await Grain.Import(file, new ImportOrder(ImportMode.Replace, IsDryRun: false), foreseen.Version)).Expect();

        Assert.Equivalent(foreseen, done, strict: true);
        Assert.Equal(["Night"], done.Scenes.Changed);
        Assert.Equal(["Main station", "Station"], done.Areas.Added.Concat(done.Areas.Removed));
        Assert.Equal(["Road", "Street"], done.LampGroups.Added.Concat(done.LampGroups.Removed));
        Assert.Equal(["Clock"], done.Lamps.Changed);
        Assert.Equal(file, (await ExportAsync()).Content);
        Assert.Equal(HistoryKind.LayoutImported, (await Grain.GetHistory()).Expect().Events[0].Kind);
        Refused(await Grain.Import(before.Content, new ImportOrder(ImportMode.Replace, false), foreseen.Version), RefusalKind.Outdated, RefusalCodes.Outdated, null);
    }

    [Fact]
    public async Task Merging_adds_and_changes_by_name_and_removes_nothing()
    {
        var file = File("""
            "boards": [ { "mac": "02:52:48:00:09:01", "name": "Depot", "host": "192.0.2.7" } ],
            "areas": [ "Yard", "STATION" ],
            "lamps": [ { "board": "Depot", "pin": 2, "alias": "Gate", "area": "Yard" } ],
            "scenes": [
              { "name": "night", "targets": [ { "board": "Depot", "pin": 2, "active": true, "brightness": 5 } ] },
              { "name": "Day", "targets": [ { "board": "Depot", "pin": 2, "active": false, "brightness": 0 } ] }
            ]
            """);

        var changes = (await Grain.Import(file, new ImportOrder(ImportMode.Merge, false), null)).Expect();

        Assert.Equal(["Depot"], changes.Boards.Added);
        Assert.Equal((0, 1), (changes.Boards.Removed.Count, changes.Boards.Unchanged.Count));
        Assert.Equal(["Yard", "STATION"], changes.Areas.Added.Concat(changes.Areas.Changed));
        Assert.Equal(["Day", "night"], changes.Scenes.Added.Concat(changes.Scenes.Changed));
        Assert.Empty(changes.Scenes.Removed);
        Assert.True(changes.LampGroups.IsNothing && changes.ChasingGroups.IsNothing);
        var roster = (await Grain.GetRoster()).Expect();
        Assert.Equal(["STATION", "Yard"], roster.Areas.Select(area => area.Name));
        Assert.Equal([_board.Id, MacAddress.Parse("025248000901", null)], roster.Controllers.Select(board => board.Id));
        Assert.Equal("Clock", Assert.Single(roster.Lamps.Lamps, lamp => lamp.Area == roster.Areas[0].Id).Alias);
    }

    [Fact]
    public async Task What_a_file_says_nothing_of_stays_and_a_board_that_goes_can_be_restored()
    {
        await _club.PowerOffAsync(_board);
        var file = File("""
            "boards": [ { "mac": "02:52:48:00:09:01", "name": "Depot", "host": "192.0.2.7" } ], "areas": []
            """);

        var changes = (await Grain.Import(file, new ImportOrder(ImportMode.Replace, false), null)).Expect();

        Assert.Single(changes.Boards.Removed);
        Assert.Equal(["Station", "Clock"], changes.Areas.Removed.Concat(changes.Lamps.Changed));
        Assert.True(changes.Scenes.IsNothing && changes.ChasingGroups.IsNothing);
        Assert.Equal(_board.Id, Assert.Single((await Grain.GetRemovedControllers()).Expect().Controllers).Id);
        (await Grain.RestoreController(_board.Id)).Expect();
        Assert.Equal(2, (await Grain.GetRoster()).Expect().Controllers.Count);
        Assert.Equal(2, (await Grain.GetScenes()).Expect().Scenes[0].Targets.Count);
    }

    [Fact]
    public async Task Undoing_an_import_makes_all_that_it_did_what_it_was_also_after_a_restart_and_leaves_all_else()
    {
        var before = await ExportAsync();
        var file = Edited(before, "\"brightness\": 20", "\"brightness\": 70", "\"Station\"", "\"Main station\"", "\"Street\"", "\"Road\"");
        (await Grain.Import(file, new ImportOrder(ImportMode.Replace, IsDryRun: false), null)).Expect();
        (await Grain.CreateScene(new SceneDraft("Since then", [_board.Target(5)]))).Expect();
        await _club.RestartAsync();
        var imported = (await Grain.GetHistory()).Expect().Events.First(done => done.Kind == HistoryKind.LayoutImported);
        Assert.True(imported.CanUndo);

        Assert.True((await Grain.UndoEvent(imported.Id)).Expect().Event.IsUndone);

        var since = (await Grain.GetScenes()).Expect().Scenes.Single(scene => scene.Name == "Since then");
        (await Grain.DeleteScene(since.Id, null)).Expect();
        Assert.Equal(before.Content, (await ExportAsync()).Content);
        Refused(await Grain.UndoEvent(imported.Id), RefusalKind.Conflict, RefusalCodes.NotUndoable, null);

        // What was taken back is done again in the same way.
        var undone = (await Grain.GetHistory()).Expect().Events.First(done => done.Kind == HistoryKind.ImportUndone);
        (await Grain.UndoEvent(undone.Id)).Expect();
        Assert.Equal(file, (await ExportAsync()).Content);
    }

    [Fact]
    public async Task A_board_that_an_import_took_out_is_back_with_its_lamps_and_is_linked_again()
    {
        var before = await ExportAsync();
        (await Grain.Import(File("\"boards\": [], \"areas\": [], \"lamps\": []"), new ImportOrder(ImportMode.Replace, IsDryRun: false), null)).Expect();
        Assert.Empty((await Grain.GetRoster()).Expect().Controllers);

        (await Grain.UndoEvent((await Grain.GetHistory()).Expect().Events[0].Id)).Expect();

        Assert.Equal(before.Content, (await ExportAsync()).Content);
        Assert.Empty((await Grain.GetRemovedControllers()).Expect().Controllers);
        await _club.UntilLiveAsync(_board);
    }

    [Fact]
    public async Task Undoing_an_import_is_refused_where_somebody_has_changed_since_what_it_did_and_says_what()
    {
        var before = await ExportAsync();
        var file = Edited(before, "\"brightness\": 20", "\"brightness\": 70", "\"Station\"", "\"Main station\"", "\"Street\"", "\"Road\"");
        (await Grain.Import(file, new ImportOrder(ImportMode.Replace, IsDryRun: false), null)).Expect();
        var imported = (await Grain.GetHistory()).Expect().Events[0];
        var roster = (await Grain.GetRoster()).Expect();
        var scene = (await Grain.ReplaceScene(roster.Scenes[0].Id, new SceneDraft("Night", [_board.Target(5)]), null)).Expect();
        var station = (await Grain.CreateArea(new AreaDraft("station"))).Expect();

        var refusal = (await Grain.UndoEvent(imported.Id)).ExpectRefusal();

        Assert.Equal((RefusalKind.Conflict, RefusalCodes.ChangedSince), (refusal.Kind, refusal.Code));
        Assert.Equal(["Station, Night"], refusal.Names!.Select(names => string.Join(", ", names.Split(", ").OrderDescending())));
        (await Grain.DeleteArea(station.Id, null)).Expect();
        (await Grain.ReplaceScene(scene.Id, new SceneDraft("Night", [_board.Target(4, brightness: 70), _board.Target(5, active: false)]), null)).Expect();
        (await Grain.UndoEvent(imported.Id)).Expect();
        Assert.Equal(before.Content, (await ExportAsync()).Content);
    }

    [Fact]
    public async Task A_file_decides_the_order_of_boards_and_areas()
    {
        var other = await _club.StartBoardAsync(BoardProfile.RailHub32);
        await _club.AddAsync(_layout, other);
        (await Grain.CreateArea(new AreaDraft("Town"))).Expect();
        var before = await ExportAsync();
        (await Grain.ReplaceArea((await Grain.GetRoster()).Expect().Areas[1].Id, new AreaDraft("Town", 0), null)).Expect();
        var lines = Encoding.UTF8.GetString(before.Content).Split('\n');
        var boards = Array.FindIndex(lines, line => line.Contains("\"mac\"", StringComparison.Ordinal));
        (lines[boards], lines[boards + 1]) = ($"{lines[boards + 1]},", lines[boards].TrimEnd(','));

        var changes = (await Grain.Import(Encoding.UTF8.GetBytes(string.Join('\n', lines)), new ImportOrder(ImportMode.Replace, false), null)).Expect();

        Assert.True(changes.Boards.IsReordered && changes.Areas.IsReordered && !changes.IsNothing);
        await _club.RestartAsync();
        Assert.Equal([other.Id, _board.Id], (await Grain.GetRoster()).Expect().Controllers.Select(board => board.Id));
        Assert.Equal(["Station", "Town"], (await Grain.GetRoster()).Expect().Areas.Select(area => area.Name));
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_told_at_once_with_its_place_and_nothing_is_done()
    {
        var before = await ExportAsync();
        var file = File("""
            "boards": [ { "mac": "02:52:48:00:09:01", "name": "Depot", "host": "http://x/", "httpPort": 0 }, { "mac": "02:52:48:00:09:01", "name": "", "host": "a" }, { "mac": "FF:FF:FF:FF:FF:FF", "name": "All", "host": "b" } ],
            "areas": [ "Yard", "yard", "" ],
            "lamps": [ { "board": "Depot", "pin": 999, "area": "Attic", "order": -1 }, { "board": "Depot", "pin": 2 }, { "board": "depot", "pin": 2 } ],
            "lampGroups": [ { "name": "None", "members": [] } ],
            "scenes": [ { "name": "Dusk", "targets": [ { "board": "Depot", "pin": 2, "active": true, "brightness": 101 }, { "board": "Shed", "pin": 2, "active": true, "brightness": 1 }, { "board": "Depot", "pin": 3, "active": true, "brightness": 1, "interval": 5 } ] }, { "name": "Dusk", "targets": [] } ],
            "chasingGroups": [ { "name": "A name that no board can keep", "interval": 300, "members": [ { "board": "Depot", "pin": 2 }, { "board": "Depot", "pin": 3 } ] } ]
            """);

        var refusal = Refused(await Grain.Import(file, new ImportOrder(ImportMode.Merge, false), null), RefusalKind.Invalid, RefusalCodes.FileInvalid, "boards[0].host");

        Assert.Equal(
            [
                ("boards[0].host", RefusalCodes.HostInvalid),
                ("boards[0].httpPort", RefusalCodes.PortInvalid),
                ("boards[1].mac", RefusalCodes.ControllerTaken),
                ("boards[1].name", RefusalCodes.NameInvalid),
                ("boards[2].mac", RefusalCodes.MacInvalid),
                ("areas[1]", RefusalCodes.NameTaken),
                ("areas[2]", RefusalCodes.NameInvalid),
                ("lamps[0].area", RefusalCodes.AreaUnknown),
                ("lamps[0].order", RefusalCodes.OrderInvalid),
                ("lamps[0].pin", RefusalCodes.PinUnknown),
                ("lamps[2]", RefusalCodes.OutputTwice),
                ("lampGroups[0].members", RefusalCodes.LampGroupEmpty),
                ("scenes[0].targets[0].brightness", RefusalCodes.BrightnessInvalid),
                ("scenes[0].targets[1].board", RefusalCodes.ControllerElsewhere),
                ("scenes[0].targets[2].interval", RefusalCodes.IntervalInvalid),
                ("scenes[1].targets", RefusalCodes.SceneEmpty),
                ("scenes[1].name", RefusalCodes.NameTaken),
                ("chasingGroups[0].name", RefusalCodes.NameInvalid),
            ],
            refusal.Problems!.Select(problem => (problem.Field, problem.Code)));
        Assert.Equal(before.Content, (await ExportAsync()).Content);
        Assert.Equal(refusal.Problems!.Count, (await Grain.Import(file, new ImportOrder(ImportMode.Merge, IsDryRun: true), null)).ExpectRefusal().Problems!.Count);
    }

    [Fact]
    public async Task Of_very_many_problems_the_first_fifty_are_told()
    {
        var scenes = string.Join(',', Enumerable.Range(0, 200).Select(number => $$"""{ "name": "{{number}}", "targets": [] }"""));

        var refusal = (await Grain.Import(File($"\"scenes\": [{scenes}]"), new ImportOrder(ImportMode.Merge, false), null)).ExpectRefusal();

        Assert.Equal(50, refusal.Problems!.Count);
        Assert.Contains("200 problems", refusal.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_board_that_another_layout_has_is_a_conflict_that_names_it()
    {
        var file = await ExportAsync();
        _layout = await _club.CreateLayoutAsync("Branch");

        var refusal = Refused(await Grain.Import(file.Content, new ImportOrder(ImportMode.Merge, false), null), RefusalKind.Conflict, RefusalCodes.FileInvalid, "boards[0].mac");

        var problem = Assert.Single(refusal.Problems!);
        Assert.Equal(RefusalCodes.ControllerTaken, problem.Code);
        Assert.Contains("Main line", problem.Detail, StringComparison.Ordinal);
        Assert.Empty((await Grain.GetRoster()).Expect().Areas);
    }

    [Fact]
    public async Task A_file_that_is_too_long_and_a_layout_that_is_not_there_are_refused()
    {
        Refused(await Grain.Import(new byte[LayoutFile.MostBytes + 1], new ImportOrder(ImportMode.Merge, true), null), RefusalKind.Invalid, RefusalCodes.FileTooLarge, null);
        Refused(await Grain.Import(File(""), new ImportOrder(ImportMode.Merge, true, "Guest"), null), RefusalKind.Invalid, RefusalCodes.Malformed, "name");
        Refused(await Grain.Import(File(""), new ImportOrder(ImportMode.Visit, true), null), RefusalKind.Invalid, RefusalCodes.NameInvalid, "name");
        var nowhere = _club.Grain(new Layout(new LayoutId(Guid.NewGuid()), "Nowhere", 1));
        Refused(await nowhere.Export(), RefusalKind.NotFound, RefusalCodes.LayoutUnknown, null);
        Refused(await nowhere.Import(File(""), new ImportOrder(ImportMode.Merge, true), null), RefusalKind.NotFound, RefusalCodes.LayoutUnknown, null);
        Refused(await nowhere.GetModules(), RefusalKind.NotFound, RefusalCodes.LayoutUnknown, null);
    }

    [Fact]
    public async Task With_the_database_away_nothing_is_imported()
    {
        var before = await ExportAsync();
        _club.Database.GoAway();
        Refused(
            await Grain.Import(Edited(before, "\"Station\"", "\"Yard\""), new ImportOrder(ImportMode.Replace, false), null),
            RefusalKind.Unavailable,
            RefusalCodes.DatabaseAway,
            null);
        Assert.Equal(before.Content, (await ExportAsync()).Content);
        _club.Database.ComeBack();
        await _club.RestartAsync();
        Assert.Equal(before.Content, (await ExportAsync()).Content);
    }

    [Fact]
    public async Task A_chase_that_runs_becomes_what_the_file_says_and_stops_before_it_goes()
    {
        var group = (await Grain.GetRoster()).Expect().ChasingGroups[0];
        Assert.Equal(ChasingState.Running, (await Grain.StartChasingGroup(group.Id)).Expect().State);
        var before = await ExportAsync();

        var changed = (await Grain.Import(Edited(before, "\"interval\": 300", "\"interval\": 500"), new ImportOrder(ImportMode.Merge, false), null)).Expect();
        Assert.Equal(["Runway"], changed.ChasingGroups.Changed);
        await _club.UntilAsync(_board, state => state.BoardGroups is [{ Interval: 500 }] && state.Groups is [{ State: ChasingState.Running }]);

        (await Grain.Import(File("\"chasingGroups\": []"), new ImportOrder(ImportMode.Replace, false), null)).Expect();
        await _club.UntilAsync(_board, state => state.BoardGroups is [] && state.Groups is []);
        Assert.Empty((await Grain.GetRoster()).Expect().ChasingGroups);
    }

    [Fact]
    public async Task A_chase_that_cannot_be_stopped_holds_up_the_whole_import()
    {
        var group = (await Grain.GetRoster()).Expect().ChasingGroups[0];
        Assert.Equal(ChasingState.Running, (await Grain.StartChasingGroup(group.Id)).Expect().State);
        await _club.PowerOffAsync(_board);

        var import = _club.GiveTimeAsync(
            Grain.Import(File("\"areas\": [], \"chasingGroups\": []"), new ImportOrder(ImportMode.Replace, false), null), TimeSpan.FromSeconds(2));

        Assert.Contains("Runway", Refused(await import, RefusalKind.Unavailable, RefusalCodes.BoardOffline, null).Detail, StringComparison.Ordinal);
        Assert.Equal("Station", Assert.Single((await Grain.GetRoster()).Expect().Areas).Name);
    }

    private async Task<LayoutExport> ExportAsync() => (await Grain.Export()).Expect();

    private static byte[] File(string parts) => Encoding.UTF8.GetBytes($$"""{ "format": "railhub-layout/1"{{(parts.Length == 0 ? "" : ",")}} {{parts}} }""");

    private static byte[] Edited(LayoutExport file, params string[] pairs)
    {
        var text = Encoding.UTF8.GetString(file.Content);
        for (var index = 0; index < pairs.Length; index += 2)
        {
            Assert.Contains(pairs[index], text, StringComparison.Ordinal);
            text = text.Replace(pairs[index], pairs[index + 1], StringComparison.Ordinal);
        }

        return Encoding.UTF8.GetBytes(text);
    }
}

public sealed class ImportOnSqlite() : ImportTests(DatabaseProvider.Sqlite);

public sealed class ImportOnPostgres() : ImportTests(DatabaseProvider.Postgres);
