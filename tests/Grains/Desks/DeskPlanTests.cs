using RailHub.Grains.Controllers;
using RailHub.Grains.Desks;
using RailHub.Grains.Hosting;
using RailHub.Grains.Tests.Controllers;
using RailHub.Protocol;
using static RailHub.Grains.Tests.Reports;

namespace RailHub.Grains.Tests.Desks;

/// <summary>What a desk makes of a board's plan: it alters what is sent, not what is wanted.</summary>
public sealed class DeskPlanTests
{
    private static readonly DeskFilter s_dark = DeskFilter.None with { IsDark = true };
    private static readonly DeskFilter s_half = DeskFilter.None with { Master = 50 };

    private readonly PlanUnderTest _board = new(Output(4, true, 80), Output(5, false, 30), Output(12, true, 0));

    [Fact]
    public void A_blackout_tells_only_lamps_that_burn_and_lifting_it_only_those_that_did()
    {
        _board.Filter(s_dark);
        Assert.Equal([Control(4, false, 80)], _board.ObeyAll());
        _board.Filter(DeskFilter.None);
        Assert.Equal([Control(4, true, 80)], _board.ObeyAll());
        Assert.False(_board.Output(4).IsOpen || _board.Output(5).IsOpen || _board.Output(12).IsOpen);
        Assert.Empty(BoardRecord.Of(_board.Plan).Wishes);
    }

    [Fact]
    public void What_it_comes_back_to_can_be_kept_before_the_board_hears_of_the_blackout()
    {
        _board.Plan.Announce(static _ => s_dark, _board.Now);
        Assert.Null(_board.Due);
        var kept = Assert.Single(BoardRecord.Of(_board.Plan).Wishes);
        Assert.Equal((4, true, 80), (kept.Key, kept.Value[0].Active, kept.Value[0].Brightness));
        _board.Plan.Filter(static _ => s_dark, _board.Now);
        Assert.Equal(Control(4, false, 80), _board.Obey());
        Assert.Equal(4, Assert.Single(BoardRecord.Of(_board.Plan).Wishes).Key);
    }

    [Fact]
    public void What_is_on_but_dark_is_wanted_still_and_nothing_is_waited_for()
    {
        _board.Filter(s_dark);
        _board.ObeyAll();
        var output = _board.Output(4);
        Assert.False(output.Reported(_board.Now).Active);
        Assert.Equal((true, 80), (output.Desired(_board.Now)!.Active, output.Desired(_board.Now)!.Brightness));
        Assert.True(output.IsHeldByDesk(_board.Now));
        Assert.Null(_board.Output(5).Desired(_board.Now));
    }

    [Fact]
    public async Task What_a_blackout_covers_is_accepted_and_confirmed_when_it_is_lifted()
    {
        _board.Filter(s_dark);
        _board.ObeyAll();
        var want = _board.Want(5, new OutputChange(Active: true));
        Assert.True(want.IsCovered);
        Assert.Null(_board.Due);
        Assert.False(want.Result.IsCompleted);
        _board.Filter(DeskFilter.None);
        Assert.Contains(Control(5, true, 30), _board.ObeyAll());
        Assert.Equal(CommandResult.Confirmed, await want.Result);
    }

    [Fact]
    public async Task What_is_off_and_to_be_off_is_so_in_a_blackout()
    {
        _board.Filter(s_dark);
        Assert.Equal(CommandResult.AlreadySo, await _board.Want(5, new OutputChange(Active: false)).Result);
    }

    [Fact]
    public async Task The_master_takes_away_its_part_and_a_wish_is_confirmed_by_what_is_left()
    {
        _board.Filter(s_half);
        Assert.Equal([Control(4, true, 40)], _board.ObeyAll());
        var want = _board.Want(5, new OutputChange(Active: true, Brightness: 90));
        Assert.Equal(Control(5, true, 45), _board.Obey());
        Assert.Equal(CommandResult.Confirmed, await want.Result);
        _board.Filter(DeskFilter.None);
        Assert.Equal([Control(5, true, 90), Control(4, true, 80)], _board.ObeyAll());
    }

    [Fact]
    public void A_lamp_that_went_off_under_the_master_comes_back_with_its_brightness()
    {
        _board.Filter(s_half);
        _board.ObeyAll();
        _board.Want(4, new OutputChange(Active: false));
        Assert.Equal([Control(4, false, 40)], _board.ObeyAll());
        _board.Filter(DeskFilter.None);
        Assert.Equal([Control(4, false, 80)], _board.ObeyAll());
    }

    [Fact]
    public void A_parked_lamp_is_held_and_shows_what_was_wanted_meanwhile_when_it_is_let_go()
    {
        _board.Filter(DeskFilter.None with { Parked = new Light(true, 35) }, pin: 5);
        Assert.Equal([Control(5, true, 35)], _board.ObeyAll());
        _board.Want(5, new OutputChange(Active: true, Brightness: 100), origin: Origin.Cue);
        Assert.Null(_board.Due);
        _board.Filter(DeskFilter.None);
        Assert.Equal([Control(5, true, 100)], _board.ObeyAll());
    }

    [Fact]
    public void A_blackout_comes_before_what_shows_want_and_at_once_in_a_fade()
    {
        // Less than a step of the fade.
        var board = new PlanUnderTest(Output(4, true, 2));
        board.Want(4, new OutputChange(Active: true, Brightness: 100), overSeconds: 100, origin: Origin.Cue);
        board.Pass(1);
        Assert.Null(board.Due);
        board.Filter(s_dark);
        var next = board.Plan.Next(board.Now);
        Assert.Equal((Rank.Person, Control(4, false, 2)), (next?.Rank, next?.Command));
    }

    [Fact]
    public void Fades_go_on_beneath_without_a_command_and_are_where_they_would_be()
    {
        _board.Filter(s_dark);
        _board.ObeyAll();
        _board.Want(5, new OutputChange(Active: true, Brightness: 100), overSeconds: 10, origin: Origin.Cue);
        for (var second = 0; second < 5; second++)
        {
            _board.Pass(1);
            Assert.Null(_board.Due);
        }

        _board.Filter(DeskFilter.None, pin: 5);
        Assert.Contains(Control(5, true, 50), _board.ObeyAll());
        _board.Pass(5);
        Assert.Contains(Control(5, true, 100), _board.ObeyAll());
    }

    [Fact]
    public void What_the_desk_does_in_a_fade_waits_for_no_step_of_it_and_is_none()
    {
        // Of such a fade an ESP8266 is sent steps of 10 percent at least.
        var board = new PlanUnderTest(Dialect.RailHub8266, Output(4, true, 0));
        board.Want(4, new OutputChange(Active: true, Brightness: 100), overSeconds: 100, origin: Origin.Cue);
        board.Pass(12);
        board.ObeyAll();
        board.Filter(DeskFilter.None with { Master = 50 });
        var next = board.Plan.Next(board.Now);
        Assert.Equal((Rank.Person, Control(4, true, 6)), (next?.Rank, next?.Command));
        board.ObeyAll();
        board.Pass(2);
        Assert.Null(board.Due);
        board.Filter(s_dark);
        Assert.Equal([Control(4, false, 6)], board.ObeyAll());
        board.Filter(DeskFilter.None);
        Assert.Equal([Control(4, true, 14)], board.ObeyAll());
        Assert.Null(board.Due);
    }

    [Fact]
    public void A_fade_that_begins_in_the_dark_begins_where_the_lamp_would_be()
    {
        _board.Filter(s_dark);
        _board.ObeyAll();
        _board.Want(4, new OutputChange(Active: true, Brightness: 20), overSeconds: 10, origin: Origin.Cue);
        _board.Pass(5);
        _board.Filter(DeskFilter.None);
        Assert.Equal(Control(4, true, 50), _board.Obey());
    }

    [Fact]
    public void A_fade_under_the_master_steps_as_the_eye_sees_it_and_ends_where_the_master_lets_it()
    {
        _board.Filter(s_half);
        _board.ObeyAll();
        _board.Want(5, new OutputChange(Active: true, Brightness: 100), overSeconds: 10, origin: Origin.Cue);
        var levels = new List<int>();
        for (var wake = _board.Plan.Wake(_board.Now); wake is not null; wake = _board.Plan.Wake(_board.Now))
        {
            _board.Now = wake > _board.Now ? wake.Value : _board.Now + TimeSpan.FromMilliseconds(1);
            levels.AddRange(_board.ObeyAll().Select(control => control.Light.Level));
        }

        Assert.Equal(50, levels[^1]);
        Assert.Equal(levels.Order(), levels);
        Assert.InRange(levels.Count, 10, 13);
    }

    [Fact]
    public void What_a_show_takes_back_in_the_dark_stays_where_it_would_be()
    {
        var stamp = new Stamp("show", 1, 1);
        _board.Filter(s_dark);
        _board.ObeyAll();
        _board.Want(5, new OutputChange(Active: true, Brightness: 100), overSeconds: 10, origin: Origin.Cue, stamp: stamp);
        _board.Pass(4);
        Assert.Null(_board.Due);
        _board.Plan.Forget(stamp with { Number = 2 }, TimeSpan.MinValue, _board.Now);
        _board.Pass(60);
        _board.Filter(DeskFilter.None);
        Assert.Contains(Control(5, true, 40), _board.ObeyAll());
    }

    [Fact]
    public void An_echo_of_the_desk_is_never_taken_for_a_touch()
    {
        // The board hangs, and does it when nobody waits for it any more.
        _board.Filter(s_dark);
        var late = _board.Send();
        _board.End(BoardAnswerKind.TimedOut);
        _board.Pass(2);
        _board.CarryOut(late);
        _board.Report();
        _board.Leave();
        _board.Pass(300);
        _board.ComeBack();
        _board.Filter(DeskFilter.None);
        Assert.Equal([Control(4, true, 80)], _board.ObeyAll());
    }

    [Fact]
    public void A_touch_at_the_board_in_a_blackout_is_what_it_comes_back_to_and_stays_dark()
    {
        _board.Filter(s_dark);
        _board.ObeyAll();
        _board.Pass(60);
        _board.Touch(5, true, 70);
        Assert.Equal([Control(5, false, 70)], _board.ObeyAll());

        // A slider that is moved in the dark says nothing of on or off.
        _board.Touch(4, false, 20);
        Assert.Empty(_board.ObeyAll());
        _board.Filter(DeskFilter.None);
        Assert.Equal([Control(5, true, 70), Control(4, true, 20)], _board.ObeyAll());
    }

    [Fact]
    public void Of_a_touch_under_the_master_only_what_it_changed_is_wanted()
    {
        _board.Filter(s_half);
        _board.ObeyAll();
        _board.Pass(60);
        _board.Touch(4, false, 40);
        Assert.Empty(_board.ObeyAll());
        _board.Filter(DeskFilter.None);
        Assert.Equal([Control(4, false, 80)], _board.ObeyAll());
    }

    [Fact]
    public void A_touch_while_the_board_was_away_is_known_from_what_it_reports_then()
    {
        _board.Filter(s_dark);
        _board.ObeyAll();
        _board.Leave();
        _board.CarryOut(new BoardCommand.Control(4, new Light(true, 15)));
        _board.ComeBack();
        Assert.Equal([Control(4, false, 15)], _board.ObeyAll());
        _board.Filter(DeskFilter.None);
        Assert.Equal([Control(4, true, 15)], _board.ObeyAll());
    }

    [Fact]
    public void A_board_that_was_away_when_the_blackout_came_is_told_when_it_is_back()
    {
        _board.Leave();
        _board.Filter(s_dark);
        Assert.False(_board.Output(4).IsHeldByDesk(_board.Now));
        _board.ComeBack();
        Assert.Equal([Control(4, false, 80)], _board.ObeyAll());
    }

    [Fact]
    public void A_board_that_refuses_the_blackout_is_not_asked_again_and_again_and_keeps_what_is_wanted()
    {
        _board.Filter(s_dark);
        _board.Send();
        _board.End(BoardAnswerKind.Refused, 400, "no");
        _board.Report();
        Assert.Null(_board.Due);
        Assert.Equal("no", _board.Output(4).Problem);
        _board.Filter(DeskFilter.None);
        Assert.Empty(_board.ObeyAll());
        Assert.False(_board.Output(4).IsOpen);
    }

    [Fact]
    public void After_a_restart_in_the_blackout_nothing_is_sent_and_it_comes_back_to_what_was_kept()
    {
        _board.Filter(s_dark);
        _board.ObeyAll();
        var kept = BoardRecord.Of(_board.Plan);
        var plan = new BoardPlan(new BoardOptions());
        plan.Filter(static _ => s_dark, _board.Now);
        foreach (var (pin, wishes) in kept.Wishes)
        {
            var intent = new Intent(pin, new OutputChange(wishes[0].Active, wishes[0].Brightness), default, default, default, wishes[0].Origin, Stamps.None);
            plan.Add(plan.Expect(pin)!, intent, _board.Now, _board.Now, isHeld: true).Release(_board.Now);
        }

        plan.Observe(_board.Board, new Arrival(_board.Now, false, null), _board.Now);
        plan.SetLive(isLive: true, isBack: true, _board.Now);
        Assert.Null(plan.Next(_board.Now));
        Assert.True(plan.Find(4)!.IsHeldByDesk(_board.Now));
        Assert.Equal(kept.Wishes.Keys, BoardRecord.Of(plan).Wishes.Keys);
        plan.Filter(static _ => DeskFilter.None, _board.Now);
        Assert.Equal(Control(4, true, 80), plan.Next(_board.Now)?.Command);
    }

    [Fact]
    public void What_a_fade_came_to_in_the_dark_is_not_noted_as_an_effect_of_the_board()
    {
        var planned = PlanUnderTest.Today;
        _board.Filter(s_dark);
        _board.ObeyAll();
        _board.Plan.Add(
            _board.Output(5),
            new Intent(5, new OutputChange(Active: true), planned, TimeSpan.FromSeconds(2), Curve.Linear, Origin.Cue, new Stamp("show", 1, 1)),
            _board.Now,
            _board.Now,
            isHeld: false,
            planned);
        _board.Pass(3);
        Assert.Null(_board.Due);
        Assert.Equal((planned, (TimeSpan?)null), Assert.Single(_board.Output(5).Light.TakeEffects("show")));
    }

    [Fact]
    public void What_the_desk_has_of_a_board_that_goes_is_back_when_all_of_it_is_reported()
    {
        _board.Filter(s_dark);
        _board.ObeyAll();
        _board.Want(5, new OutputChange(Active: true, Brightness: 60));
        var withheld = _board.Plan.GiveBack(_board.Now);
        Assert.False(withheld.IsNothing || withheld.IsBack(_board.Now));
        _board.Obey();
        Assert.False(withheld.IsBack(_board.Now));
        Assert.Single(_board.ObeyAll());
        Assert.True(withheld.IsBack(_board.Now));
        Assert.True(_board.Plan.GiveBack(_board.Now).IsNothing);
        Assert.Empty(BoardRecord.Of(_board.Plan).Wishes);
    }

    [Fact]
    public void Of_a_board_without_light_a_blackout_has_nothing()
    {
        var board = new PlanUnderTest(Output(4, false, 80), Output(5, false, 30));
        board.Filter(s_dark);
        Assert.True(board.Plan.GiveBack(board.Now).IsNothing);
    }

    [Fact]
    public void A_light_on_its_way_is_back_once_it_is_where_it_would_be_by_now()
    {
        _board.Filter(s_dark);
        _board.ObeyAll();
        _board.Want(5, new OutputChange(Active: true, Brightness: 100), overSeconds: 100, origin: Origin.Cue);
        _board.Pass(50);
        Assert.Empty(_board.ObeyAll());
        var withheld = _board.Plan.GiveBack(_board.Now);
        Assert.False(withheld.IsBack(_board.Now));
        Assert.Equal(2, _board.ObeyAll().Count);
        Assert.InRange(_board[5].Brightness, 48, 52);
        Assert.True(withheld.IsBack(_board.Now));
    }

    [Fact]
    public void A_board_that_refuses_to_have_it_back_does_not_have_it()
    {
        _board.Filter(s_dark);
        _board.ObeyAll();
        var withheld = _board.Plan.GiveBack(_board.Now);
        _board.Send();
        _board.End(BoardAnswerKind.Refused, 400, "no");
        _board.Report();
        Assert.False(withheld.IsBack(_board.Now));
    }

    private static BoardCommand.Control Control(int pin, bool active, int brightness) => new(pin, new Light(active, brightness));
}
