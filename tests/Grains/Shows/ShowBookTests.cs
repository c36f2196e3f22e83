using RailHub.Grains.Shows;
using Microsoft.EntityFrameworkCore;
using RailHub.Persistence;
using static RailHub.Grains.Tests.Controllers.RosterTests;

namespace RailHub.Grains.Tests.Shows;

public abstract class ShowBookTests(DatabaseProvider provider) : ShowClubTests(provider)
{
    private static readonly ShowRun s_run = new(
        ShowMode.Playing,
        At(1),
        At(2),
        DateTimeOffset.UnixEpoch,
        null,
        Position: 500,
        DateTimeOffset.UnixEpoch,
        Rate: 100,
        Round: 1,
        CanRelease: true,
        [new ShowTrouble(ShowTroubleKind.TakenOver, At(1))]);

    [Fact]
    public async Task A_show_is_there_with_its_cues_in_the_order_of_their_numbers_also_after_a_restart()
    {
        var other = await CreateAsync("Chimes");
        var show = await CreateAsync(
            " Evening ",
            new Cue(At(3), " Doors ", "First\r\nsecond", CueColour.Violet, CueAction.StartShow, Show: other.Id, Layout: Layout.Id),
            new Cue(At(1), "Dusk", Action: CueAction.Scene, Scene: Scene.Id, Up: 5_000, Down: 100, Delay: 20, Curve: Curve.Linear),
            new Cue(new CueNumber(1_500), Action: CueAction.Targets, Targets: [Board.Target(5) with { Delay = 7 }], Trigger: CueTrigger.Hang, Time: -10),
            new Cue(At(2), Action: CueAction.StartChase, ChasingGroup: Group.Id, Trigger: CueTrigger.Follow, Time: 9, Skip: true));

        Assert.Equal(("Evening", 1, 1), (show.Name, show.Version, show.Loops));
        Assert.Equal(["1", "1.5", "2", "3"], show.Cues.Select(cue => cue.Number.ToString()));
        Assert.Equal(("Doors", "First\nsecond", null), (show.Cues[3].Label, show.Cues[3].Note, show.Cues[3].Layout));
        await Club.RestartAsync();
        var kept = (await Grain.GetShow(show.Id)).Expect();
        Assert.Equivalent(show, kept, strict: true);
        Assert.Equal(
            [new ShowSummary(other.Id, "Chimes", 0, 1), new ShowSummary(show.Id, "Evening", 4, 1)], (await Grain.GetRoster()).Expect().Shows);
        Assert.Equal((await Grain.GetRoster()).Expect().Shows, (await Grain.GetShows()).Expect().Shows);
    }

    [Fact]
    public async Task A_replaced_show_is_what_it_was_replaced_by_and_of_two_edits_the_second_is_told()
    {
        var show = await CreateAsync("Evening", Recall(1), Recall(2));
        var replaced = (await Grain.ReplaceShow(show.Id, new ShowDraft("Dusk", [Recall(5) with { Up = 50 }], Loops: 0), ifVersion: 1)).Expect();

        Assert.Equal(("Dusk", 2, 0), (replaced.Name, replaced.Version, replaced.Loops));
        Refused(await Grain.ReplaceShow(show.Id, new ShowDraft("Dawn", []), ifVersion: 1), RefusalKind.Outdated, RefusalCodes.Outdated, null);
        Refused(await Grain.DeleteShow(show.Id, ifVersion: 1), RefusalKind.Outdated, RefusalCodes.Outdated, null);
        await Club.RestartAsync();
        Assert.Equivalent(replaced, (await Grain.GetShow(show.Id)).Expect(), strict: true);
    }

    [Fact]
    public async Task A_show_that_breaks_a_rule_names_its_field_and_nothing_is_kept()
    {
        await CreateAsync("Evening");
        Refused(await Grain.CreateShow(new ShowDraft("EVENING", [])), RefusalKind.Conflict, RefusalCodes.NameTaken, "name");
        Refused(await Grain.CreateShow(new ShowDraft("Day", [Recall(1), Recall(1)])), RefusalKind.Invalid, RefusalCodes.CueTwice, "cues[1].number");
        Refused(await Grain.CreateShow(new ShowDraft("Day", null!)), RefusalKind.Invalid, RefusalCodes.Malformed, "cues");
        Assert.Single((await Grain.GetShows()).Expect().Shows);
    }

    [Fact]
    public async Task A_deleted_show_is_gone_and_comes_back_by_undoing()
    {
        var show = await CreateAsync("Evening", Recall(1), new Cue(At(2), Action: CueAction.Targets, Targets: [Board.Target(5)]));
        (await Grain.DeleteShow(show.Id, ifVersion: 1)).Expect();
        Refused(await Grain.GetShow(show.Id), RefusalKind.NotFound, RefusalCodes.ShowUnknown, null);
        Refused(await Grain.GetScore(show.Id), RefusalKind.NotFound, RefusalCodes.ShowUnknown, null);
        Refused(await Grain.ReplaceShow(show.Id, new ShowDraft("x", []), null), RefusalKind.NotFound, RefusalCodes.ShowUnknown, null);
        Refused(await Grain.DeleteShow(show.Id, null), RefusalKind.NotFound, RefusalCodes.ShowUnknown, null);

        (await Grain.RemoveController(Board.Id, null)).Expect();
        (await UndoAsync(HistoryKind.ShowDeleted)).Expect();

        Assert.Equivalent(show with { Version = 2 }, (await Grain.GetShow(show.Id)).Expect(), strict: true);
        Assert.Equal(HistoryKind.ShowMade, (await Grain.GetHistory()).Expect().Events[0].Kind);
    }

    [Fact]
    public async Task A_show_whose_scene_has_gone_since_does_not_come_back()
    {
        var show = await CreateAsync("Evening", Recall(1));
        (await Grain.DeleteShow(show.Id, null)).Expect();
        (await Grain.DeleteScene(Scene.Id, null)).Expect();

        Refused(await UndoAsync(HistoryKind.ShowDeleted), RefusalKind.Invalid, RefusalCodes.SceneUnknown, "cues[0].scene");
    }

    [Fact]
    public async Task What_a_show_uses_is_not_deleted_and_the_refusal_names_the_shows()
    {
        var started = await CreateAsync("Chimes");
        var show = await CreateAsync(
            "Evening",
            Recall(1),
            new Cue(At(2), Action: CueAction.StopChase, ChasingGroup: Group.Id, Skip: true),
            new Cue(At(3), Action: CueAction.StartShow, Show: started.Id));
        await CreateAsync("Dawn", Recall(1));
        (await Grain.StartChasingGroup(Group.Id)).Expect();

        var refusal = Refused(await Grain.DeleteScene(Scene.Id, null), RefusalKind.Conflict, RefusalCodes.UsedByShow, null);
        Assert.Contains("\"Dawn\", \"Evening\"", refusal.Detail, StringComparison.Ordinal);
        Assert.Equal(["Night", "Dawn, Evening"], refusal.Names!);
        Refused(await Grain.DeleteChasingGroup(Group.Id, null), RefusalKind.Conflict, RefusalCodes.UsedByShow, null);
        Refused(await Grain.DeleteShow(started.Id, null), RefusalKind.Conflict, RefusalCodes.UsedByShow, null);
        Assert.Equal(ChasingState.Running, Assert.Single((await Club.Grain(Board).GetState()).Expect().Groups).State);

        (await Grain.ReplaceShow(show.Id, new ShowDraft("Evening", [new Cue(At(1), Action: CueAction.StopShow, Show: show.Id)]), null)).Expect();
        (await Grain.DeleteShow(started.Id, null)).Expect();
        (await Grain.DeleteChasingGroup(Group.Id, null)).Expect();
        (await Grain.DeleteShow(show.Id, null)).Expect();
    }

    [Fact]
    public async Task A_show_of_another_layout_is_started_by_its_id_and_not_deleted_meanwhile()
    {
        var elsewhere = await Club.CreateLayoutAsync("Branch");
        var bells = (await Club.Grain(elsewhere).CreateShow(new ShowDraft("Bells", []))).Expect();
        var cue = new Cue(At(1), Action: CueAction.StartShow, Show: bells.Id, Layout: elsewhere.Id);
        var show = await CreateAsync("Evening", cue);
        Assert.Equal(elsewhere.Id, show.Cues[0].Layout);

        Assert.Equal(
            ["Bells", "Evening"],
            Refused(await Club.Grain(elsewhere).DeleteShow(bells.Id, null), RefusalKind.Conflict, RefusalCodes.UsedByShow, null).Names!);
        Refused(
            await Grain.CreateShow(new ShowDraft("Night", [cue with { Show = show.Id }])), RefusalKind.Invalid, RefusalCodes.ShowUnknown, "cues[0].show");
        Refused(
            await Grain.CreateShow(new ShowDraft("Night", [cue with { Layout = new LayoutId(Guid.NewGuid()) }])),
            RefusalKind.Invalid,
            RefusalCodes.LayoutUnknown,
            "cues[0].layout");
    }

    [Fact]
    public async Task A_circle_of_shows_over_several_layouts_is_refused_and_named()
    {
        var elsewhere = await Club.CreateLayoutAsync("Branch");
        var bells = (await Club.Grain(elsewhere).CreateShow(new ShowDraft("Bells", []))).Expect();
        var show = await CreateAsync("Evening", new Cue(At(1), Action: CueAction.StartShow, Show: bells.Id, Layout: elsewhere.Id));
        var before = await CreateAsync("Dusk", new Cue(At(1), Action: CueAction.StartShow, Show: show.Id));

        var refusal = Refused(
            await Club.Grain(elsewhere).ReplaceShow(
                bells.Id, new ShowDraft("Bells", [new Cue(At(1), Action: CueAction.StartShow, Show: before.Id, Layout: Layout.Id)]), null),
            RefusalKind.Invalid,
            RefusalCodes.ShowCircle,
            "cues[0].show");

        Assert.Equal(["\"Bells\" → \"Dusk\" (Main line) → \"Evening\" (Main line) → \"Bells\""], refusal.Names!);
        Assert.Empty((await Club.Grain(elsewhere).GetShow(bells.Id)).Expect().Cues);
    }

    [Fact]
    public async Task A_show_that_plays_or_is_paused_is_not_deleted_whoever_knows_of_it()
    {
        var show = await CreateAsync("Evening", Recall(1));
        await StoreRunAsync(show, isActive: true);
        var epoch = await EpochAsync(show);

        var refusal = Refused(await Grain.DeleteShow(show.Id, null), RefusalKind.Conflict, RefusalCodes.ShowRuns, null);

        Assert.Equal(["Evening"], refusal.Names!);
        Assert.Equal(epoch, await EpochAsync(show));
        await StoreRunAsync(show, isActive: false);
        epoch = await EpochAsync(show);
        (await Grain.DeleteShow(show.Id, null)).Expect();
        Assert.Equal(epoch + 1, await EpochAsync(show));
        Assert.False(await Club.ReadStoredAsync(database => database.ShowRuns.AnyAsync()));
    }

    [Fact]
    public async Task With_its_layout_a_show_goes_and_its_player_writes_no_more()
    {
        var show = await CreateAsync("Evening", Recall(1));
        await StoreRunAsync(show, isActive: true);
        var epoch = await EpochAsync(show);

        (await Club.Club.DeleteLayout(Layout.Id, null)).Expect();

        Assert.True(await EpochAsync(show) > epoch);
        Assert.False(await Club.ReadStoredAsync(database => database.Shows.AnyAsync()));
    }

    [Fact]
    public async Task A_score_has_what_the_cues_need_and_nothing_else()
    {
        await Grain.CreateScene(new SceneDraft("Day", [Board.Target(5)]));
        var show = await CreateAsync(
            "Evening", Recall(1), Recall(2), new Cue(At(3), Action: CueAction.StopChase, ChasingGroup: Group.Id));

        var score = (await Grain.GetScore(show.Id)).Expect();

        Assert.Equivalent(show, score.Show, strict: true);
        Assert.Equal([Scene.Id], score.Scenes.Select(scene => scene.Id));
        Assert.Equal([Group.Id], score.ChasingGroups.Select(group => group.Id));
    }

    [Fact]
    public async Task How_a_show_runs_is_told_without_the_roster_and_only_when_it_is_news()
    {
        var (evening, dawn) = (await CreateAsync("Evening"), await CreateAsync("Dawn"));
        var watch = new Watch();
        var roster = (await Grain.Subscribe(Club.Client.CreateObjectReference<ILayoutObserver>(watch), 0, 0, 0)).Expect().Roster!;

        await Grain.NoteRun(evening.Id, s_run);
        await Grain.NoteRun(evening.Id, s_run with { Troubles = [.. s_run.Troubles] });
        await Grain.NoteRun(evening.Id, s_run with { Position = 600 });
        await Grain.NoteRun(new ShowId(Guid.NewGuid()), s_run);
        await Grain.NoteRun(evening.Id, null);
        await Grain.NoteRun(evening.Id, null);
        await Grain.NoteRun(dawn.Id, s_run);
        await watch.Until(told => told.Count == 4);

        Assert.Equal([(null, 500L), (null, 600L), (null, null), (500L, null)], watch.Told.Select(told => (told.Shows[0].Run?.Position, told.Shows[1].Run?.Position)));
        Assert.All(watch.Told, told => Assert.Equal(roster.Epoch, told.Epoch));
        Assert.Equal(Enumerable.Range(1, 4).Select(step => roster.Version + step), watch.Told.Select(told => told.Version));
        Assert.Empty(watch.Rosters);
        Assert.Equal(500, (await Grain.GetRoster()).Expect().Shows[0].Run?.Position);
        GC.KeepAlive(watch);
    }

    [Fact]
    public async Task A_show_is_played_as_it_was_edited_last_whoever_edited_what()
    {
        var show = await CreateAsync("Evening", Recall(1), Recall(2));
        await PlaysAsync(show, brightness: 100);

        (await Grain.ReplaceScene(Scene.Id, new SceneDraft("Night", [Board.Target(4, brightness: 20)]), null)).Expect();
        await PlaysAsync(show, brightness: 20);
        var file = File($$"""
            "scenes": [ { "name": "Night", "targets": [ { "board": "{{Board.Id}}", "pin": 4, "active": true, "brightness": 30 } ] } ]
            """);
        (await Grain.Import(file, new ImportOrder(ImportMode.Merge, false), null)).Expect();
        await PlaysAsync(show, brightness: 30);

        // Carried out, and nobody knew until the database was back.
        Club.Database.BreakAfterNextCommit();
        Refused(
            await Grain.ReplaceScene(Scene.Id, new SceneDraft("Night", [Board.Target(4, brightness: 40)]), null),
            RefusalKind.Unavailable,
            RefusalCodes.DatabaseAway,
            null);
        Club.Database.ComeBack();
        await CreateAsync("Dawn");
        Assert.Equal(40, Assert.Single((await Grain.GetScene(Scene.Id)).Expect().Targets).Brightness);
        await PlaysAsync(show, brightness: 40);

        (await Grain.ReplaceShow(
            show.Id, new ShowDraft("Evening", [new Cue(At(1), Action: CueAction.Targets, Targets: [Board.Target(4, brightness: 50)]), Recall(2)]), null)).Expect();
        await PlaysAsync(show, brightness: 50);
    }

    [Fact]
    public async Task A_show_that_was_stopped_can_be_deleted_and_its_player_knows_it_no_more()
    {
        var show = await CreateAsync("Evening", Recall(1), Recall(2));
        await PlaysAsync(show, brightness: 100);
        (await Grain.DeleteShow(show.Id, null)).Expect();

        Refused(await Club.Client.Show(show.Id).GetRun(Layout.Id), RefusalKind.NotFound, RefusalCodes.ShowUnknown, null);
        Refused(
            await Club.Client.Show(show.Id).Control(Layout.Id, new ShowOrder(ShowTransport.Play)), RefusalKind.NotFound, RefusalCodes.ShowUnknown, null);
        Assert.False(await Club.ReadStoredAsync(database => database.ShowRuns.AnyAsync()));
    }

    [Fact]
    public async Task What_was_done_with_a_show_stands_in_the_history()
    {
        var show = await CreateAsync("Evening");
        Caller.Actor = new Actor(ActorKind.Member, "Anna", null, "192.168.1.7");
        await Grain.NotePlayed(show.Id, HistoryKind.ShowPlayed);
        Caller.Actor = null;
        await Grain.NotePlayed(show.Id, HistoryKind.ShowReleased);
        await Grain.NotePlayed(new ShowId(Guid.NewGuid()), HistoryKind.ShowStopped);

        var events = (await Grain.GetHistory()).Expect().Events;
        Assert.Equal(
            [(HistoryKind.ShowReleased, null, "Evening", false), (HistoryKind.ShowPlayed, "Anna", "Evening", false)],
            events.Take(2).Select(happened => (happened.Kind, happened.By.Label, happened.Subject, happened.CanUndo)));
    }

    [Fact]
    public async Task A_file_takes_nothing_from_a_show()
    {
        var show = await CreateAsync("Evening", Recall(1), new Cue(At(2), Action: CueAction.StartChase, ChasingGroup: Group.Id));
        (await Grain.StartChasingGroup(Group.Id)).Expect();
        foreach (var isDryRun in (bool[])[true, false])
        {
            var order = new ImportOrder(ImportMode.Replace, isDryRun);
            var refusal = Refused(
                await Grain.Import(File("\"scenes\": [], \"chasingGroups\": []"), order, null), RefusalKind.Conflict, RefusalCodes.UsedByShow, null);
            Assert.Equal(["Night", "Runway"], refusal.Problems!.Select(problem => problem.Names![0]));
        }

        Assert.Equal(ChasingState.Running, Assert.Single((await Club.Grain(Board).GetState()).Expect().Groups).State);
        Assert.Equal([Scene.Id], (await Grain.GetScore(show.Id)).Expect().Scenes.Select(scene => scene.Id));
        (await Grain.Import(File("\"scenes\": []"), new ImportOrder(ImportMode.Merge, false), null)).Expect();
        (await Grain.ReplaceShow(show.Id, new ShowDraft("Evening", []), null)).Expect();
        (await Grain.Import(File("\"scenes\": [], \"chasingGroups\": []"), new ImportOrder(ImportMode.Replace, false), null)).Expect();
        Assert.Single((await Grain.GetShows()).Expect().Shows);
    }

    [Fact]
    public async Task A_module_stays_for_as_long_as_a_show_uses_its_scenes()
    {
        var file = File($$"""
            "scenes": [ { "name": "Storm", "targets": [ { "board": "{{Board.Id}}", "pin": 4, "active": true, "brightness": 5 } ] } ]
            """);
        var taken = (await Grain.Import(file, new ImportOrder(ImportMode.Visit, false, "Lighthouse"), null)).Expect();
        var storm = (await Grain.GetScenes()).Expect().Scenes.Single(scene => scene.Name == "Storm");
        var show = await CreateAsync("Evening", Recall(1) with { Scene = storm.Id });

        Refused(await Grain.TakeOutModule(taken.Module!.Value), RefusalKind.Conflict, RefusalCodes.UsedByShow, null);
        (await Grain.DeleteShow(show.Id, null)).Expect();
        (await Grain.TakeOutModule(taken.Module.Value)).Expect();
    }

    [Fact]
    public async Task The_largest_show_that_may_be_is_kept_in_time()
    {
        SceneTarget[] targets = [.. Enumerable.Range(0, 50).Select(pin => Board.Target(pin))];
        var show = await CreateAsync(
            "Evening", [.. Enumerable.Range(1, 1_000).Select(number => new Cue(At(number), Action: CueAction.Targets, Targets: targets))]);
        (await Grain.DeleteShow(show.Id, null)).Expect();
        (await UndoAsync(HistoryKind.ShowDeleted)).Expect();

        Assert.Equal(50_000, (await Grain.GetShow(show.Id)).Expect().Cues.Sum(cue => cue.Targets!.Count));
    }

    /// <summary>A show is played until its first cue has shown, and stopped.</summary>
    private async Task PlaysAsync(Show show, int brightness)
    {
        (await Club.Client.Show(show.Id).Control(Layout.Id, new ShowOrder(ShowTransport.Play))).Expect();
        await Club.Time.ComesAsync(
            Club.UntilAsync(Board, state => state.Find(4)!.Reported is { Active: true } shown && shown.Brightness == brightness),
            $"{brightness} percent");
        (await Club.Client.Show(show.Id).Control(Layout.Id, new ShowOrder(ShowTransport.Stop))).Expect();
        await Club.UntilStoredAsync(
            async database => !await database.ShowRuns.AnyAsync(row => row.IsActive)
                && (await Grain.GetHistory()).Expect().Events is [{ Kind: HistoryKind.ShowStopped }, ..] events && events.All(happened => happened.IsKept),
            "the stop to be kept");
    }

    private async Task<Outcome<Undone>> UndoAsync(HistoryKind kind) =>
        await Grain.UndoEvent((await Grain.GetHistory()).Expect().Events.First(happened => happened.Kind == kind).Id);

    /// <summary>A player has written down how its show runs.</summary>
    private Task<int> StoreRunAsync(Show show, bool isActive) => Club.ReadStoredAsync(async database =>
    {
        await database.ShowRuns.Where(row => row.ShowId == show.Id).ExecuteDeleteAsync();
        await database.TakeOwnershipAsync(GrainKeys.Owner(show.Id));
        database.ShowRuns.Add(new ShowRunRow { ShowId = show.Id, LayoutId = show.Layout, IsActive = isActive, State = ShowStand.None.Write() });
        return await database.SaveChangesAsync();
    });

    private Task<long?> EpochAsync(Show show) => Club.ReadStoredAsync(database => database.ReadOwnershipAsync(GrainKeys.Owner(show.Id)));

    private sealed class Watch : ILayoutObserver
    {
        private readonly Lock _lock = new();
        private TaskCompletionSource _news = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public List<(long Epoch, long Version, IReadOnlyList<ShowSummary> Shows)> Told { get; } = [];

        public List<LayoutRoster> Rosters { get; } = [];

        public async Task Until(Func<List<(long Epoch, long Version, IReadOnlyList<ShowSummary> Shows)>, bool> holds)
        {
            while (true)
            {
                Task news;
                lock (_lock)
                {
                    if (holds(Told))
                    {
                        return;
                    }

                    news = _news.Task;
                }

                await news.Await("news of the shows");
            }
        }

        public void OnLayoutChanged(LayoutRoster roster)
        {
            lock (_lock)
            {
                Rosters.Add(roster);
            }
        }

        public void OnShowsChanged(LayoutId layout, long epoch, long version, IReadOnlyList<ShowSummary> shows)
        {
            TaskCompletionSource news;
            lock (_lock)
            {
                Told.Add((epoch, version, shows));
                (news, _news) = (_news, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            }

            news.SetResult();
        }
    }
}

public sealed class ShowBookOnSqlite() : ShowBookTests(DatabaseProvider.Sqlite);

public sealed class ShowBookOnPostgres() : ShowBookTests(DatabaseProvider.Postgres);
