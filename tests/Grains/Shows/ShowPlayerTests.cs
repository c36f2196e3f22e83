using Microsoft.EntityFrameworkCore;
using RailHub.Persistence;

namespace RailHub.Grains.Tests.Shows;

/// <summary>Shows on boards.</summary>
public sealed class ShowPlayerTests : IAsyncLifetime
{
    private TestClub _club = null!;
    private TestBoard _board = null!;
    private TestBoard _other = null!;
    private Layout _layout = null!;

    public async ValueTask InitializeAsync()
    {
        _club = await TestClub.StartAsync(provider: DatabaseProvider.Sqlite);
        _board = await _club.StartBoardAsync(BoardProfile.RailHub8266);
        _other = await _club.StartBoardAsync(BoardProfile.RailHub32);
        _layout = await _club.CreateLayoutWithAsync(_board, _other);
    }

    public ValueTask DisposeAsync() => _club.DisposeAsync();

    [Fact]
    public async Task Cues_are_played_by_hand_and_by_themselves_on_all_boards()
    {
        var show = await MakeAsync(
            Cue(1, _board.Target(4), _other.Target(18)),
            Cue(2, _board.Target(5)) with { Trigger = CueTrigger.Follow, Time = 5_000 },
            Cue(3, _board.Target(4, active: false)));
        var soon = In(2);
        var run = await DoAsync(show, ShowTransport.Play);
        Assert.Equal((ShowMode.Playing, CueNumber.Whole(1), CueNumber.Whole(2)), (run.Mode, run.Current, run.Next));
        await BecomesAsync(_board, 4, 100, soon);
        await BecomesAsync(_other, 18, 100, soon);
        Assert.Equal(0, Level(_board, 5));
        await BecomesAsync(_board, 5, 100);
        await RunsAsync(show, now => now is { Current: { Thousandths: 2000 }, Next: { Thousandths: 3000 }, NextAt: null });

        await DoAsync(show, ShowTransport.Go);
        await BecomesAsync(_board, 4, 0);

        // Nothing comes after it: the show is over, and lights stay.
        await RunsAsync(show, now => now is { Mode: ShowMode.Stopped, CanRelease: true });
        Assert.Equal(100, Level(_board, 5));
    }

    [Fact]
    public async Task Pause_keeps_a_fade_where_it_is_and_resume_lets_it_take_the_rest()
    {
        var show = await MakeAsync(Cue(1, _board.Target(4)) with { Up = 10_000, Curve = Curve.Linear }, Cue(2));
        await DoAsync(show, ShowTransport.Play);
        await ComesAsync(() => Level(_board, 4) >= 30, "the fade to be on its way", In(5));
        Assert.InRange(Level(_board, 4), 30, 60);
        await DoAsync(show, ShowTransport.Pause);
        var level = Level(_board, 4);
        await _club.LetSecondsPassAsync(12, _board);
        Assert.Equal(level, Level(_board, 4));

        // On from there: neither at once nor from the beginning.
        await DoAsync(show, ShowTransport.Resume);
        await ComesAsync(() => Level(_board, 4) != level, "the next step", In(3));
        Assert.InRange(Level(_board, 4), level, 90);
        await BecomesAsync(_board, 4, 100);
    }

    [Fact]
    public async Task Going_to_a_cue_brings_the_whole_look_as_of_it_and_back_that_before()
    {
        var show = await MakeAsync(
            Cue(1, _board.Target(4), _board.Target(5)),
            Cue(2, _board.Target(5, active: false), _board.Target(12)),
            Cue(3, _board.Target(4, active: false)));
        await _club.Client.Show(show.Id).Control(_layout.Id, new ShowOrder(ShowTransport.GoTo, CueNumber.Whole(2)));
        await BecomesAsync(_board, 4, 100);
        await BecomesAsync(_board, 12, 100);
        Assert.Equal(0, Level(_board, 5));

        await DoAsync(show, ShowTransport.Back);
        await BecomesAsync(_board, 5, 100);
        Assert.Equal(100, Level(_board, 4));
        await RunsAsync(show, run => run.Current == CueNumber.Whole(1));
        Assert.Equal(RefusalCodes.ShowNotReady, (await OrderAsync(show, ShowTransport.Back)).Refusal?.Code);
    }

    [Fact]
    public async Task Stop_leaves_lights_and_release_brings_back_what_was_off_lamps_with_their_brightness()
    {
        (await _club.Grain(_board).SetOutput(4, new OutputChange(Active: false, Brightness: 35))).Expect();
        (await _club.Grain(_board).SetOutput(5, new OutputChange(Active: true, Brightness: 60))).Expect();
        var show = await MakeAsync(Cue(1, _board.Target(4), _board.Target(5, active: false), _board.Target(12)), Cue(2));
        await DoAsync(show, ShowTransport.Play);
        await BecomesAsync(_board, 4, 100);
        await BecomesAsync(_board, 12, 100);
        await DoAsync(show, ShowTransport.Stop);
        Assert.Equal(100, Level(_board, 4));

        // What somebody has set since is his.
        (await _club.Grain(_board).SetOutput(12, new OutputChange(Active: true, Brightness: 20))).Expect();
        var run = await DoAsync(show, ShowTransport.Release);
        Assert.False(run.CanRelease);
        await _club.UntilAsync(_board, state =>
            (state.Find(4)!.Reported is { Active: false, Brightness: 35 }) && state.Find(5)!.Reported is { Active: true, Brightness: 60 });
        Assert.Equal(20, Level(_board, 12));
    }

    [Fact]
    public async Task Of_two_shows_the_later_cue_wins_and_the_loser_says_so()
    {
        var first = await MakeAsync(Cue(1, _board.Target(4)), Cue(2));
        var second = await MakeAsync("Second", Cue(1, _board.Target(4, brightness: 30)), Cue(2));
        await DoAsync(first, ShowTransport.Play);
        await BecomesAsync(_board, 4, 100);
        await DoAsync(second, ShowTransport.Play);
        await BecomesAsync(_board, 4, 30);
        await RunsAsync(first, run => run.Troubles is [{ Kind: ShowTroubleKind.TakenOver, Pin: 4 } trouble] && trouble.Controller == _board.Id);
    }

    [Fact]
    public async Task A_board_that_was_away_gets_the_look_of_now()
    {
        var show = await MakeAsync(Cue(1, _board.Target(4), _other.Target(18)), Cue(2, _board.Target(4, brightness: 40)), Cue(3));
        await DoAsync(show, ShowTransport.Play);
        await BecomesAsync(_board, 4, 100);
        await _club.PowerOffAsync(_board);
        await DoAsync(show, ShowTransport.Go);
        await RunsAsync(show, run => run.Troubles.Any(trouble => trouble.Kind == ShowTroubleKind.BoardOffline && trouble.Controller == _board.Id));
        await _club.PowerOnAsync(_board);
        await BecomesAsync(_board, 4, 40);
    }

    [Fact]
    public async Task A_show_that_is_edited_goes_on_as_the_new_one_with_its_next_cue()
    {
        var show = await MakeAsync(Cue(1, _board.Target(4)), Cue(2, _board.Target(5)) with { Trigger = CueTrigger.Follow, Time = 20_000 }, Cue(3));
        await DoAsync(show, ShowTransport.Play);
        await BecomesAsync(_board, 4, 100, In(2));
        await _club.LetSecondsPassAsync(1, _board);
        var next = Cue(2, _board.Target(12)) with { Number = new CueNumber(2_500), Trigger = CueTrigger.Follow, Time = 20_000 };
        var told = _club.NextPlan(_board);
        (await _club.Grain(_layout).ReplaceShow(show.Id, new ShowDraft("Night", [Cue(1, _board.Target(4, active: false)), next, Cue(3)]), null)).Expect();

        // Time stands still until the player and the board have it: else the old cue would come first.
        await told;
        await TestClub.PollAsync(
            async () => (await _club.Client.Show(show.Id).GetRun(_layout.Id)).Expect().Next == next.Number, "the player to read the new cues");
        await BecomesAsync(_board, 12, 100);
        Assert.Equal(0, Level(_board, 5));
        Assert.Equal(100, Level(_board, 4));
    }

    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.Postgres)]
    public async Task When_all_silos_die_in_mid_cue_it_goes_on_where_it_should_be(DatabaseProvider provider)
    {
        await using var club = await TestClub.StartAsync(provider: provider);
        var board = await club.StartBoardAsync(BoardProfile.RailHub8266);
        var layout = await club.CreateLayoutWithAsync(board);
        var show = (await club.Grain(layout).CreateShow(new ShowDraft("Night",
        [
            Cue(1, board.Target(4)) with { Up = 120_000, Curve = Curve.Linear },
            Cue(2, board.Target(5)) with { Trigger = CueTrigger.Follow, Time = 40_000 },
            Cue(3, board.Target(5, active: false), board.Target(12)) with { Trigger = CueTrigger.Follow, Time = 10_000 },
            Cue(4),
        ]))).Expect();
        (await club.Client.Show(show.Id).Control(layout.Id, new ShowOrder(ShowTransport.Play))).Expect();
        var before = club.Time.GetUtcNow() + TimeSpan.FromSeconds(35);
        await club.PollAsync(board, () => Comes(club, () => Level(board, 4) > 10, before), "the fade to begin");
        await club.UntilStoredAsync(database => Task.FromResult(database.ShowRuns.Any(row => row.IsActive)), "the run to be written down");

        await club.RestartAsync(TimeSpan.FromSeconds(60));

        // The second cue was missed and is over: nothing of it is played. The fade goes on to its end, and no further back.
        var level = Level(board, 4);
        var soon = club.Time.GetUtcNow() + TimeSpan.FromSeconds(15);
        await club.PollAsync(board, () => Comes(club, () => Level(board, 12) == 100, soon), "the missed cue");
        Assert.DoesNotContain(board.Commands, command => command.Body.Contains("\"pin\":5", StringComparison.Ordinal));
        Assert.InRange(Level(board, 4), level, 99);
        await club.PollAsync(board, () => Comes(club, () => Level(board, 4) == 100), "the fade's end");
        var run = (await club.Client.Show(show.Id).GetRun(layout.Id)).Expect();
        Assert.Equal((ShowMode.Playing, CueNumber.Whole(3)), (run.Mode, run.Current));
    }

    [Fact]
    public async Task Silos_whose_clocks_are_a_second_apart_bring_a_cue_about_at_one_moment()
    {
        await using var club = await TestClub.StartAsync(silos: 3, apart: TimeSpan.FromSeconds(1));
        TestBoard[] boards = [await club.StartBoardAsync(BoardProfile.RailHub8266), await club.StartBoardAsync(BoardProfile.RailHub8266)];
        var layout = await club.CreateLayoutAsync();
        await club.OnSiloAsync(0, () => club.AddAsync(layout, boards[0]));
        await club.OnSiloAsync(2, () => club.AddAsync(layout, boards[1]));
        var show = (await club.Grain(layout).CreateShow(new ShowDraft("Night",
        [
            Cue(1, boards[0].Target(4, active: false), boards[1].Target(4, active: false)),
            Cue(2, boards[0].Target(5), boards[1].Target(5)) with { Trigger = CueTrigger.Follow, Time = 5_000 },
            Cue(3),
        ]))).Expect();

        // While time stands still boards take none, and so nothing is sent ahead of its moment.
        foreach (var board in boards)
        {
            (await club.Grain(board).SetOutput(4, new OutputChange(Active: true))).Expect();
        }

        var player = club.Client.Show(show.Id);
        var began = club.Time.GetUtcNow();
        (await club.OnSiloAsync(1, () => player.Control(layout.Id, new ShowOrder(ShowTransport.Play)))).Expect();
        Assert.Equal(0, await club.SiloOfAsync(club.Grain(boards[0]).Grain));
        Assert.Equal(1, await club.SiloOfAsync(player));
        Assert.Equal(2, await club.SiloOfAsync(club.Grain(boards[1]).Grain));
        club.Time.Advance(TimeSpan.FromSeconds(0.2));
        foreach (var board in boards)
        {
            // Both silos have the plan once what comes first in it is so.
            await club.PollAsync(board, () => Level(board, 4) == 0, "the first cue");
        }

        while (Elapsed() < TimeSpan.FromSeconds(3))
        {
            await club.LetSecondsPassAsync(1, boards[0]);
        }

        club.Time.Advance(TimeSpan.FromSeconds(4.9) - Elapsed());
        await Task.WhenAll(boards.Select(board => club.Grain(board).GetTelemetry()));
        Assert.All(boards, board => Assert.Equal(0, Level(board, 5)));
        club.Time.Advance(TimeSpan.FromSeconds(0.4));
        foreach (var board in boards)
        {
            await club.PollAsync(board, () => Level(board, 5) == 100, "the second cue");
        }

        Assert.InRange(Elapsed(), TimeSpan.FromSeconds(5.3), TimeSpan.FromSeconds(5.9));

        TimeSpan Elapsed() => club.Time.GetUtcNow() - began;
    }

    [Fact]
    public async Task After_a_cue_the_player_knows_when_it_took_effect_on_each_board_and_which_were_away()
    {
        await _club.PowerOffAsync(_other);
        var show = await MakeAsync(Cue(1, _board.Target(4), _board.Target(5), _other.Target(18)), Cue(2, _board.Target(4), _board.Target(12)));
        await DoAsync(show, ShowTransport.Play);
        await BecomesAsync(_board, 4, 100);
        await BecomesAsync(_board, 5, 100);
        var first = Assert.Single(await LandAsync(show, 1));
        Assert.Equal((CueNumber.Whole(1), 1), (first.Cue, first.Round));
        Assert.Equal([_board.Id, _other.Id], first.Boards.Select(board => board.Controller).OrderBy(id => id.ToString()));
        Assert.Equal((null, true), (first.Boards.Single(board => board.Controller == _other.Id) is var away ? away.Late : 0, away.IsAway));
        Assert.NotNull(first.Boards.Single(board => board.Controller == _board.Id).Late);

        // The last cue as well, though the show is over by then.
        await DoAsync(show, ShowTransport.Go);
        await BecomesAsync(_board, 12, 100);
        await RunsAsync(show, run => run.Mode == ShowMode.Stopped);
        Assert.Equal([CueNumber.Whole(2), CueNumber.Whole(1)], (await LandAsync(show, 2)).Select(cue => cue.Cue));
    }

    [Fact]
    public async Task While_the_database_is_away_it_is_played_and_says_that_nothing_is_kept()
    {
        var show = await MakeAsync(Cue(1, _board.Target(4)), Cue(2, _board.Target(5)), Cue(3));
        await DoAsync(show, ShowTransport.Play);
        await BecomesAsync(_board, 4, 100);
        _club.Database.GoAway();
        var run = await DoAsync(show, ShowTransport.Go);
        Assert.False(run.IsKept);
        await BecomesAsync(_board, 5, 100);
        _club.Database.ComeBack();
        await RunsAsync(show, now => now.IsKept);
    }

    [Fact]
    public async Task A_cue_starts_and_stops_chases_and_other_shows()
    {
        var chase = (await _club.Grain(_layout).CreateChasingGroup(new ChasingGroupDraft("Run", 300, [_board.Output(13), _board.Output(14)]))).Expect();
        var second = await MakeAsync("Second", Cue(1, _board.Target(4)), Cue(2));
        var show = await MakeAsync(
            Plain(1) with { Action = CueAction.StartShow, Show = second.Id },
            Plain(2) with { Action = CueAction.StartChase, ChasingGroup = chase.Id },
            Plain(3) with { Action = CueAction.StopShow, Show = second.Id },
            Plain(4) with { Action = CueAction.StopChase, ChasingGroup = chase.Id },
            Plain(5));
        await DoAsync(show, ShowTransport.Play);
        await BecomesAsync(_board, 4, 100);
        await DoAsync(show, ShowTransport.Go);
        await _club.UntilAsync(_board, state => state.BoardGroups.Count == 1);
        await DoAsync(show, ShowTransport.Go);
        await RunsAsync(second, run => run.Mode == ShowMode.Stopped);
        await DoAsync(show, ShowTransport.Go);
        await _club.UntilAsync(_board, state => state.BoardGroups.Count == 0);
    }

    [Fact]
    public async Task Shows_of_two_layouts_that_start_each_other_all_the_same_go_round_once()
    {
        var branch = await _club.CreateLayoutAsync("Branch");
        var bells = (await _club.Grain(branch).CreateShow(new ShowDraft("Bells", []))).Expect();
        var show = await MakeAsync(Plain(1) with { Action = CueAction.StartShow, Show = bells.Id, Layout = branch.Id }, Plain(2));

        // As when both layouts save their half at one moment.
        await _club.ReadStoredAsync(async database =>
        {
            IReadOnlyList<Cue> half = [Plain(1) with { Action = CueAction.StartShow, Show = show.Id, Layout = _layout.Id }, Plain(2)];
            return await database.Shows.Where(row => row.Id == bells.Id).ExecuteUpdateAsync(set => set.SetProperty(row => row.Cues, half.ToJson()));
        });
        await _club.RestartAsync();
        await DoAsync(show, ShowTransport.Play);

        var other = _club.Client.Show(bells.Id);
        await TestClub.PollAsync(
            async () => (await other.GetRun(branch.Id)).Expect().Troubles is [{ Kind: ShowTroubleKind.ActionRefused, Cue: { Thousandths: 1000 } }]
                || Comes(_club, static () => false),
            "the second to be told that it does not start the first");
        foreach (var layout in (Layout[])[_layout, branch])
        {
            await TestClub.PollAsync(async () => (await PlayedAsync(layout)).Length > 0, "its show to be told of");
        }

        await _club.LetSecondsPassAsync(2, _board);
        Assert.Single(await PlayedAsync(_layout));
        Assert.Single(await PlayedAsync(branch));

        // Who plays it by hand begins anew.
        await DoAsync(show, ShowTransport.Play);
        await RunsAsync(show, run => run.Mode == ShowMode.Playing);

        async Task<HistoryEvent[]> PlayedAsync(Layout layout) =>
            [.. (await _club.Grain(layout).GetHistory()).Expect().Events.Where(done => done.Kind == HistoryKind.ShowPlayed)];
    }

    [Fact]
    public async Task What_a_cue_does_is_told_as_done_by_its_show_and_the_order_as_done_by_who_gave_it()
    {
        var second = await MakeAsync("Second", Cue(1, _board.Target(4)), Cue(2));
        var show = await MakeAsync("First", Plain(1) with { Action = CueAction.StartShow, Show = second.Id }, Plain(2));
        Caller.Actor = new Actor(ActorKind.Member, "Anna", Guid.NewGuid(), "192.168.1.7");
        await DoAsync(show, ShowTransport.Play);
        Caller.Actor = null;
        await RunsAsync(second, run => run.Mode == ShowMode.Playing);

        await RunsAsync(second, run => run.By == "First");
        await TestClub.PollAsync(
            async () => (await _club.Grain(_layout).GetHistory()).Expect().Events.Count(done => done.Kind == HistoryKind.ShowPlayed) == 2, "both to be told");
        Assert.Equal(
            [(ActorKind.Show, "First", "Second"), (ActorKind.Member, "Anna", "First")],
            (await _club.Grain(_layout).GetHistory()).Expect().Events.Where(done => done.Kind == HistoryKind.ShowPlayed)
                .OrderByDescending(done => done.By.Kind).Select(done => (done.By.Kind, done.By.Name, done.Subject!)));
    }

    // In percent.
    private static int Level(TestBoard board, int pin) => (int)Math.Round(board.Virtual.LevelOf(pin) / 2.55);

    private static Cue Plain(int number) => new(CueNumber.Whole(number));

    private static Cue Cue(int number, params SceneTarget[] targets) =>
        targets.Length == 0 ? Plain(number) : Plain(number) with { Action = CueAction.Targets, Targets = targets };

    private Task<Show> MakeAsync(params Cue[] cues) => MakeAsync("Night", cues);

    private async Task<Show> MakeAsync(string name, params Cue[] cues) => (await _club.Grain(_layout).CreateShow(new ShowDraft(name, cues))).Expect();

    private Task<Outcome<ShowRun>> OrderAsync(Show show, ShowTransport what) => _club.Client.Show(show.Id).Control(_layout.Id, new ShowOrder(what));

    private async Task<ShowRun> DoAsync(Show show, ShowTransport what) => (await OrderAsync(show, what)).Expect();

    private DateTimeOffset In(int seconds) => _club.Time.GetUtcNow() + TimeSpan.FromSeconds(seconds);

    private Task BecomesAsync(TestBoard board, int pin, int level, DateTimeOffset? before = null) =>
        ComesAsync(() => Level(board, pin) == level, $"pin {pin} at {level}", before);

    private Task ComesAsync(Func<bool> holds, string what, DateTimeOffset? before = null) => _club.PollAsync(_board, () => Comes(_club, holds, before), what);

    private async Task<IReadOnlyList<CueSkew>> LandAsync(Show show, int cues)
    {
        IReadOnlyList<CueSkew> landed = [];
        await TestClub.PollAsync(
            async () =>
            {
                landed = (await _club.Client.Show(show.Id).GetSkew(_layout.Id)).Expect().Cues;
                return landed.Count == cues || Comes(_club, static () => false);
            },
            "what came of the cues");
        return landed;
    }

    private Task RunsAsync(Show show, Predicate<ShowRun> holds) => TestClub.PollAsync(
        async () =>
        {
            var run = (await _club.Client.Show(show.Id).GetRun(_layout.Id)).Expect();
            return holds(run) || Comes(_club, static () => false);
        },
        "the show to run so");

    // Each look lets a little time pass: shows are all about it. A board takes as long as the machine lets it, and thousands of looks fit into that:
    // what is not to have come yet is waited for with an end to the time that passes.
    private static bool Comes(TestClub club, Func<bool> holds, DateTimeOffset? before = null)
    {
        if (holds())
        {
            return true;
        }

        if (before is null || club.Time.GetUtcNow() < before)
        {
            club.Time.Advance(TimeSpan.FromMilliseconds(20));
        }

        return false;
    }
}
