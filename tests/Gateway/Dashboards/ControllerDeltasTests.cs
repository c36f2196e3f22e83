using RailHub.Contracts;

namespace RailHub.Gateway.Tests.Dashboards;

public sealed class ControllerDeltasTests
{
    [Fact]
    public void A_delta_replaces_the_outputs_it_names_and_leaves_the_others()
    {
        var state = Sample.State(Sample.Board, Sample.Output(4), Sample.Output(5)).With(Sample.Delta(Sample.Board, Sample.Output(5, 70)));

        Assert.Equal([Sample.Output(4), Sample.Output(5, 70)], state.Outputs);
    }

    [Fact]
    public void An_output_that_the_state_does_not_have_is_passed_over()
    {
        var state = Sample.State(Sample.Board, Sample.Output(4)).With(Sample.Delta(Sample.Board, Sample.Output(99, 70)));

        Assert.Equal([Sample.Output(4)], state.Outputs);
    }

    [Fact]
    public void Null_members_change_nothing()
    {
        var before = Sample.State(Sample.Board, Sample.Output(4));

        Assert.Equal(before, before.With(new ControllerDelta(Sample.Board)));
    }

    [Fact]
    public void Every_member_of_a_delta_reaches_the_state()
    {
        var delta = new ControllerDelta(
            Sample.Board,
            Sample.Controller(Sample.Board, "Yard"),
            new LinkStatus(LinkState.Offline, DateTimeOffset.UnixEpoch, LinkReason.Silent),
            [Sample.Output(4, 1)],
            [new BoardGroup(1, "Crossing", 200, [4, 5])],
            [new ChasingGroupStatus(default, ChasingState.Running, 1)]);

        var state = Sample.State(Sample.Board, Sample.Output(4)).With(delta);

        Assert.Equal(delta.Controller, state.Controller);
        Assert.Equal(delta.Link, state.Link);
        Assert.Equal(delta.Outputs, state.Outputs);
        Assert.Equal(delta.BoardGroups, state.BoardGroups);
        Assert.Equal(delta.Groups, state.Groups);
    }

    [Fact]
    public void Of_two_deltas_the_later_wins_part_by_part()
    {
        var first = new ControllerDelta(Sample.Board, Sample.Controller(Sample.Board, "Old"), Outputs: [Sample.Output(4, 10), Sample.Output(5, 10)]);
        var second = new ControllerDelta(Sample.Board, Sample.Controller(Sample.Board, "New"), Outputs: [Sample.Output(5, 20), Sample.Output(12, 20)]);

        var both = first.Then(second);

        Assert.Equal("New", both.Controller!.Name);
        Assert.Equal([Sample.Output(4, 10), Sample.Output(5, 20), Sample.Output(12, 20)], both.Outputs);
    }

    [Fact]
    public void Two_deltas_as_one_lead_to_the_state_that_they_lead_to_one_by_one()
    {
        var start = Sample.State(Sample.Board, Sample.Output(4), Sample.Output(5), Sample.Output(12));
        var first = Sample.Delta(Sample.Board, Sample.Output(4, 10), Sample.Output(5, 10));
        var second = new ControllerDelta(Sample.Board, Link: new LinkStatus(LinkState.Stale, DateTimeOffset.UnixEpoch), Outputs: [Sample.Output(5, 20)]);

        var together = start.With(first.Then(second));
        var inTurn = start.With(first).With(second);

        Assert.Equal(inTurn.Outputs, together.Outputs);
        Assert.Equal(inTurn.Link, together.Link);
    }

    [Fact]
    public void A_part_that_only_one_of_two_deltas_has_is_kept()
    {
        var outputs = Sample.Delta(Sample.Board, Sample.Output(4, 10));
        var nothing = new ControllerDelta(Sample.Board);

        Assert.Equal(outputs.Outputs, outputs.Then(nothing).Outputs);
        Assert.Equal(outputs.Outputs, nothing.Then(outputs).Outputs);
    }
}
