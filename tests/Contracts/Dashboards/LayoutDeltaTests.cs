using CsCheck;

namespace RailHub.Contracts.Tests;

public sealed class LayoutDeltaTests
{
    [Fact]
    public void Frames_as_one_lead_to_where_they_lead_one_by_one() => Gen.Int.Sample(seed =>
    {
        var chance = new Chance(seed);
        var start = chance.Layout();
        var inTurn = start;
        LayoutFrame? together = null;
        for (var frame = 0; frame < 5; frame++)
        {
            var next = chance.Next(inTurn);
            inTurn = inTurn.With(next)!;
            together = together is null ? next : together.Then(next)!;
        }

        Assert.Equal((start.Frame, inTurn.Frame), (together!.BuildsOn, together.Number));
        Assert.Equal(Sample.Wire(inTurn), Sample.Wire(start.With(together)!));
    });

    [Fact]
    public void Frames_as_one_also_lead_on_from_a_state_that_has_some_of_them() => Gen.Int.Sample(seed =>
    {
        var chance = new Chance(seed);
        var start = chance.Layout();
        var first = chance.Next(start);
        var between = start.With(first)!;
        var second = chance.Next(between);

        Assert.Equal(
            Sample.Wire(Sorted(between.With(second)!)),
            Sample.Wire(Sorted(between.With(first.Then(second)!)!)));
    });

    [Fact]
    public void A_frame_of_a_layout_that_is_gone_says_so_when_it_is_one_with_others()
    {
        var gone = new LayoutDelta(Gone: true);
        var before = new LayoutDelta(Removed: [Sample.Fair]);

        Assert.True(before.Then(gone)!.Gone);
    }

    [Fact]
    public void A_frame_that_was_made_for_another_state_makes_no_one_of_two()
    {
        var whole = new LayoutDelta(Whole: [Sample.Board(Sample.Fair, "Fair", Sample.Output(4))]);
        var strange = Sample.Delta(Sample.Fair, Sample.Delta(99, new OutputDelta()));

        Assert.Null(whole.Then(strange));
    }

    // A board that left and came back comes last once more.
    private static LayoutSnapshot Sorted(LayoutSnapshot layout) =>
        layout with { Controllers = [.. layout.Controllers.OrderBy(board => board.Controller.Id)] };
}
