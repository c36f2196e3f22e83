using System.Text;
using RailHub.Grains.Tests.Shows;
using RailHub.Persistence;
using static RailHub.Grains.Tests.Controllers.RosterTests;

namespace RailHub.Grains.Tests.Exchange;

public abstract class ShowImportTests(DatabaseProvider provider) : ShowClubTests(provider)
{
    [Fact]
    public async Task A_show_goes_out_with_its_layout_and_comes_into_another()
    {
        var chimes = await CreateAsync("Chimes", Recall(1));
        await CreateAsync(
            "Evening",
            Recall(1) with { Label = "Dusk", Up = 5_000 },
            new Cue(At(2), Action: CueAction.Targets, Targets: [Board.Target(5) with { Delay = 7 }], Trigger: CueTrigger.Follow, Time: 9),
            new Cue(At(3), Action: CueAction.StartChase, ChasingGroup: Group.Id),
            new Cue(At(4), Action: CueAction.StartShow, Show: chimes.Id));
        var file = await ExportAsync();
        var unchanged = (await ImportAsync(file.Content, ImportMode.Replace)).Expect();
        Assert.True(unchanged.IsNothing);
        Assert.Equal(["Chimes", "Evening"], unchanged.Shows.Unchanged);
        (await Club.Club.DeleteLayout(Layout.Id, null)).Expect();
        Layout = await Club.CreateLayoutAsync("Copy");

        var changes = (await ImportAsync(file.Content, ImportMode.Merge)).Expect();

        Assert.Equal(["Chimes", "Evening"], changes.Shows.Added);
        Assert.Equal(file.Content, (await ExportAsync()).Content);
        await Club.RestartAsync();
        Assert.Equal(file.Content, (await ExportAsync()).Content);
        var shows = (await Grain.GetShows()).Expect().Shows;
        var evening = (await Grain.GetShow(shows[1].Id)).Expect();
        Assert.Equal(
            ((await Grain.GetScenes()).Expect().Scenes[0].Id, (await Grain.GetRoster()).Expect().ChasingGroups[0].Id, shows[0].Id),
            (evening.Cues[0].Scene!.Value, evening.Cues[2].ChasingGroup!.Value, evening.Cues[3].Show!.Value));
    }

    [Fact]
    public async Task A_show_that_plays_goes_on_as_the_file_says_with_its_next_cue()
    {
        var show = await CreateAsync("Evening", Recall(1), Recall(2), Recall(4));
        (await Club.Client.Show(show.Id).Control(Layout.Id, new ShowOrder(ShowTransport.Play))).Expect();
        var file = Encoding.UTF8.GetString((await ExportAsync()).Content).Replace("\"number\": \"2\"", "\"number\": \"3\"", StringComparison.Ordinal);

        Assert.Equal(["Evening"], (await ImportAsync(Encoding.UTF8.GetBytes(file), ImportMode.Merge)).Expect().Shows.Changed);

        await TestClub.PollAsync(async () => (await Club.Client.Show(show.Id).GetRun(Layout.Id)).Expect().Next == At(3), "the player to read the cues");
        Assert.Equal((show.Id, 2), ((await Grain.GetShow(show.Id)).Expect() is var now ? now.Id : default, now.Version));
    }

    [Fact]
    public async Task A_show_goes_by_a_file_when_it_stands_still_and_no_other_needs_it_and_its_scene_may_go_with_it()
    {
        var show = await CreateAsync("Evening", Recall(1), Recall(2));
        var player = Club.Client.Show(show.Id);
        (await player.Control(Layout.Id, new ShowOrder(ShowTransport.Play))).Expect();
        var file = File("\"scenes\": [], \"shows\": []");
        await RefusedAsync(RefusalCodes.ShowRuns);

        (await player.Control(Layout.Id, new ShowOrder(ShowTransport.Stop))).Expect();
        var elsewhere = await Club.CreateLayoutAsync("Branch");
        var user = (await Club.Grain(elsewhere).CreateShow(
            new ShowDraft("Fair", [new Cue(At(1), Action: CueAction.StopShow, Show: show.Id, Layout: Layout.Id)]))).Expect();
        await RefusedAsync(RefusalCodes.UsedByShow);

        (await Club.Grain(elsewhere).DeleteShow(user.Id, null)).Expect();
        var changes = (await ImportAsync(file, ImportMode.Replace)).Expect();
        Assert.Equal(["Night", "Evening"], changes.Scenes.Removed.Concat(changes.Shows.Removed));
        Assert.Empty((await Grain.GetShows()).Expect().Shows);
        Refused(await player.Control(Layout.Id, new ShowOrder(ShowTransport.Play)), RefusalKind.NotFound, RefusalCodes.ShowUnknown, null);

        async Task RefusedAsync(string code)
        {
            foreach (var isDryRun in (bool[])[true, false])
            {
                Refused(await Grain.Import(file, new ImportOrder(ImportMode.Replace, isDryRun), null), RefusalKind.Conflict, code, null);
            }

            Assert.Single((await Grain.GetShows()).Expect().Shows);
        }
    }

    [Fact]
    public async Task A_show_of_another_layout_is_named_with_its_layout_and_must_be_there()
    {
        var elsewhere = await Club.CreateLayoutAsync("Branch");
        var bells = (await Club.Grain(elsewhere).CreateShow(new ShowDraft("Bells", []))).Expect();
        await CreateAsync("Evening", new Cue(At(1), Action: CueAction.StartShow, Show: bells.Id, Layout: elsewhere.Id));
        var file = await ExportAsync();
        Assert.Contains("\"startShow\": \"Bells\", \"layout\": \"Branch\"", Encoding.UTF8.GetString(file.Content), StringComparison.Ordinal);
        Assert.True((await ImportAsync(file.Content, ImportMode.Replace)).Expect().IsNothing);

        // What is called otherwise there is another file here.
        (await Club.Grain(elsewhere).ReplaceShow(bells.Id, new ShowDraft("Chimes", []), null)).Expect();
        Assert.NotEqual(file.Version, (await ExportAsync()).Version);
        var refusal = Refused(await ImportAsync(file.Content, ImportMode.Merge), RefusalKind.Invalid, RefusalCodes.FileInvalid, "shows[0].cues[0].startShow");
        Assert.Equal(RefusalCodes.ShowUnknown, Assert.Single(refusal.Problems!).Code);
        (await Club.Club.DeleteLayout(elsewhere.Id, null)).Expect();
        refusal = Refused(await ImportAsync(file.Content, ImportMode.Merge), RefusalKind.Invalid, RefusalCodes.FileInvalid, "shows[0].cues[0].layout");
        Assert.Equal(RefusalCodes.LayoutUnknown, Assert.Single(refusal.Problems!).Code);
    }

    [Fact]
    public async Task Everything_that_is_wrong_with_shows_is_told_with_its_place()
    {
        await CreateAsync("Chimes");
        var file = File("""
            "shows": [
              { "name": "", "loops": -1, "cues": [
                { "number": "1", "label": "Dusk", "scene": "Dusk" },
                { "number": "1", "delay": 3600001 },
                { "number": "2", "scene": "Night", "startChase": "Runway" },
                { "number": "3", "stopChase": "Walk", "up": 5 },
                { "number": "4", "startChase": "Runway", "up": 5 },
                { "number": "5", "startShow": "Bells" },
                { "number": "6", "scene": "Night", "layout": "Branch" },
                { "number": "7", "targets": [] },
                { "number": "8", "targets": [ { "board": "Shed", "pin": 1, "active": true, "brightness": 101 } ] },
                { "number": "0" },
                { "number": "10", "trigger": "soon", "stopShow": "Chimes" }
              ] },
              { "name": "Chimes", "cues": [], "moons": 1 }
            ]
            """);

        var refusal = Refused(await ImportAsync(file, ImportMode.Merge), RefusalKind.Invalid, RefusalCodes.FileInvalid, "shows[0].cues[9].number");

        Assert.Equal(
            [
                ("shows[0].cues[9].number", RefusalCodes.EntryInvalid),
                ("shows[0].cues[10].trigger", RefusalCodes.EntryInvalid),
                ("shows[1].moons", RefusalCodes.EntryInvalid),
                ("shows[0].name", RefusalCodes.NameInvalid),
                ("shows[0].cues[0].scene", RefusalCodes.SceneUnknown),
                ("shows[0].cues[1].delay", RefusalCodes.TimeInvalid),
                ("shows[0].cues[2]", RefusalCodes.CueInvalid),
                ("shows[0].cues[3].stopChase", RefusalCodes.ChasingGroupUnknown),
                ("shows[0].cues[4].up", RefusalCodes.CueInvalid),
                ("shows[0].cues[6].layout", RefusalCodes.CueInvalid),
                ("shows[0].cues[7].targets", RefusalCodes.CueInvalid),
                ("shows[0].cues[8].targets[0].board", RefusalCodes.ControllerElsewhere),
                ("shows[0].loops", RefusalCodes.LoopsInvalid),
            ],
            refusal.Problems!.Select(problem => (problem.Field, problem.Code)));
        Assert.Single((await Grain.GetShows()).Expect().Shows);
    }

    [Fact]
    public async Task Two_cues_of_one_number_a_circle_and_a_round_that_takes_no_time_are_refused_as_by_hand()
    {
        Assert.Equal(
            ("shows[0].cues[1].number", RefusalCodes.CueTwice),
            await ProblemAsync("""{ "name": "Evening", "cues": [ { "number": "1" }, { "number": "1.000" } ] }"""));
        Assert.Equal(
            ("shows[0].cues[0].startShow", RefusalCodes.ShowCircle),
            await ProblemAsync("""{ "name": "A", "cues": [ { "number": "1", "startShow": "B" } ] }, { "name": "B", "cues": [ { "number": "1", "startShow": "A" } ] }"""));
        Assert.Equal(("shows[0].loops", RefusalCodes.RoundEmpty), await ProblemAsync("""{ "name": "A", "loops": 2, "cues": [ { "number": "1" } ] }"""));

        async Task<(string?, string)> ProblemAsync(string shows) =>
            (await ImportAsync(File($"\"shows\": [ {shows} ]"), ImportMode.Merge)).ExpectRefusal().Problems![0] is var problem ? (problem.Field, problem.Code) : default;
    }

    [Fact]
    public async Task A_layout_has_two_hundred_shows_at_most_however_they_come()
    {
        var shows = string.Join(", ", Enumerable.Range(1, 200).Select(number => $$"""{ "name": "Show {{number}}", "cues": [] }"""));
        (await ImportAsync(File($"\"shows\": [ {shows} ]"), ImportMode.Merge)).Expect();

        Refused(await Grain.CreateShow(new ShowDraft("One more", [])), RefusalKind.Conflict, RefusalCodes.TooManyShows, null);
        var refusal = Refused(
            await ImportAsync(File("\"shows\": [ { \"name\": \"One more\", \"cues\": [] } ]"), ImportMode.Merge), RefusalKind.Invalid, RefusalCodes.FileInvalid, "shows");
        Assert.Equal(["200"], Assert.Single(refusal.Problems!, problem => problem.Code == RefusalCodes.TooManyShows).Names!);

        var last = (await Grain.GetShows()).Expect().Shows[^1].Id;
        (await Grain.DeleteShow(last, null)).Expect();
        (await Grain.CreateShow(new ShowDraft("One more", []))).Expect();
        var deleted = (await Grain.GetHistory()).Expect().Events.First(done => done.Kind == HistoryKind.ShowDeleted);
        Refused(await Grain.UndoEvent(deleted.Id), RefusalKind.Conflict, RefusalCodes.TooManyShows, null);
    }

    [Fact]
    public async Task A_module_brings_its_shows_and_takes_them_with_it()
    {
        await CreateAsync("Evening", Recall(1));
        var before = await ExportAsync();
        var file = File($$"""
            "scenes": [ { "name": "Night", "targets": [ { "board": "{{Board.Id}}", "pin": 5, "active": true, "brightness": 5 } ] } ],
            "shows": [
              { "name": "Evening", "cues": [ { "number": "1", "scene": "Night" }, { "number": "2", "startShow": "Storm" } ] },
              { "name": "Storm", "cues": [ { "number": "1", "startChase": "Runway" } ] }
            ]
            """);

        var taken = (await Grain.Import(file, new ImportOrder(ImportMode.Visit, IsDryRun: false, "Lighthouse"), null)).Expect();

        Assert.Equal(["Lighthouse: Evening", "Storm"], taken.Shows.Added);
        Assert.Equal(2, Assert.Single((await Grain.GetModules()).Expect().Modules).Shows);
        var shows = (await Grain.GetShows()).Expect().Shows;
        var evening = (await Grain.GetShow(shows[1].Id)).Expect();
        Assert.Equal("Lighthouse: Night", (await Grain.GetScene(evening.Cues[0].Scene!.Value)).Expect().Name);
        Assert.Equal(shows[2].Id, evening.Cues[1].Show);

        // A show of the host that needs one of the module's keeps it here.
        var user = await CreateAsync("Fair", new Cue(At(1), Action: CueAction.StartShow, Show: shows[2].Id));
        Refused(await Grain.TakeOutModule(taken.Module!.Value), RefusalKind.Conflict, RefusalCodes.UsedByShow, null);
        (await Grain.DeleteShow(user.Id, null)).Expect();
        Assert.Equal(["Lighthouse: Evening", "Storm"], (await Grain.TakeOutModule(taken.Module.Value)).Expect().Shows.Removed);
        Assert.Equal(before.Content, (await ExportAsync()).Content);
    }

    private async Task<LayoutExport> ExportAsync() => (await Grain.Export()).Expect();

    private Task<Outcome<LayoutChanges>> ImportAsync(byte[] file, ImportMode mode) => Grain.Import(file, new ImportOrder(mode, IsDryRun: false), null);
}

public sealed class ShowImportOnSqlite() : ShowImportTests(DatabaseProvider.Sqlite);

public sealed class ShowImportOnPostgres() : ShowImportTests(DatabaseProvider.Postgres);
