using CsCheck;
using RailHub.Grains.Controllers;
using RailHub.Grains.Hosting;
using RailHub.Protocol;
using static RailHub.Grains.Tests.Reports;

namespace RailHub.Grains.Tests.Controllers;

/// <summary>Lights on their way between two levels.</summary>
public sealed class FadeTests
{
    private readonly PlanUnderTest _board = new(Output(4, true, 0), Output(5, true, 0));

    [Fact]
    public void A_fade_goes_in_steps_that_can_be_seen_and_ends_at_its_end_exactly()
    {
        var fade = _board.Want(4, new OutputChange(Active: true, Brightness: 100), overSeconds: 10, origin: Origin.Cue);
        var steps = Play(11);
        Assert.Equal(25, steps.Count);
        Assert.Equal(Enumerable.Range(1, 25).Select(step => 4 * step), steps.Select(step => step.Light.Brightness));
        Assert.All(steps, step => Assert.InRange(step.At.TotalSeconds, (step.Light.Brightness / 10.0) - 0.41, (step.Light.Brightness / 10.0) + 0.02));
        Assert.True(fade.Result.IsCompletedSuccessfully);
    }

    [Theory]
    [InlineData(0, 100, 10)]
    [InlineData(100, 0, 10)]
    [InlineData(20, 80, 10)]
    [InlineData(0, 30, 8)]
    public void On_an_esp8266_which_erases_flash_at_each_write_a_fade_takes_ten_steps_at_most(int from, int to, int commands)
    {
        var board = new PlanUnderTest(Dialect.RailHub8266, Output(4, true, from));
        board.Want(4, new OutputChange(Active: true, Brightness: to), overSeconds: 60, curve: Curve.Square);
        Assert.Equal(commands, Play(board, 61).Count);
        Assert.Equal(to, board[4].Brightness);
    }

    [Fact]
    public void What_an_esp8266_is_sent_of_fades_in_a_day_has_an_end_and_people_and_ends_are_not_counted()
    {
        var board = new PlanUnderTest(new BoardOptions { FadeStepsPerDay = 12 }, Dialect.RailHub8266, Output(4, true, 0), Output(5, true, 0));
        Assert.Equal(10, Fade(100));
        Assert.False(board.Plan.AreFadesSpent(board.Now));

        // Three steps are left, and the end.
        Assert.Equal(4, Fade(0));
        Assert.True(board.Plan.AreFadesSpent(board.Now));
        Assert.Equal(1, Fade(100));
        board.Want(5, new OutputChange(Brightness: 40));
        Assert.Equal(new BoardCommand.Control(5, new Light(true, 40)), board.Obey());

        board.Pass(TimeSpan.FromDays(1).TotalSeconds);
        Assert.False(board.Plan.AreFadesSpent(board.Now));
        Assert.Equal(10, Fade(0));

        int Fade(int to)
        {
            board.Want(4, new OutputChange(Active: true, Brightness: to), overSeconds: 60);
            var commands = Play(board, 61).Count;
            Assert.Equal(to, board[4].Brightness);
            return commands;
        }
    }

    [Fact]
    public void Steps_are_counted_ahead_of_what_is_kept_so_that_few_are_written_and_whoever_goes_on_sends_none_twice()
    {
        var (fades, now) = (new FadeAllowance(60), TimeSpan.FromHours(1));
        Assert.Null(fades.DayAhead);
        var kept = new List<FadeDay?>();
        for (var step = 0; step < 60; step++)
        {
            Assert.False(fades.IsSpent(now));
            fades.Take(now);
            kept.Add(fades.DayAhead);
        }

        Assert.True(fades.IsSpent(now));
        Assert.Equal([25, 50, 60], kept.Distinct().Select(day => day!.Value.Steps));
        Assert.All(kept, (day, step) => Assert.True(day!.Value.Steps > step));
        Assert.Equal(new FadeDay(now, 60), fades.Day);
    }

    [Fact]
    public void An_activation_goes_on_with_the_day_of_the_one_before_and_a_day_later_it_has_all_again()
    {
        var board = new PlanUnderTest(new BoardOptions { FadeStepsPerDay = 30 }, Dialect.RailHub8266, Output(4, true, 0));
        board.Plan.Fades.GoOn(new FadeDay(board.Now - TimeSpan.FromHours(20), 27));
        board.Want(4, new OutputChange(Active: true, Brightness: 100), overSeconds: 60);

        // Three steps, and the end.
        Assert.Equal(4, Play(board, 61).Count);
        Assert.True(board.Plan.AreFadesSpent(board.Now));
        Assert.Equal(30, BoardRecord.Of(board.Plan).Fades!.Value.Steps);
        board.Pass(TimeSpan.FromHours(4).TotalSeconds);
        Assert.False(board.Plan.AreFadesSpent(board.Now));
        board.Want(4, new OutputChange(Active: true, Brightness: 0), overSeconds: 60);
        Assert.Equal(10, Play(board, 61).Count);
        Assert.Equal((9, 25), (BoardRecord.Of(board.Plan, isLast: true).Fades!.Value.Steps, BoardRecord.Of(board.Plan).Fades!.Value.Steps));
    }

    [Fact]
    public void With_no_steps_at_all_an_esp8266_jumps_and_a_board_that_bears_writing_fades()
    {
        var options = new BoardOptions { FadeStepsPerDay = 0 };
        foreach (var (dialect, commands) in ((Dialect, int)[])[(Dialect.RailHub8266, 1), (Dialect.Seed, 25)])
        {
            var board = new PlanUnderTest(options, dialect, Output(4, true, 0));
            board.Want(4, new OutputChange(Active: true, Brightness: 100), overSeconds: 60);
            Assert.Equal(commands, Play(board, 61).Count);
        }
    }

    [Fact]
    public void Going_off_keeps_the_brightness_that_was_asked_for_until_it_is_lit_again()
    {
        var board = new PlanUnderTest(Output(4, true, 60));
        board.Want(4, new OutputChange(Active: false, Brightness: 60), overSeconds: 2);
        board.Pass(1);
        Assert.Equal(new BoardCommand.Control(4, new Light(true, 30)), board.Obey());
        board.Pass(1);
        Assert.Equal(new BoardCommand.Control(4, new Light(false, 60)), board.Obey());
    }

    [Fact]
    public void A_new_wish_for_a_light_on_its_way_goes_on_from_where_it_is()
    {
        _board.Want(4, new OutputChange(Active: true, Brightness: 100), overSeconds: 10);
        _board.Pass(5);
        _board.Obey();
        _board.Want(4, new OutputChange(Active: true, Brightness: 0), overSeconds: 10);
        Assert.Null(_board.Due);
        _board.Pass(0.8);
        Assert.Equal(46, Assert.IsType<BoardCommand.Control>(_board.Obey()).Light.Brightness);
    }

    [Fact]
    public void A_step_that_had_to_wait_its_turn_is_no_larger_for_it_unless_it_could_not_be_made_up_for()
    {
        _board.Want(4, new OutputChange(Active: true, Brightness: 100), overSeconds: 10, origin: Origin.Cue);
        _board.Pass(0.54);
        Assert.Equal(4, Assert.IsType<BoardCommand.Control>(_board.Obey()).Light.Brightness);
        _board.Pass(0.26);
        Assert.Equal(8, Assert.IsType<BoardCommand.Control>(_board.Obey()).Light.Brightness);
        _board.Pass(0.6);
        Assert.Equal(14, Assert.IsType<BoardCommand.Control>(_board.Obey()).Light.Brightness);
    }

    [Fact]
    public async Task A_persons_touch_at_the_dashboard_ends_what_is_in_progress_and_not_what_is_planned()
    {
        var fade = _board.Want(4, new OutputChange(Active: true, Brightness: 100), overSeconds: 10, origin: Origin.Cue);
        _board.Want(4, new OutputChange(Active: true, Brightness: 80), inSeconds: 20, origin: Origin.Cue);
        _board.Pass(2);
        _board.Want(4, new OutputChange(Active: true, Brightness: 5));
        Assert.Equal(CommandResult.Superseded, await fade.Result);
        Assert.Equal(5, Assert.IsType<BoardCommand.Control>(_board.Obey()).Light.Brightness);
        _board.Pass(17);
        Assert.Null(_board.Due);
        _board.Pass(1);
        Assert.Equal(80, Assert.IsType<BoardCommand.Control>(_board.Obey()).Light.Brightness);
    }

    [Fact]
    public void A_persons_touch_at_the_board_ends_what_is_in_progress_and_not_what_is_planned()
    {
        _board.Want(4, new OutputChange(Active: true, Brightness: 100), overSeconds: 10, origin: Origin.Cue);
        _board.Want(4, new OutputChange(Active: true, Brightness: 80), inSeconds: 20, origin: Origin.Cue);
        _board.Pass(2);
        _board.Obey();
        _board.Touch(4, true, 66);
        _board.Pass(5);
        Assert.Null(_board.Due);
        _board.Pass(13);
        Assert.Equal(80, Assert.IsType<BoardCommand.Control>(_board.Obey()).Light.Brightness);
    }

    [Fact]
    public void What_is_planned_is_sent_so_much_earlier_that_it_takes_effect_in_time()
    {
        _board.Plan.Lead = TimeSpan.FromMilliseconds(40);
        _board.Want(4, new OutputChange(Active: true, Brightness: 80), inSeconds: 10, origin: Origin.Cue);
        Assert.Equal(_board.Now + TimeSpan.FromSeconds(9.96), _board.Plan.Wake(_board.Now));
        _board.Pass(9.959);
        Assert.Null(_board.Due);
        _board.Pass(0.001);
        Assert.NotNull(_board.Due);
    }

    [Fact]
    public void What_ends_at_a_touch_brings_nothing_back_whose_place_it_had_taken()
    {
        _board.Want(4, new OutputChange(Active: true, Brightness: 30), overSeconds: 2);
        _board.Want(4, new OutputChange(Active: true, Brightness: 80), inSeconds: 1, overSeconds: 10, origin: Origin.Cue);
        _board.Pass(3);
        _board.Touch(4, true, 66);
        Assert.Null(_board.Due);
        Assert.False(_board.Output(4).IsOpen);
    }

    [Fact]
    public void A_sender_that_plans_anew_takes_back_what_it_had_planned()
    {
        _board.Want(4, new OutputChange(Active: true, Brightness: 100), overSeconds: 10, origin: Origin.Cue, stamp: new Stamp("show", 1, 1));
        _board.Want(5, new OutputChange(Active: true, Brightness: 50), inSeconds: 5, origin: Origin.Cue, stamp: new Stamp("show", 1, 1));
        _board.Pass(5);
        _board.Plan.Forget(new Stamp("show", 1, 2), TimeSpan.MinValue, _board.Now);
        Assert.Null(_board.Due);
        Assert.Null(_board.Plan.Wake(_board.Now));
    }

    [Fact]
    public void The_light_that_is_farthest_off_takes_the_next_step()
    {
        _board.Want(4, new OutputChange(Active: true, Brightness: 50), overSeconds: 10, origin: Origin.Cue);
        _board.Want(5, new OutputChange(Active: true, Brightness: 100), overSeconds: 10, origin: Origin.Cue);
        _board.Pass(2);
        Assert.Equal(5, Assert.IsType<BoardCommand.Control>(_board.Obey()).Pin);
        Assert.Equal(4, Assert.IsType<BoardCommand.Control>(_board.Obey()).Pin);
    }

    [Fact]
    public void While_a_light_is_on_its_way_its_steps_are_not_shown_as_changes()
    {
        _board.Want(4, new OutputChange(Active: true, Brightness: 100), overSeconds: 10);
        _board.Pass(5);
        _board.Obey();
        Assert.Equal(0, _board.Output(4).Reported(_board.Now).Brightness);
        Assert.Equal(100, _board.Output(4).Desired(_board.Now)!.Brightness);
        _board.Pass(5);
        _board.Obey();
        Assert.Equal(100, _board.Output(4).Reported(_board.Now).Brightness);
        Assert.Null(_board.Output(4).Desired(_board.Now));
    }

    [Fact]
    public void A_board_that_does_not_answer_is_not_hurried_by_a_fade()
    {
        _board.Want(4, new OutputChange(Active: true, Brightness: 100), overSeconds: 60);
        _board.Pass(5);
        _board.Send();
        _board.End(BoardAnswerKind.Unreachable);
        _board.Pass(2.9);
        Assert.Null(_board.Due);
        _board.Pass(0.1);
        Assert.NotNull(_board.Due);
    }

    [Fact]
    public void A_board_in_trouble_wakes_nobody_before_it_is_tried_again()
    {
        _board.Want(4, new OutputChange(Active: true, Brightness: 100), overSeconds: 60);
        _board.Pass(5);
        _board.Send();
        _board.End(BoardAnswerKind.TimedOut);
        _board.Pass(1);
        Assert.Equal(_board.Now + TimeSpan.FromSeconds(2), _board.Plan.Wake(_board.Now));
    }

    [Fact]
    public void A_step_that_is_lost_after_many_is_tried_again_as_soon_as_the_first()
    {
        _board.Want(4, new OutputChange(Active: true, Brightness: 100), overSeconds: 60);
        for (var step = 0; step < 8; step++)
        {
            _board.Pass(3);
            _board.Obey();
        }

        _board.Pass(3);
        _board.Send();
        _board.End(BoardAnswerKind.TimedOut);
        _board.Pass(3);
        Assert.NotNull(_board.Due);
    }

    [Fact]
    public void Steps_that_show_one_after_the_other_after_they_were_answered_are_no_touch()
    {
        var fade = _board.Want(4, new OutputChange(Active: true, Brightness: 100), overSeconds: 60);
        _board.Pass(3);
        var first = _board.Send();
        _board.End();
        _board.Pass(3);
        var second = _board.Send();
        _board.End();

        _board.CarryOut(first);
        _board.Report();
        _board.CarryOut(second);
        _board.Report();
        Assert.False(fade.Result.IsCompleted);
        _board.Pass(3);
        Assert.NotNull(_board.Due);
    }

    [Fact]
    public void Whatever_the_fade_no_step_jumps_and_the_end_comes() => Gen.Select(
        Gen.Select(Gen.Bool, Gen.Int[0, 100]), Gen.Select(Gen.Bool, Gen.Int[0, 100]), Gen.Double[0.1, 30], Gen.Enum<Curve>()).Sample((from, to, seconds, curve) =>
        {
            var board = new PlanUnderTest(Output(4, from.Item1, from.Item2));
            board.Want(4, new OutputChange(to.Item1, to.Item2), overSeconds: seconds, curve: curve);
            var end = board.Now + TimeSpan.FromSeconds(seconds);
            var level = new Light(from.Item1, from.Item2).Level;
            var commands = 0;
            while (board.Plan.Wake(board.Now) is { } wake && commands < 100)
            {
                board.Now = wake > board.Now ? wake : board.Now + TimeSpan.FromMilliseconds(1);
                if (board.Due is null)
                {
                    continue;
                }

                var sent = Assert.IsType<BoardCommand.Control>(board.Obey()).Light;
                commands++;

                // As fine as it can be seen, but for what a millisecond makes, and for the last.
                Assert.True(Math.Abs(sent.Level - level) <= 6 || board.Now >= end, $"from {level} to {sent.Level}");
                level = sent.Level;
            }

            Assert.Equal(new Light(to.Item1, to.Item2), new Light(board[4].Active, board[4].Brightness));
            Assert.InRange(commands, 0, 27);
        });

    private List<(TimeSpan At, Light Light)> Play(double seconds) => Play(_board, seconds);

    private static List<(TimeSpan At, Light Light)> Play(PlanUnderTest board, double seconds)
    {
        var steps = new List<(TimeSpan, Light)>();
        var begin = board.Now;
        while (board.Now < begin + TimeSpan.FromSeconds(seconds))
        {
            while (board.Due is not null)
            {
                steps.Add((board.Now - begin, Assert.IsType<BoardCommand.Control>(board.Obey()).Light));
            }

            board.Pass(0.01);
        }

        return steps;
    }
}
