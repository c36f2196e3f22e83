using Bunit;
using RailHub.Contracts;
using RailHub.Web.Problems;

namespace RailHub.Web.Tests.Problems;

public sealed class ProblemTests : WebTest
{
    private static readonly LayoutSnapshot View = Sample.Snapshot();

    [Fact]
    public void A_layout_without_problems_has_none()
    {
        Assert.Empty(Problem.Of(View));
        Assert.Single(Panel(View).FindAll(Of("problems-none")));
    }

    [Fact]
    public void Boards_that_are_away_come_first_the_offline_before_the_silent_and_tell_what_waits_for_them()
    {
        var silent = View.Controllers[0] with { Link = new LinkStatus(LinkState.Stale, Sample.Noon, LinkReason.Silent) };
        var offline = View.Controllers[1] with
        {
            Link = new LinkStatus(LinkState.Offline, Sample.Noon, LinkReason.NotReached),
            Outputs = [Sample.Output(12) with { Desired = new OutputValues(true), Drift = Drift.Offline }, Sample.Output(13)],
        };
        var view = View with { Controllers = [silent, offline] };

        Assert.Equal([new BoardAway(offline, 1), new BoardAway(silent, 0)], Problem.Of(view));
        Assert.Equal(2, Problem.BoardsAway(view));
        var first = Panel(view).FindAll(Of("problem"))[0].TextContent;
        Assert.Contains("Offline since 14:00", first, StringComparison.Ordinal);
        Assert.Contains("192.168.1.40:81", first, StringComparison.Ordinal);
        Assert.Contains("1 lamp waits for it", first, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_board_has_refused_is_told_in_its_words()
    {
        var group = new ChasingGroup(new ChasingGroupId(Guid.Empty), Sample.LayoutId, "Carousel", 200, [new OutputAddress(Sample.Station, 4)], 1);
        var board = View.Controllers[0] with
        {
            Outputs = [Sample.Output(4) with { Drift = Drift.Refused, Problem = "pin is reserved" }],
            Groups = [new ChasingGroupStatus(group.Id, ChasingState.Refused, null, "slots are full")],
        };

        var problems = Panel(View with { Controllers = [board], ChasingGroups = [group] }).FindAll(Of("problem"));

        Assert.Contains("pin is reserved", problems[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("slots are full", problems[1].TextContent, StringComparison.Ordinal);
    }

    private IRenderedComponent<ProblemsPanel> Panel(LayoutSnapshot view) => Render<ProblemsPanel>(parameters => parameters.Add(panel => panel.View, view));
}
