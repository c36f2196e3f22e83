using CsCheck;

namespace RailHub.Contracts.Tests;

public sealed class ControllerDeltaTests
{
    private readonly ControllerState _known = Sample.Board(Sample.Station, "Station", Sample.Output(4), Sample.Output(5));

    [Fact]
    public void What_lies_between_two_states_leads_from_one_to_the_other() => Gen.Int.Sample(seed =>
    {
        var chance = new Chance(seed);
        var before = chance.Board(Sample.Station);
        var after = chance.Later(before);

        Assert.Equal(Sample.Wire(after), Sample.Wire(before.With(ControllerDelta.Between(before, after)!)!));
    });

    [Fact]
    public void Two_deltas_as_one_lead_to_where_they_lead_one_by_one() => Gen.Int.Sample(seed =>
    {
        var chance = new Chance(seed);
        var start = chance.Board(Sample.Station);
        var middle = chance.Later(start);
        var end = chance.Later(middle);

        var both = ControllerDelta.Between(start, middle)!.Then(ControllerDelta.Between(middle, end)!);

        Assert.Equal(Sample.Wire(end), Sample.Wire(start.With(both)!));
    });

    [Fact]
    public void Between_equal_states_lies_nothing() => Assert.True(ControllerDelta.Between(_known, _known with { })!.IsEmpty);

    [Fact]
    public void Parts_cannot_tell_of_other_outputs_or_of_another_board_behind_the_address()
    {
        Assert.Null(ControllerDelta.Between(_known, Sample.Board(Sample.Station, "Station", Sample.Output(4))));
        Assert.Null(ControllerDelta.Between(_known, Sample.Board(Sample.Station, "Station", Sample.Output(4), Sample.Output(12))));
        Assert.Null(ControllerDelta.Between(_known, _known with { BoardName = "Other" }));
        Assert.Null(ControllerDelta.Between(_known, _known with { HasChasing = false }));
    }

    [Fact]
    public void A_delta_changes_the_outputs_it_names_and_leaves_the_others()
    {
        var next = _known.With(Sample.Delta(5, new OutputDelta(Brightness: 70)))!;

        Assert.Equal([Sample.Output(4), Sample.Output(5, brightness: 70)], next.Outputs);
        Assert.Same(_known.Outputs[0], next.Outputs[0]);
        Assert.Same(_known.Link, next.Link);
    }

    [Fact]
    public void A_delta_without_outputs_keeps_their_list() =>
        Assert.Same(_known.Outputs, _known.With(new ControllerDelta(Link: new LinkStatus(LinkState.Stale, Sample.Noon)))!.Outputs);

    [Fact]
    public void A_delta_of_an_output_that_the_state_does_not_have_was_made_for_another_state() =>
        Assert.Null(_known.With(Sample.Delta(99, new OutputDelta())));
}
