using RailHub.Grains.Controllers;
using RailHub.Grains.Hosting;
using RailHub.Protocol;
using static RailHub.Grains.Tests.Reports;

namespace RailHub.Grains.Tests.Controllers;

public sealed class ControllerViewTests
{
    private static readonly Controller s_controller = new(new MacAddress(1), new LayoutId(Guid.Empty), "Yard", "yard.local", 80, 81, 1);
    private static readonly LinkStatus s_live = new(LinkState.Live, Now);

    private readonly BoardPlan _plan = new(new BoardOptions());
    private readonly ControllerView _view = new(s_controller, new LinkStatus(LinkState.Connecting, Now));

    [Fact]
    public void The_first_report_is_told_whole()
    {
        var change = Refresh(Board(Output(4), Output(5)));
        Assert.Null(change!.Value.Delta);
        Assert.Equal([4, 5], change.Value.Whole!.Outputs.Select(output => output.Pin));
    }

    [Fact]
    public void Nothing_is_told_when_nothing_changed()
    {
        Refresh(Board(Output(4), Output(5)));
        Assert.Null(Refresh(Board(Output(4), Output(5))));
    }

    [Fact]
    public void Only_the_output_that_changed_is_told()
    {
        Refresh(Board(Output(4), Output(5)));
        var delta = Refresh(Board(Output(4), Output(5, true)))!.Value.Delta!;
        Assert.Equal(
            new ControllerDelta(s_controller.Id, Outputs: delta.Outputs),
            delta);
        Assert.Equal([new OutputDelta(5, new OutputChange(Active: true))], delta.Outputs!);
    }

    [Fact]
    public void A_change_of_the_link_alone_carries_no_outputs()
    {
        Refresh(Board(Output(4)));
        var offline = new LinkStatus(LinkState.Offline, Now, LinkReason.Closed);
        Assert.Equal(new ControllerDelta(s_controller.Id, Link: offline), Refresh(Board(Output(4)), offline)!.Value.Delta);
    }

    [Fact]
    public void A_change_of_the_registration_alone_carries_nothing_else()
    {
        Refresh(Board(Output(4)));
        var renamed = s_controller with { Name = "Harbour", Version = 2 };
        var change = _view.Refresh(renamed, s_live, _plan, default);
        Assert.Equal(new ControllerDelta(s_controller.Id, Controller: renamed), change!.Value.Delta);
    }

    [Fact]
    public void Other_outputs_are_told_whole()
    {
        Refresh(Board(Output(4), Output(5)));
        Assert.NotNull(Refresh(Board(Output(4), Output(18)))!.Value.Whole);
        Assert.NotNull(Refresh(Board(Output(4)))!.Value.Whole);
    }

    [Fact]
    public void Another_board_name_is_told_whole()
    {
        Refresh(Board(Output(4)));
        Assert.NotNull(Refresh(new StatusSnapshot { Name = "Harbour", HasChasing = true, Outputs = [Output(4)] })!.Value.Whole);
    }

    [Fact]
    public void A_wish_is_pending_on_a_live_board_and_offline_on_one_that_is_away()
    {
        var board = Board(Output(4));
        Refresh(board);
        Want(new OutputChange(Active: true));
        var pending = Assert.Single(Refresh(board)!.Value.Delta!.Outputs!);
        Assert.Equal(Drift.Pending, pending.Drift);
        Assert.Equal(new Became<OutputValues>(new OutputValues(true, 100, 0, "")), pending.Desired);
        var offline = Assert.Single(Refresh(board, new LinkStatus(LinkState.Offline, Now))!.Value.Delta!.Outputs!);
        Assert.Equal(Drift.Offline, offline.Drift);
    }

    [Fact]
    public void A_refused_wish_leaves_the_boards_words()
    {
        var board = Board(Output(4));
        Refresh(board);
        Want(new OutputChange(Active: true));
        var due = _plan.Next(default)!.Value;
        due.Source.Sent(due.Command, default);
        due.Source.Ended(due.Command, new BoardAnswer(BoardAnswerKind.Refused, 400, "Invalid JSON", TimeSpan.Zero), default);
        Refresh(board);
        Assert.Equal(
            new OutputState(4, new OutputValues(false, 100, 0, ""), Desired: null, Drift.Refused, Problem: "Invalid JSON"), _view.State.Find(4));
    }

    [Fact]
    public void A_light_on_its_way_tells_where_it_goes_and_not_its_steps()
    {
        Refresh(Board(Output(4, true, 0)));
        Want(new OutputChange(Active: true, Brightness: 80), over: TimeSpan.FromSeconds(10));
        Assert.NotNull(Refresh(Board(Output(4, true, 0)))!.Value.Delta);
        Assert.Equal(new Motion(0, 80, Now, Now + TimeSpan.FromSeconds(10), Curve.Linear), _view.State.Find(4)!.Motion);

        var due = _plan.Next(TimeSpan.FromSeconds(5))!.Value;
        due.Source.Sent(due.Command, TimeSpan.FromSeconds(5));
        Assert.Null(Refresh(Board(Output(4, true, 40)), now: TimeSpan.FromSeconds(5)));
    }

    [Fact]
    public void The_groups_list_of_members_decides_who_is_chased()
    {
        // An output whose own number is stale (protocol 8.1, 12).
        var board = new StatusSnapshot
        {
            HasChasing = true,
            Outputs = [new OutputReading(4, true, 100, 0, "", 1), new OutputReading(5, true, 100, 0, "", 1)],
            Groups = [new GroupReading(1, "Run", 300, [4])],
        };
        Refresh(board);
        Assert.Equal(1, _view.State.Find(4)!.ChasedBy);
        Assert.Null(_view.State.Find(5)!.ChasedBy);
    }

    [Fact]
    public void Board_groups_are_told_only_when_they_changed()
    {
        Refresh(WithGroups(new GroupReading(1, "Run", 300, [4, 5])));
        Assert.Null(Refresh(WithGroups(new GroupReading(1, "Run", 300, [4, 5]))));
        var delta = Refresh(WithGroups(new GroupReading(1, "Run", 400, [4, 5])))!.Value.Delta!;
        Assert.Equal(400, Assert.Single(delta.BoardGroups!).Interval);
        Assert.Null(delta.Outputs);
    }

    [Fact]
    public void What_is_kept_of_the_state_and_added_up_is_what_is_whole()
    {
        Refresh(Board(Output(4), Output(5)));
        var added = _view.State;
        foreach (var board in (StatusSnapshot[])[Board(Output(4, true), Output(5)), Board(Output(4, true), Output(5, true, 30, 500, "Bell"))])
        {
            added = added.With(Refresh(board)!.Value.Delta!)!;
        }

        Assert.Equal(_view.State.Outputs, added.Outputs);
    }

    private void Want(OutputChange change, TimeSpan over = default) => _plan.Add(
        _plan.Find(4)!, new Intent(4, change, Now, over, Curve.Linear, Origin.Person, Stamps.None), TimeSpan.Zero, TimeSpan.Zero, isHeld: false);

    private (ControllerDelta? Delta, ControllerState? Whole)? Refresh(StatusSnapshot board, LinkStatus? link = null, TimeSpan now = default)
    {
        _plan.SetLive((link ?? s_live).State == LinkState.Live, isBack: false, now);
        _plan.Observe(board, new Arrival(now, IsContinuous: true, null), now);
        return _view.Refresh(s_controller, link ?? s_live, _plan, now);
    }
}
