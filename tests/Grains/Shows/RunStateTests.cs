using RailHub.Grains.Shows;

namespace RailHub.Grains.Tests.Shows;

/// <summary>When cues begin.</summary>
public sealed class RunStateTests
{
    private static readonly DateTimeOffset s_begin = Reports.Now;

    [Fact]
    public void The_first_cue_begins_with_the_show_and_one_by_hand_waits()
    {
        var cues = List(Cue(1), Cue(2));
        var state = RunState.Play(cues, s_begin);
        Assert.Equal(CueNumber.Whole(1), state.Current);
        Assert.Equal(state, state.At(cues, At(3600)));
        Assert.Null(state.NextStart(cues));
        Assert.Equal(CueNumber.Whole(2), state.Next(cues)!.Number);

        var went = state.Go(cues, At(90))!;
        Assert.Equal([(1, 0), (2, 90)], Begun(went));
        Assert.Null(went.Go(cues, At(91)));
    }

    [Theory]
    [InlineData(CueTrigger.Follow, 5, 5)]
    [InlineData(CueTrigger.Follow, 0, 0)]
    [InlineData(CueTrigger.Hang, 5, 15)] // the first takes ten seconds
    [InlineData(CueTrigger.Hang, 0, 10)]
    [InlineData(CueTrigger.Hang, -3, 7)]
    [InlineData(CueTrigger.Hang, -30, 0)]
    [InlineData(CueTrigger.Offset, 4, 4)]
    [InlineData(CueTrigger.Offset, 0, 0)]
    public void A_cue_begins_by_its_trigger(CueTrigger trigger, int time, int begins)
    {
        var cues = List(Cue(1, up: 8, delay: 2), Cue(2, trigger, time));
        var state = RunState.Play(cues, s_begin);
        Assert.Equal(TimeSpan.FromSeconds(begins), state.NextStart(cues) ?? state.Begun[^1].At);
        Assert.Equal([(1, 0), (2, begins)], Begun(state.At(cues, At(begins))));
        if (begins > 0)
        {
            Assert.Equal([(1, 0)], Begun(state.At(cues, At(begins - 1))));
        }
    }

    [Fact]
    public void An_offset_counts_from_the_beginning_of_the_round_and_is_over_when_it_is()
    {
        var cues = List(Cue(1), Cue(2), Cue(3, CueTrigger.Offset, 30), Cue(4, CueTrigger.Offset, 20));
        var late = RunState.Play(cues, s_begin).Go(cues, At(45))!;
        Assert.Equal([(1, 0), (2, 45), (3, 45), (4, 45)], Begun(late.At(cues, At(45))));
        var early = RunState.Play(cues, s_begin).Go(cues, At(10))!;
        Assert.Equal([(1, 0), (2, 10), (3, 30), (4, 30)], Begun(early.At(cues, At(60))));
    }

    [Fact]
    public void A_first_cue_with_an_offset_lets_the_show_wait_for_it()
    {
        var cues = List(Cue(1, CueTrigger.Offset, 12));
        var state = RunState.Play(cues, s_begin);
        Assert.Null(state.At(cues, At(11)).Current);
        Assert.Equal([(1, 12)], Begun(state.At(cues, At(12))));
    }

    [Fact]
    public void What_is_skipped_is_as_if_it_were_not_there()
    {
        var cues = List(Cue(1, up: 10), Cue(2, up: 60) with { Skip = true }, Cue(3, CueTrigger.Hang));
        Assert.Equal([(1, 0), (3, 10)], Begun(RunState.Play(cues, s_begin).At(cues, At(10))));
    }

    [Fact]
    public void Go_takes_the_next_cue_whatever_it_waits_for()
    {
        var cues = List(Cue(1), Cue(2, CueTrigger.Follow, 100), Cue(3, CueTrigger.Follow, 5));
        var state = RunState.Play(cues, s_begin).Go(cues, At(7))!;
        Assert.Equal([(1, 0), (2, 7), (3, 12)], Begun(state.At(cues, At(60))));
    }

    [Fact]
    public void Time_stands_still_while_it_is_paused()
    {
        var cues = List(Cue(1), Cue(2, CueTrigger.Follow, 10));
        var paused = RunState.Play(cues, s_begin).Pause(cues, At(4));
        Assert.Equal([(1, 0)], Begun(paused.At(cues, At(500))));
        Assert.Null(paused.MomentOf(TimeSpan.FromSeconds(10)));
        var resumed = paused.Resume(At(500));
        Assert.Equal(At(506), resumed.MomentOf(TimeSpan.FromSeconds(10)));
        Assert.Equal([(1, 0), (2, 10)], Begun(resumed.At(cues, At(506))));
    }

    [Fact]
    public void Go_goes_on_after_a_pause()
    {
        var cues = List(Cue(1), Cue(2));
        var went = RunState.Play(cues, s_begin).Pause(cues, At(4)).Go(cues, At(100))!;
        Assert.Equal(ShowMode.Playing, went.Mode);
        Assert.Equal([(1, 0), (2, 4)], Begun(went));
    }

    [Theory]
    [InlineData(200, 7)]
    [InlineData(50, 16)]
    [InlineData(2000, 4.3)]
    public void A_rate_makes_time_pass_faster_or_slower_from_then_on(int rate, double begins)
    {
        var cues = List(Cue(1), Cue(2, CueTrigger.Follow, 10));
        var state = RunState.Play(cues, s_begin).AtRate(cues, rate, At(4));
        Assert.Equal(At(begins), state.MomentOf(TimeSpan.FromSeconds(10)));
        Assert.Equal(TimeSpan.FromSeconds(600.0 / rate), state.Takes(TimeSpan.FromSeconds(6)));
    }

    [Fact]
    public void At_no_rate_nothing_comes_by_itself()
    {
        var cues = List(Cue(1), Cue(2, CueTrigger.Follow, 10));
        var state = RunState.Play(cues, s_begin).AtRate(cues, 0, At(4));
        Assert.Equal([(1, 0)], Begun(state.At(cues, At(1000))));
        Assert.Equal([(1, 0), (2, 4)], Begun(state.Go(cues, At(1000))!));
        Assert.Equal([(1, 0), (2, 10)], Begun(state.AtRate(cues, 100, At(2000)).At(cues, At(2006))));
    }

    [Fact]
    public void The_next_round_begins_when_the_last_cue_is_complete()
    {
        var cues = List(loops: 3, Cue(1), Cue(2, CueTrigger.Follow, 5, up: 10));
        var state = RunState.Play(cues, s_begin);
        Assert.Equal([(1, 0)], Rounds(state.At(cues, At(4)), 1));
        Assert.Equal([(1, 0)], Rounds(state.At(cues, At(15)), 2));
        Assert.Equal([(1, 0), (2, 5)], Rounds(state.At(cues, At(20)), 2));
        Assert.Equal(At(20), state.At(cues, At(20)).BeganAt);
        Assert.Equal([(1, 0), (2, 5)], Rounds(state.At(cues, At(1000)), 3));
        Assert.False(state.At(cues, At(44)).IsOver(cues, At(44)));
        Assert.True(state.At(cues, At(45)).IsOver(cues, At(45)));
    }

    [Fact]
    public void A_round_without_an_end_goes_on_and_on()
    {
        var cues = List(loops: 0, Cue(1, up: 1), Cue(2, CueTrigger.Hang, 0, up: 1));
        var state = RunState.Play(cues, s_begin).At(cues, At(2001));
        Assert.Equal(1001, state.Round);
        Assert.Equal([(1, 0), (2, 1)], Rounds(state, 1001));
    }

    [Fact]
    public void A_round_that_takes_no_time_keeps_nobody_busy()
    {
        var cues = List(loops: 0, Cue(1));
        Assert.InRange(RunState.Play(cues, s_begin).At(cues, At(10)).Round, 2, 101);
    }

    [Fact]
    public void Coming_cues_are_told_one_by_one_over_rounds()
    {
        var cues = List(loops: 0, Cue(1, up: 1), Cue(2, CueTrigger.Hang, 0, up: 1));
        var state = RunState.Play(cues, s_begin);
        Assert.Equal(
            [At(1), At(2), At(3), At(4)],
            state.Coming(cues, At(4.5)).Select(begun => begun.BeganAt!.Value));
    }

    [Fact]
    public void Going_to_a_cue_is_as_if_all_before_had_begun_in_time()
    {
        var cues = List(Cue(1, up: 5), Cue(2, CueTrigger.Hang, 1), Cue(3), Cue(4, CueTrigger.Offset, 60));
        var state = RunState.Play(cues, s_begin).GoTo(cues, 2, At(500));
        Assert.Equal([(1, 0), (2, 6), (3, 6)], Begun(state));
        Assert.Equal(At(500 + 54), state.MomentOf(TimeSpan.FromSeconds(60)));
    }

    [Fact]
    public void Seeking_goes_back_and_forth_and_not_past_a_cue_that_waits_for_a_hand()
    {
        var cues = List(Cue(1), Cue(2, CueTrigger.Follow, 10), Cue(3), Cue(4, CueTrigger.Follow, 5));
        var state = RunState.Play(cues, s_begin).At(cues, At(12)).Go(cues, At(20))!;
        Assert.Equal([(1, 0)], Begun(state.Seek(cues, TimeSpan.FromSeconds(9), At(30))));
        Assert.Equal([(1, 0), (2, 10)], Begun(RunState.Play(cues, s_begin).Seek(cues, TimeSpan.FromSeconds(300), At(30))));
        var far = state.Seek(cues, TimeSpan.FromSeconds(300), At(30));
        Assert.Equal([(1, 0), (2, 10), (3, 20), (4, 25)], Begun(far));
        Assert.Equal(TimeSpan.FromSeconds(301), far.PositionAt(At(31)));
    }

    [Fact]
    public void A_cue_that_was_deleted_meanwhile_stops_nothing()
    {
        var state = RunState.Play(List(Cue(1), Cue(2), Cue(3)), s_begin).Go(List(Cue(1), Cue(2), Cue(3)), At(1))!;
        var cues = List(Cue(1), Cue(3, CueTrigger.Follow, 5), Cue(4));
        Assert.Equal(CueNumber.Whole(3), state.Next(cues)!.Number);
        Assert.Equal([(1, 0), (2, 1), (3, 6)], Begun(state.At(cues, At(10))));
    }

    [Fact]
    public void It_is_written_down_and_read_as_it_was()
    {
        var cues = List(loops: 2, Cue(1), Cue(2, CueTrigger.Follow, 5));
        var stand = new ShowStand(RunState.Play(cues, s_begin).At(cues, At(5)), [], "192.0.2.1");
        var read = ShowStand.Read(stand.Write());
        Assert.Equal(stand.State.Begun, read.State.Begun);
        Assert.Equal(stand.State with { Begun = [] }, read.State with { Begun = [] });
        Assert.Equal("192.0.2.1", read.By);
    }

    internal static Cue Cue(int number, CueTrigger trigger = CueTrigger.Go, double time = 0, double up = 0, double delay = 0) => new(
        CueNumber.Whole(number),
        Action: CueAction.Targets,
        Targets: [new SceneTarget(new MacAddress(0x025248000001), 4, Active: true, Brightness: 100)],
        Up: (long)(up * 1000),
        Delay: (long)(delay * 1000),
        Trigger: trigger,
        Time: (long)(time * 1000));

    internal static CueList List(params Cue[] cues) => List(1, cues);

    internal static CueList List(int loops, params Cue[] cues) =>
        new(new ShowScore(new Show(new ShowId(Guid.Empty), new LayoutId(Guid.Empty), "Night", cues, Version: 1, loops), [], []));

    private static DateTimeOffset At(double seconds) => s_begin + TimeSpan.FromSeconds(seconds);

    private static (int, int)[] Begun(RunState state) =>
        [.. state.Begun.Select(cue => (cue.Number.Thousandths / 1000, (int)cue.At.TotalSeconds))];

    private static (int, int)[] Rounds(RunState state, int round)
    {
        Assert.Equal(round, state.Round);
        return [.. state.Begun.Where(cue => cue.At >= TimeSpan.Zero).Select(cue => (cue.Number.Thousandths / 1000, (int)cue.At.TotalSeconds))];
    }
}
