using System.Text;
using RailHub.Persistence;
using static RailHub.Grains.Tests.Controllers.RosterTests;

namespace RailHub.Grains.Tests.Exchange;

public abstract class ModuleTests(DatabaseProvider provider) : IAsyncLifetime
{
    private TestClub _club = null!;
    private TestBoard _host = null!;
    private TestBoard _guest = null!;
    private Layout _layout = null!;
    private byte[] _before = null!;

    private ILayoutGrain Grain => _club.Grain(_layout);

    public async ValueTask InitializeAsync()
    {
        _club = await TestClub.StartAsync(provider: provider);
        _host = await _club.StartBoardAsync(BoardProfile.RailHub8266);
        _guest = await _club.StartBoardAsync(BoardProfile.RailHub8266);
        _layout = await _club.CreateLayoutWithAsync(_host);
        (await Grain.CreateArea(new AreaDraft("Station"))).Expect();
        (await Grain.EditLamps(new LampEdits([new LampEdit(_host.Id, 4, Alias: new Became<string>("Clock"))]), null)).Expect();
        (await Grain.CreateScene(new SceneDraft("Night", [_host.Target(4)]))).Expect();
        (await Grain.CreateChasingGroup(new ChasingGroupDraft("Crossing lights", 300, [_host.Output(12), _host.Output(13)]))).Expect();
        _before = (await Grain.Export()).Expect().Content;
    }

    public async ValueTask DisposeAsync()
    {
        await _club.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_module_is_taken_in_as_its_own_and_changes_nothing_of_the_host()
    {
        var hostName = (await Grain.GetRoster()).Expect().Controllers[0].Name;
        var changes = await TakeInAsync();

        Assert.Equal(["Lighthouse: Station", "Sea"], changes.Areas.Added);
        Assert.Equal(["Lighthouse: Night", "Storm"], changes.Scenes.Added);
        Assert.Equal(["Lighthouse: Crossing"], changes.ChasingGroups.Added.Select(name => name[..20]));
        Assert.Equal(["Lamp"], changes.Lamps.Added);
        Assert.True(changes.Boards.Changed.Count == 0 && changes.Areas.Changed.Count == 0 && changes.Scenes.Changed.Count == 0 && changes.Lamps.Changed.Count == 0);
        var roster = (await Grain.GetRoster()).Expect();
        Assert.Equal([hostName, "Beacon"], roster.Controllers.Select(board => board.Name));
        Assert.Equal("Clock", Assert.Single(roster.Lamps.Lamps, lamp => lamp.Controller == _host.Id).Alias);
        Assert.Equal("Lighthouse: Station", roster.Areas.Single(area => area.Id == roster.Lamps.Lamps.Single(lamp => lamp.Alias == "Lamp").Area).Name);
        var module = Assert.Single((await Grain.GetModules()).Expect().Modules);
        Assert.Equal((changes.Module, "Lighthouse", 1, 2, 1, 2, 1), (module.Id, module.Name, module.Boards, module.Areas, module.LampGroups, module.Scenes, module.ChasingGroups));
        Assert.Equal((HistoryKind.ModuleTakenIn, "Lighthouse", true), (await EventsAsync())[0]);
    }

    [Fact]
    public async Task A_module_goes_whole_also_after_a_restart_and_leaves_the_host_as_it_was()
    {
        await TakeInAsync();
        await _club.RestartAsync();
        var module = Assert.Single((await Grain.GetModules()).Expect().Modules);

        var changes = (await Grain.TakeOutModule(module.Id)).Expect();

        Assert.Equal(["Lighthouse: Night", "Storm"], changes.Scenes.Removed);
        Assert.Equal(["Beacon"], changes.Boards.Removed);
        Assert.Equal(_before, (await Grain.Export()).Expect().Content);
        Assert.Empty((await Grain.GetModules()).Expect().Modules);
        Assert.Empty((await Grain.GetRemovedControllers()).Expect().Controllers);
        Refused(await Grain.TakeOutModule(module.Id), RefusalKind.NotFound, RefusalCodes.ModuleUnknown, null);
        await _club.RestartAsync();
        Assert.Equal(_before, (await Grain.Export()).Expect().Content);
        Assert.Equal((HistoryKind.ModuleTakenOut, "Lighthouse", true), (await EventsAsync())[0]);
        await TakeInAsync();
    }

    [Fact]
    public async Task What_the_host_made_with_the_modules_lamps_keeps_the_rest_and_this_is_said()
    {
        var module = (await TakeInAsync()).Module!.Value;
        (await Grain.CreateScene(new SceneDraft("Both", [_host.Target(4), _guest.Target(4)]))).Expect();
        (await Grain.CreateScene(new SceneDraft("Guests only", [_guest.Target(5)]))).Expect();
        (await Grain.CreateLampGroup(new LampGroupDraft("All", [_host.Output(4), _guest.Output(4)]))).Expect();
        var sea = (await Grain.GetRoster()).Expect().Areas.Single(area => area.Name == "Sea");
        (await Grain.EditLamps(new LampEdits([new LampEdit(_host.Id, 4, Area: new Became<AreaId?>(sea.Id))]), null)).Expect();

        var changes = (await Grain.TakeOutModule(module)).Expect();

        Assert.Equal(["Both", "All", "Clock"], changes.Scenes.Changed.Concat(changes.LampGroups.Changed).Concat(changes.Lamps.Changed));
        Assert.Contains("Guests only", changes.Scenes.Removed);
        var scenes = (await Grain.GetScenes()).Expect().Scenes;
        Assert.Equal(["Both", "Night"], scenes.Select(scene => scene.Name));
        Assert.Equal([_host.Target(4)], scenes[0].Targets);
        Assert.Equal([_host.Output(4)], Assert.Single((await Grain.GetRoster()).Expect().LampGroups).Members);
        Assert.Null(Assert.Single((await Grain.GetRoster()).Expect().Lamps.Lamps).Area);
    }

    [Fact]
    public async Task Undoing_the_taking_in_takes_the_module_out()
    {
        await TakeInAsync();
        var taken = (await Grain.GetHistory()).Expect().Events[0];

        Assert.True((await Grain.UndoEvent(taken.Id)).Expect().Event.IsUndone);

        Assert.Equal(_before, (await Grain.Export()).Expect().Content);
        Refused(await Grain.UndoEvent(taken.Id), RefusalKind.Conflict, RefusalCodes.NotUndoable, null);
    }

    [Fact]
    public async Task Undoing_the_taking_out_brings_the_module_back_with_what_others_made_of_it_and_it_goes_again_as_a_module()
    {
        await TakeInAsync();
        (await Grain.CreateScene(new SceneDraft("Both", [_host.Target(4), _guest.Target(4)]))).Expect();
        (await Grain.CreateScene(new SceneDraft("Guests only", [_guest.Target(5)]))).Expect();
        var (with, module) = ((await Grain.Export()).Expect().Content, Assert.Single((await Grain.GetModules()).Expect().Modules));
        (await Grain.TakeOutModule(module.Id)).Expect();
        (await Grain.CreateScene(new SceneDraft("Meanwhile", [_host.Target(4)]))).Expect();
        await _club.RestartAsync();
        var taken = (await Grain.GetHistory()).Expect().Events.First(done => done.Kind == HistoryKind.ModuleTakenOut);

        Assert.True((await Grain.UndoEvent(taken.Id)).Expect().Event.IsUndone);

        Assert.Equivalent(module, Assert.Single((await Grain.GetModules()).Expect().Modules), strict: true);
        var meanwhile = (await Grain.GetScenes()).Expect().Scenes.Single(scene => scene.Name == "Meanwhile");
        (await Grain.DeleteScene(meanwhile.Id, null)).Expect();
        Assert.Equal(with, (await Grain.Export()).Expect().Content);
        _guest.Layout = _layout.Id;
        await _club.UntilLiveAsync(_guest);
        (await Grain.TakeOutModule(module.Id)).Expect();
        await _club.RestartAsync();
        Assert.Empty((await Grain.GetModules()).Expect().Modules);
    }

    [Fact]
    public async Task A_module_that_has_come_again_or_a_board_that_another_layout_has_stands_against_bringing_it_back()
    {
        var module = (await TakeInAsync()).Module!.Value;
        (await Grain.TakeOutModule(module)).Expect();
        var taken = (await Grain.GetHistory()).Expect().Events[0];
        var other = await _club.CreateLayoutAsync("Branch");
        await _club.AddAsync(other, _guest);
        Refused(await Grain.UndoEvent(taken.Id), RefusalKind.Conflict, RefusalCodes.ControllerTaken, null);

        (await _club.Grain(other).RemoveController(_guest.Id, null)).Expect();
        await TakeInAsync();
        Refused(await Grain.UndoEvent(taken.Id), RefusalKind.Conflict, RefusalCodes.NameTaken, null);
        Assert.Single((await Grain.GetModules()).Expect().Modules);
    }

    [Fact]
    public async Task A_board_that_was_removed_and_restored_and_one_that_was_only_removed_are_still_the_modules()
    {
        var module = (await TakeInAsync()).Module!.Value;
        (await Grain.RemoveController(_guest.Id, null)).Expect();
        (await Grain.RestoreController(_guest.Id)).Expect();
        Assert.Equal(1, Assert.Single((await Grain.GetModules()).Expect().Modules).Boards);
        (await Grain.RemoveController(_guest.Id, null)).Expect();

        (await Grain.TakeOutModule(module)).Expect();

        Assert.Equal(_before, (await Grain.Export()).Expect().Content);
        Refused(await Grain.RestoreController(_guest.Id), RefusalKind.NotFound, RefusalCodes.ControllerUnknown, null);
    }

    [Fact]
    public async Task A_module_that_brings_nothing_is_none_and_two_have_two_names()
    {
        var own = (await Grain.Import(Encoding.UTF8.GetBytes("""{ "format": "railhub-layout/1" }"""), new ImportOrder(ImportMode.Visit, false, "Empty"), null)).Expect();
        Assert.True(own is { IsNothing: true, Module: null });
        Assert.Empty((await Grain.GetModules()).Expect().Modules);
        await TakeInAsync();
        Refused(await Grain.Import(File(), new ImportOrder(ImportMode.Visit, IsDryRun: true, "lighthouse"), null), RefusalKind.Conflict, RefusalCodes.NameTaken, "name");
    }

    private async Task<LayoutChanges> TakeInAsync() =>
        (await Grain.Import(File(), new ImportOrder(ImportMode.Visit, IsDryRun: false, " Lighthouse "), null)).Expect();

    private async Task<IReadOnlyList<(HistoryKind Kind, string? Subject, bool CanUndo)>> EventsAsync() =>
        [.. (await Grain.GetHistory()).Expect().Events.Select(done => (done.Kind, done.Subject, done.CanUndo))];

    // It has things of the host's names, and something to say of a lamp of the host's board.
    private byte[] File() => Encoding.UTF8.GetBytes($$"""
        {
          "format": "railhub-layout/1",
          "boards": [
            { "mac": "{{_guest.Id}}", "name": "Beacon", "host": "127.0.0.1", "httpPort": {{_guest.HttpPort}}, "webSocketPort": {{_guest.WebSocketPort}} },
            { "mac": "{{_host.Id}}", "name": "Renamed", "host": "192.0.2.1" }
          ],
          "areas": [ "Station", "Sea" ],
          "lamps": [
            { "board": "Beacon", "pin": 4, "alias": "Lamp", "area": "Station" },
            { "board": "Renamed", "pin": 4, "alias": "Not yours" }
          ],
          "lampGroups": [ { "name": "Rocks", "members": [ { "board": "Beacon", "pin": 4 }, { "board": "Renamed", "pin": 4 } ] } ],
          "scenes": [
            { "name": "Storm", "targets": [ { "board": "Beacon", "pin": 4, "active": true, "brightness": 100, "interval": 500 } ] },
            { "name": "Night", "targets": [ { "board": "Beacon", "pin": 5, "active": true, "brightness": 10 } ] }
          ],
          "chasingGroups": [ { "name": "Crossing lights", "interval": 300, "members": [ { "board": "Beacon", "pin": 12 }, { "board": "Beacon", "pin": 13 } ] } ]
        }
        """);
}

public sealed class ModuleOnSqlite() : ModuleTests(DatabaseProvider.Sqlite);

public sealed class ModuleOnPostgres() : ModuleTests(DatabaseProvider.Postgres);
