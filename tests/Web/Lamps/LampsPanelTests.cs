using Bunit;
using RailHub.Contracts;
using RailHub.Web.Lamps;

namespace RailHub.Web.Tests.Lamps;

public sealed class LampsPanelTests : WebTest
{
    private static readonly LayoutSnapshot View = Sample.Snapshot();

    [Fact]
    public void Lamps_that_are_on_are_counted_on_live_boards_only()
    {
        Assert.Equal("1 of 4 on", Panel(View).Find(Of("lit-count")).TextContent);

        var away = View with { Controllers = [View.Controllers[0] with { Link = new LinkStatus(LinkState.Offline, Sample.Noon) }, View.Controllers[1]] };
        var panel = Panel(away);
        Assert.Equal("0 of 4 on", panel.Find(Of("lit-count")).TextContent);
        Assert.Contains("2 offline", panel.Find(Of("area-offline")).TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_filter_leaves_what_fits_and_an_area_without_any_goes()
    {
        var panel = Panel(View);

        panel.Find(Of("filter-on")).Click();
        Assert.Equal("5", Assert.Single(panel.FindAll(Of("lamp"))).GetAttribute("data-pin"));

        panel.Find(Of("filter-trouble")).Click();
        Assert.Empty(panel.FindAll(Of("area")));
        Assert.Single(panel.FindAll(Of("nothing-found")));
    }

    [Fact]
    public void A_folded_area_is_kept_folded_by_this_browser_and_opened_for_what_is_looked_for()
    {
        var panel = Panel(View);
        panel.Find(Of("area-fold")).Click();
        Assert.Equal(2, panel.FindAll(Of("lamp")).Count);
        Assert.Equal("AABBCC000001", JSInterop.VerifyInvoke("railhub.keep").Arguments[1]);

        panel.Find(Of("lamp-search")).Input("hall");

        Assert.Single(panel.FindAll(Of("lamp")));
    }

    [Fact]
    public void A_large_layout_opens_with_its_first_areas()
    {
        var boards = Enumerable.Range(1, 30).Select(number => Sample.Board(
            new MacAddress((ulong)number), $"Board {number}", [.. Enumerable.Range(0, 16).Select(pin => Sample.Output(pin))]));

        var panel = Panel(View with { Controllers = [.. boards] });

        Assert.Equal(30, panel.FindAll(Of("area")).Count);
        Assert.Equal(4 * 16, panel.FindAll(Of("lamp")).Count);
    }

    [Fact]
    public void The_sheet_of_a_lamp_follows_it_and_closes_when_it_has_gone()
    {
        var panel = Panel(View);
        panel.Find(Of("lamp-more")).Click();
        Assert.Equal("Hall", panel.Find(Of("lamp-sheet") + " h2").TextContent);

        panel.Render(parameters => parameters.Add(p => p.View, View with { Controllers = [View.Controllers[1]] }).Add(p => p.Lamps, Sample.Book(View with { Controllers = [View.Controllers[1]] })));

        Assert.Empty(panel.FindAll(Of("lamp-sheet")));
    }

    private IRenderedComponent<LampsPanel> Panel(LayoutSnapshot view) =>
        Render<LampsPanel>(parameters => parameters.Add(panel => panel.View, view).Add(panel => panel.Lamps, Sample.Book(view)));
}
