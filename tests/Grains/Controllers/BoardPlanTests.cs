using System.Diagnostics;
using CsCheck;
using RailHub.Grains.Controllers;
using RailHub.Grains.Hosting;
using RailHub.Protocol;
using static RailHub.Grains.Tests.Reports;

namespace RailHub.Grains.Tests.Controllers;

public sealed class BoardPlanTests
{
    private readonly PlanUnderTest _board = new(Output(4), Output(5), Output(12));

    [Fact]
    public async Task What_is_so_already_is_not_sent()
    {
        var board = new PlanUnderTest(Output(4, true, 60));
        Assert.Equal(CommandResult.AlreadySo, await board.Want(4, new OutputChange(Active: true, Brightness: 60, Interval: 0, Name: "")).Result);
        Assert.Null(board.Due);
        Assert.False(board.Output(4).IsOpen);
    }

    [Fact]
    public void A_command_is_of_the_call_that_wanted_it_whoever_made_the_plan_look()
    {
        using var spans = new ActivitySource(nameof(BoardPlanTests));
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source == spans,
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(listener);
        ActivityContext first, second;
        using (var call = spans.StartActivity("first"))
        {
            first = call!.Context;
            _board.Want(4, new OutputChange(Active: true));
        }

        using (var call = spans.StartActivity("second"))
        {
            second = call!.Context;
            _board.Want(5, new OutputChange(Active: true));
        }

        _board.Want(12, new OutputChange(Active: true));

        Assert.Equal([first, second, default], ((int[])[4, 5, 12]).Select(pin =>
        {
            var cause = _board.Plan.Next(_board.Now)!.Value.Source.Cause;
            Assert.Equal(pin, ((BoardCommand.Control)_board.Obey()).Pin);
            return cause;
        }));
    }

    [Fact]
    public async Task Without_a_live_link_nothing_is_known_to_be_so()
    {
        _board.Leave();
        var off = _board.Want(4, new OutputChange(Active: false));
        Assert.False(off.Result.IsCompleted);
        off.Release(_board.Now);

        // Somebody switches it on at its own page meanwhile.
        _board.CarryOut(new BoardCommand.Control(4, new Light(true, 100)));
        _board.ComeBack();
        Assert.Equal(new BoardCommand.Control(4, new Light(false, 100)), _board.Obey());
        Assert.Equal(CommandResult.Confirmed, await off.Result);
    }

    [Fact]
    public void What_a_player_plans_for_a_board_that_is_away_is_not_known_to_be_so_either()
    {
        _board.Leave();
        var off = _board.Plan.Add(
            _board.Output(4),
            new Intent(4, new OutputChange(Active: false), PlanUnderTest.Today, default, Curve.Linear, Origin.Cue, new Stamp("show", 1, 1)),
            _board.Now,
            _board.Now,
            isHeld: false);
        Assert.False(off.Result.IsCompleted);

        _board.CarryOut(new BoardCommand.Control(4, new Light(true, 100)));
        _board.ComeBack();
        Assert.Equal(new BoardCommand.Control(4, new Light(false, 100)), _board.Due);
    }

    [Fact]
    public async Task The_last_word_to_a_board_that_was_away_is_compared_when_it_is_back()
    {
        _board.Leave();
        var off = _board.Want(4, new OutputChange(Active: false));
        off.Release(_board.Now);
        _board.ComeBack();
        Assert.Null(_board.Due);
        Assert.Equal(CommandResult.Confirmed, await off.Result);
    }

    [Fact]
    public void A_change_of_one_member_keeps_the_other_that_goes_in_the_same_call()
    {
        var board = new PlanUnderTest(Output(4, false, 60));
        board.Want(4, new OutputChange(Active: true));
        Assert.Equal(new BoardCommand.Control(4, new Light(true, 60)), board.Due);
    }

    [Fact]
    public void What_is_wanted_before_the_first_report_is_completed_by_it()
    {
        var plan = new BoardPlan(new BoardOptions());
        var output = plan.Expect(4)!;
        Add(new OutputChange(Active: true));
        Add(new OutputChange(Interval: 500));
        plan.Observe(Board(Output(4, false, 35)), default, TimeSpan.Zero);
        Assert.Equal(new BoardCommand.Control(4, new Light(true, 35)), plan.Next(TimeSpan.Zero)?.Command);

        void Add(OutputChange change) => plan.Add(
            output, new Intent(4, change, PlanUnderTest.Today, default, default, Origin.Person, Stamps.None), TimeSpan.Zero, TimeSpan.Zero, isHeld: false);
    }

    [Fact]
    public async Task The_newest_value_wins_while_it_waits()
    {
        var first = _board.Want(4, new OutputChange(Active: true, Brightness: 30));
        _board.Want(4, new OutputChange(Brightness: 70));
        Assert.Equal(CommandResult.Superseded, await first.Result);
        Assert.Equal(new BoardCommand.Control(4, new Light(true, 70)), _board.Send());
        Assert.Null(_board.Due);
    }

    [Fact]
    public async Task A_wish_for_another_part_supersedes_nothing()
    {
        var lit = _board.Want(4, new OutputChange(Active: true));
        _board.Want(4, new OutputChange(Name: "Signal"));
        Assert.False(lit.Result.IsCompleted);
        _board.Obey();
        Assert.Equal(CommandResult.Confirmed, await lit.Result);
        Assert.Equal(new BoardCommand.SetName(4, "Signal"), _board.Due);
    }

    [Fact]
    public void A_wish_that_returns_to_the_reported_value_while_another_is_under_way_is_sent_all_the_same()
    {
        _board.Want(4, new OutputChange(Active: true));
        var on = _board.Send();
        var off = _board.Want(4, new OutputChange(Active: false));
        Assert.False(off.Result.IsCompleted);

        // The report of before both is no confirmation of the second.
        _board.Report();
        Assert.False(off.Result.IsCompleted);
        _board.CarryOut(on);
        _board.Report();
        _board.End();
        Assert.Equal(new BoardCommand.Control(4, new Light(false, 100)), _board.Obey());
        Assert.True(off.Result.IsCompleted);
        Assert.False(_board.Output(4).IsOpen);
    }

    [Fact]
    public void A_wish_that_returns_before_anything_was_sent_is_given_up()
    {
        _board.Want(4, new OutputChange(Active: true));
        _board.Want(4, new OutputChange(Active: false));
        Assert.Null(_board.Due);
    }

    [Fact]
    public void Every_brightness_of_a_RailHub32_is_confirmed_by_what_it_reports_and_sent_once() => Gen.Int[0, 100].Sample(percent =>
    {
        var board = new PlanUnderTest(Dialect.RailHub32, Output(4, false, 100));
        board.Want(4, new OutputChange(Active: true, Brightness: percent));
        board.Obey();
        Assert.False(board.Output(4).IsOpen);
        Assert.Equal(percent, board.Output(4).Reported(board.Now).Brightness);
        Assert.True(board.Want(4, new OutputChange(Brightness: percent)).Result.IsCompleted);
        board.Pass(3600);
        Assert.Null(board.Due);
    });

    [Fact]
    public void A_touch_of_one_percent_more_at_a_RailHub32_is_not_taken_for_what_was_sent() => Gen.Int[1, 98].Sample(percent =>
    {
        // It reports 20 of 20 and of 21 (protocol 4.2): nobody can tell those apart.
        if (percent % 20 == 0)
        {
            return;
        }

        var board = new PlanUnderTest(Dialect.RailHub32, Output(4, true, 0));
        board.Want(4, new OutputChange(Active: true, Brightness: percent));
        board.Obey();
        board.Touch(4, true, percent + 1);
        Assert.Equal(percent + 1, board.Output(4).Reported(board.Now).Brightness);
    });

    [Fact]
    public void Toggling_an_output_of_a_RailHub32_that_only_a_report_tells_of_does_not_dim_it()
    {
        // 49 is what a RailHub32 reports of 50 (protocol 4.2).
        var board = new PlanUnderTest(Dialect.RailHub32, Output(4, false, 49));
        board.Want(4, new OutputChange(Active: true));
        Assert.Equal(new BoardCommand.Control(4, new Light(true, 50)), board.Due);
    }

    [Fact]
    public void A_RailHub32_does_not_confirm_one_percent_less_that_it_was_never_sent()
    {
        var board = new PlanUnderTest(Dialect.RailHub32, Output(4, true, 49));
        board.Want(4, new OutputChange(Brightness: 49));
        Assert.Equal(new BoardCommand.Control(4, new Light(true, 49)), board.Due);
        board.Obey();
        Assert.False(board.Output(4).IsOpen);
    }

    [Fact]
    public void A_board_that_rounds_confirms_nothing_but_the_very_value()
    {
        var wish = _board.Want(4, new OutputChange(Active: true, Brightness: 50));
        _board.Send();
        _board.Touch(4, true, 49);
        Assert.False(wish.Result.IsCompleted);
        _board.Touch(4, true, 50);
        Assert.True(wish.Result.IsCompleted);
    }

    [Fact]
    public async Task What_the_board_refuses_is_dropped_and_told()
    {
        var wish = _board.Want(4, new OutputChange(Name: "Signal"));
        _board.Send();
        _board.End(BoardAnswerKind.Refused, 404, "Output not found");
        Assert.Equal(CommandResult.Refused, await wish.Result);
        Assert.Equal("Output not found", wish.Receipt.Reason);
        Assert.Equal("Output not found", _board.Output(4).Problem);
        _board.Pass(3600);
        Assert.Null(_board.Due);

        _board.Want(4, new OutputChange(Name: "Lamp"));
        Assert.Null(_board.Output(4).Problem);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(501)]
    [InlineData(503)]
    [InlineData(429)]
    [InlineData(408)]
    public void A_trouble_that_may_pass_is_no_refusal(int status)
    {
        var wish = _board.Want(4, new OutputChange(Active: true));
        _board.Send();
        _board.End(BoardAnswerKind.Refused, status, "busy");
        Assert.False(wish.Result.IsCompleted);
        Assert.Null(_board.Due);
        _board.Pass(3);
        _board.Obey();
        Assert.True(wish.Result.IsCompletedSuccessfully);
    }

    [Fact]
    public void A_refusal_of_an_older_value_does_not_drop_the_newer()
    {
        _board.Want(4, new OutputChange(Interval: 500));
        _board.Send();
        _board.Want(4, new OutputChange(Interval: 700));
        _board.End(BoardAnswerKind.Refused, 400, "no");
        Assert.Equal(new BoardCommand.SetInterval(4, 700), _board.Due);
    }

    [Fact]
    public void A_refusal_of_what_came_before_a_fade_does_not_end_the_fade()
    {
        _board.Want(4, new OutputChange(Active: true, Brightness: 40));
        _board.Send();
        var fade = _board.Want(4, new OutputChange(Active: true, Brightness: 80), overSeconds: 10);
        _board.End(BoardAnswerKind.Refused, 400, "no");
        Assert.False(fade.Result.IsCompleted);
        Assert.Null(_board.Output(4).Problem);

        _board.Pass(11);
        _board.Obey();
        Assert.True(fade.Result.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task A_refusal_of_a_step_ends_the_fade_that_it_belongs_to()
    {
        var fade = _board.Want(4, new OutputChange(Active: true, Brightness: 80), overSeconds: 10);
        _board.Pass(5);
        _board.Send();
        _board.End(BoardAnswerKind.Refused, 400, "no");
        Assert.Equal(CommandResult.Refused, await fade.Result);
        _board.Pass(10);
        Assert.Null(_board.Due);
    }

    [Fact]
    public void What_is_not_confirmed_is_sent_again_after_3_6_12_24_30_and_30_seconds()
    {
        _board.Want(4, new OutputChange(Active: true));
        foreach (var seconds in (double[])[3, 6, 12, 24, 30, 30])
        {
            _board.Send();
            _board.End();
            Assert.Equal(_board.Now + TimeSpan.FromSeconds(seconds), _board.Plan.Wake(_board.Now));
            _board.Pass(seconds - 0.001);
            Assert.Null(_board.Due);
            _board.Pass(0.001);
        }
    }

    [Fact]
    public void A_board_that_is_back_is_told_at_once()
    {
        _board.Want(4, new OutputChange(Active: true));
        _board.Send();
        _board.End(BoardAnswerKind.TimedOut);
        Assert.Null(_board.Due);
        _board.Leave();
        _board.ComeBack();
        Assert.NotNull(_board.Due);
    }

    [Fact]
    public void The_oldest_wish_of_a_board_is_sent_first()
    {
        _board.Want(5, new OutputChange(Active: true));
        _board.Pass(0.1);
        _board.Want(4, new OutputChange(Active: true));
        Assert.Equal(5, Assert.IsType<BoardCommand.Control>(_board.Due).Pin);
    }

    [Fact]
    public void Whoever_wants_outputs_anew_faster_than_they_can_be_sent_starves_none_of_them()
    {
        int[] pins = [4, 5, 12];
        var served = new Dictionary<int, int>();
        for (var round = 0; round < 30; round++)
        {
            foreach (var pin in pins)
            {
                _board.Want(pin, new OutputChange(Active: true, Brightness: (round % 50) + 1));
            }

            _board.Pass(0.1);
            var sent = Assert.IsType<BoardCommand.Control>(_board.Obey()).Pin;
            served[sent] = served.GetValueOrDefault(sent) + 1;
        }

        Assert.Equal([10, 10, 10], pins.Select(pin => served.GetValueOrDefault(pin)));
    }

    [Fact]
    public void A_command_that_was_given_up_and_comes_late_is_not_taken_for_a_persons_change()
    {
        _board.Want(4, new OutputChange(Active: true, Brightness: 30));
        var old = _board.Send();
        _board.Pass(6);
        _board.End(BoardAnswerKind.TimedOut);
        var newer = _board.Want(4, new OutputChange(Active: true, Brightness: 70));
        _board.Obey();
        Assert.True(newer.Result.IsCompletedSuccessfully);

        _board.Pass(2);
        _board.CarryOut(old);
        _board.Report();
        Assert.Equal(new BoardCommand.Control(4, new Light(true, 70)), _board.Obey());
        Assert.False(_board.Output(4).IsOpen);
    }

    [Fact]
    public void A_persons_change_stays_though_it_is_what_was_given_up_long_ago()
    {
        _board.Want(4, new OutputChange(Active: true, Brightness: 30));
        _board.Send();
        _board.End(BoardAnswerKind.TimedOut);
        _board.Want(4, new OutputChange(Active: true, Brightness: 70));
        _board.Obey();
        _board.Pass(Delivery<Light>.EchoTime.TotalSeconds + 1);
        _board.Touch(4, true, 30);
        Assert.Null(_board.Due);
    }

    [Fact]
    public void A_command_withheld_before_its_first_byte_is_due_again_at_once()
    {
        _board.Want(4, new OutputChange(Active: true));
        _board.Send();
        _board.End(BoardAnswerKind.Withheld);
        Assert.NotNull(_board.Due);
    }

    [Fact]
    public async Task What_waits_for_the_database_is_not_sent_and_holds_back_what_it_would_replace()
    {
        _board.Leave();
        var kept = _board.Want(4, new OutputChange(Active: true, Brightness: 30));
        kept.Release(_board.Now);
        var held = _board.Want(4, new OutputChange(Active: true, Brightness: 70));
        _board.ComeBack();
        Assert.Null(_board.Due);
        held.Withdraw();
        Assert.Equal(CommandResult.NotKept, await held.Result);
        Assert.Equal(new BoardCommand.Control(4, new Light(true, 30)), _board.Due);
    }

    [Fact]
    public void What_could_not_be_kept_leaves_nothing_in_what_was_wanted_after_it()
    {
        _board.Leave();
        var on = _board.Want(4, new OutputChange(Active: true));
        var dim = _board.Want(4, new OutputChange(Brightness: 50));
        on.Withdraw();
        dim.Release(_board.Now);
        _board.ComeBack();
        Assert.Equal(new BoardCommand.Control(4, new Light(false, 50)), _board.Due);
    }

    [Fact]
    public void What_is_taken_over_from_a_wish_that_began_stays()
    {
        _board.Want(4, new OutputChange(Active: true));
        _board.Leave();
        var dim = _board.Want(4, new OutputChange(Brightness: 50));
        var brighter = _board.Want(4, new OutputChange(Brightness: 70));
        dim.Release(_board.Now);
        brighter.Withdraw();
        _board.ComeBack();
        Assert.Equal(new BoardCommand.Control(4, new Light(true, 50)), _board.Due);
    }

    [Fact]
    public void A_late_command_of_ours_does_not_push_out_a_wish_that_is_still_being_kept()
    {
        _board.Want(4, new OutputChange(Active: true, Brightness: 30));
        var old = _board.Send();
        _board.End(BoardAnswerKind.TimedOut);
        _board.Want(4, new OutputChange(Active: true, Brightness: 70));
        _board.Obey();
        _board.Leave();
        var held = _board.Want(4, new OutputChange(Active: true, Brightness: 90));
        _board.CarryOut(old);
        _board.ComeBack();
        Assert.False(held.Result.IsCompleted);
        Assert.Null(_board.Due);
        held.Withdraw();
        Assert.Equal(new BoardCommand.Control(4, new Light(true, 70)), _board.Due);
    }

    [Fact]
    public void A_command_that_the_board_said_yes_to_and_did_not_show_is_noticed_once()
    {
        _board.Want(4, new OutputChange(Active: true));
        _board.Send();
        _board.End();
        Assert.Equal(_board.Now, _board.Plan.UnshownSince);
        _board.Plan.Doubt();
        Assert.Null(_board.Plan.UnshownSince);
    }

    [Fact]
    public void The_boards_own_report_tells_how_long_a_command_takes()
    {
        _board.Want(4, new OutputChange(Active: true));
        var command = _board.Send();
        _board.Pass(0.03);
        _board.CarryOut(command);
        _board.Report();
        Assert.Equal(TimeSpan.FromMilliseconds(30), _board.Effects.Median);
    }

    [Fact]
    public async Task Of_one_sender_the_older_never_beats_the_newer()
    {
        _board.Want(4, new OutputChange(Active: true, Brightness: 70), origin: Origin.Cue, stamp: new Stamp("show", 2, 1));
        var late = _board.Want(4, new OutputChange(Active: true, Brightness: 30), origin: Origin.Cue, stamp: new Stamp("show", 1, 99));
        Assert.Equal(CommandResult.Superseded, await late.Result);
        Assert.Equal(new BoardCommand.Control(4, new Light(true, 70)), _board.Due);
    }

    [Fact]
    public async Task What_a_sender_took_back_does_not_come_again_by_an_older_plan_of_its_own()
    {
        _board.Plan.Forget(new Stamp("show", 1, 2), TimeSpan.MinValue, _board.Now);
        var late = _board.Want(4, new OutputChange(Active: true), origin: Origin.Cue, stamp: new Stamp("show", 1, 1));
        Assert.Equal(CommandResult.Superseded, await late.Result);
        Assert.Null(_board.Due);
    }

    [Fact]
    public void People_are_served_before_edges_of_cues_and_those_before_steps_of_fades()
    {
        _board.Want(4, new OutputChange(Active: true, Brightness: 100), overSeconds: 10, origin: Origin.Cue);
        _board.Pass(5);
        _board.Want(5, new OutputChange(Active: true), origin: Origin.Cue);
        _board.Pass(0.1);
        _board.Want(12, new OutputChange(Active: true));
        Assert.Equal(12, Assert.IsType<BoardCommand.Control>(_board.Obey()).Pin);
        Assert.Equal(5, Assert.IsType<BoardCommand.Control>(_board.Obey()).Pin);
        Assert.Equal(4, Assert.IsType<BoardCommand.Control>(_board.Obey()).Pin);
    }

    [Fact]
    public void Whatever_happens_in_whatever_order_the_board_ends_up_with_the_last_word_and_is_then_left_alone() =>
        Gen.Select(Gen.Select(Gen.Enum<PlanMove>(), Gen.Bool, Gen.Int[0, 100]).Array[1, 40], Gen.Enum<Dialect>(), Gen.Int[0, 50]).Sample(
            (moves, dialect, lead) =>
            {
                var game = new PlanGame(dialect, TimeSpan.FromMilliseconds(lead));
                foreach (var (move, active, percent) in moves)
                {
                    game.Play(move, active, percent);
                }

                game.End();
            },
            iter: 20_000,
            print: static game => $"{string.Join(' ', game.Item1)} {game.Item2} {game.Item3}");
}
