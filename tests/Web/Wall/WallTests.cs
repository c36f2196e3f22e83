using Bunit;
using RailHub.Contracts;
using RailHub.Web.Dashboards;
using RailHub.Web.Tests.Shows;
using RailHub.Web.Wall;

namespace RailHub.Web.Tests.Wall;

public sealed class WallTests : WebTest
{
    [Fact]
    public void Dead_boards_are_named_and_their_lamps_do_not_count()
    {
        var view = Sample.Snapshot();
        var wall = Wall(view with { Controllers = [view.Controllers[0] with { Link = new LinkStatus(LinkState.Offline, Sample.Noon) }, view.Controllers[1]] });

        Assert.Contains("Station", wall.Find(Of("wall-offline")).TextContent, StringComparison.Ordinal);
        Assert.Equal("0 of 4 on", wall.Find(Of("lit-count")).TextContent);
    }

    [Fact]
    public void When_the_server_is_away_it_says_how_old_the_picture_is()
    {
        var wall = Wall(Sample.Snapshot());

        Connection.Become(ConnectionState.Dropped);
        Time.Advance(TimeSpan.FromHours(1));

        Assert.Contains("14:00", wall.WaitForElement(Of("wall-age"), TimeSpan.FromSeconds(30)).TextContent, StringComparison.Ordinal);
        Connection.Become(ConnectionState.Connected);
        wall.WaitForAssertion(() => Assert.Empty(wall.FindAll(Of("wall-age"))), TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void A_running_show_tells_what_is_on_what_comes_and_when()
    {
        Gateway.Answer = _ => ShowSample.Answer(ShowSample.Evening);
        var wall = Wall(ShowSample.View(ShowSample.Run(nextIn: TimeSpan.FromSeconds(42))));

        wall.WaitForAssertion(() => Assert.Contains("1 Dusk", wall.Find(Of("wall-current")).TextContent, StringComparison.Ordinal), TimeSpan.FromSeconds(30));
        Assert.Contains("2 1 lamp", wall.Find(Of("wall-next")).TextContent, StringComparison.Ordinal);
        Assert.Equal("0:42", wall.Find(Of("countdown")).TextContent);
        Assert.Empty(Wall(ShowSample.View()).FindAll(Of("wall-show")));
    }

    private IRenderedComponent<WallView> Wall(LayoutSnapshot view) => Render<WallView>(parameters => parameters.Add(wall => wall.View, view));
}
