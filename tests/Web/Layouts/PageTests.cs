using Bunit;
using RailHub.Contracts;
using RailHub.Web.Chasing;
using RailHub.Web.Dashboards;
using RailHub.Web.Lamps;
using RailHub.Web.Layouts;
using RailHub.Web.Resources;
using RailHub.Web.Scenes;
using RailHub.Web.Shell;

namespace RailHub.Web.Tests.Layouts;

public sealed class PageTests : WebTest
{
    private static readonly LayoutSnapshot Empty = Sample.Snapshot() with { Controllers = [] };

    [Fact]
    public void A_club_without_layouts_is_told_what_to_do()
    {
        var page = Render<LayoutsPage>();

        Assert.Contains(Texts.Layouts_Empty_Text, page.Find(Of("layouts-empty")).TextContent, StringComparison.Ordinal);
        Assert.Single(page.FindAll(Of("add-layout")));
    }

    [Fact]
    public void A_layout_tells_how_many_boards_are_live_as_it_changes()
    {
        Hub.Club = new ClubFrame(1, [new LayoutSummary(Sample.Layout, 6, 4, 1, 20, 60)]);
        var page = Render<LayoutsPage>();
        Assert.Equal("4 of 6 boards live", page.Find(Of("layout-live")).TextContent.Trim());

        Connection.Send(new ClubFrame(2, [new LayoutSummary(Sample.Layout, 6, 6, 0, 20, 60)]));

        page.WaitForAssertion(() => Assert.Equal("6 of 6 boards live", page.Find(Of("layout-live")).TextContent.Trim()), TimeSpan.FromSeconds(30));
        Assert.Equal("live", page.Find(Of("layout-card")).GetAttribute("data-health"));
    }

    [Fact]
    public void A_layout_shows_how_much_of_it_is_on_and_how_its_boards_are()
    {
        Hub.Club = new ClubFrame(1, [new LayoutSummary(Sample.Layout, 6, 3, 1, 30, 60)]);
        var page = Render<LayoutsPage>();

        Assert.Equal("30 of 60 on", page.Find(Of("layout-on")).TextContent);
        Assert.Equal(12, page.FindAll(".bulb[data-lit=true]").Count);
        Assert.Equal(12, page.FindAll(".bulb[data-lit=false]").Count);
        Assert.Equal(["3 live", "1 silent", "2 offline"], page.FindAll(".legend li").Select(entry => entry.TextContent));
    }

    [Theory]
    [InlineData(1, 156, 1)]
    [InlineData(155, 156, 23)]
    [InlineData(156, 156, 24)]
    [InlineData(0, 156, 0)]
    public void One_lamp_that_differs_from_all_the_others_is_to_be_seen(int on, int outputs, int lit)
    {
        Hub.Club = new ClubFrame(1, [new LayoutSummary(Sample.Layout, 12, 12, 0, on, outputs)]);

        Assert.Equal(lit, Render<LayoutsPage>().FindAll(".bulb[data-lit=true]").Count);
    }

    [Fact]
    public void A_layout_without_boards_counts_nothing()
    {
        Hub.Club = new ClubFrame(1, [new LayoutSummary(Sample.Layout, 0, 0, 0, 0, 0)]);
        var page = Render<LayoutsPage>();

        Assert.Equal(Texts.Boards_None, page.Find(Of("layout-live")).TextContent.Trim());
        Assert.Equal(Texts.Layout_NothingWired, page.Find(Of("layout-on")).TextContent);
        Assert.Empty(page.FindAll(".legend li"));
    }

    [Fact]
    public void A_layout_without_boards_is_told_what_to_do() =>
        Assert.Single(Render<LampsPanel>(parameters => parameters.Add(panel => panel.View, Empty).Add(panel => panel.Lamps, new LampBook())).FindAll(Of("lamps-empty")));

    [Fact]
    public void A_layout_without_scenes_offers_to_capture_one_when_there_are_lamps()
    {
        Assert.Single(Scenes(Sample.Snapshot()).FindAll(Of("scene-capture")));
        Assert.Empty(Scenes(Empty).FindAll(Of("scene-capture")));

        IRenderedComponent<ScenesPanel> Scenes(LayoutSnapshot view) => Render<ScenesPanel>(parameters => parameters
            .Add(panel => panel.View, view).Add(panel => panel.Lamps, new LampBook()).Add(panel => panel.States, new SceneStates(Sample.LayoutId, Api, Time)));
    }

    [Fact]
    public void A_layout_without_chasing_groups_offers_one_when_a_board_can()
    {
        Assert.Single(Chasing(Sample.Snapshot()).FindAll(Of("add-chasing")));
        Assert.Empty(Chasing(Empty).FindAll(Of("add-chasing")));

        IRenderedComponent<ChasingPanel> Chasing(LayoutSnapshot view) => Render<ChasingPanel>(parameters => parameters.Add(panel => panel.View, view));
    }

    [Fact]
    public void A_layout_is_shown_and_follows_its_deltas()
    {
        Hub.Snapshot = Sample.Snapshot();
        var page = Render<LayoutPage>(parameters => parameters.Add(p => p.Id, Sample.LayoutId.ToString()));
        Assert.Equal("Altstadt", page.Find("h1").TextContent);
        Assert.Equal("live", page.Find(Of("health")).GetAttribute("data-health"));

        Connection.Send(Sample.Frame(8, Sample.Output(4, active: true)));

        page.WaitForAssertion(
            () => Assert.Equal("true", page.Find("[data-mac='AA:BB:CC:00:00:01'][data-pin='4']").GetAttribute("data-active")),
            TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task After_a_lost_connection_the_layout_is_asked_for_again()
    {
        Hub.Snapshot = Sample.Snapshot();
        var page = Render<LayoutPage>(parameters => parameters.Add(p => p.Id, Sample.LayoutId.ToString()));
        Hub.Snapshot = Sample.Snapshot(frame: 1) with { Layout = Sample.Layout with { Name = "Neustadt" } };

        await page.InvokeAsync(Connection.AskAgainAsync);

        page.WaitForAssertion(() => Assert.Equal("Neustadt", page.Find("h1").TextContent), TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void An_unknown_layout_shows_the_way_back()
    {
        Hub.Snapshot = Refusal.NotFound(RefusalCodes.LayoutUnknown, "None.");

        var page = Render<LayoutPage>(parameters => parameters.Add(p => p.Id, Sample.LayoutId.ToString()));

        Assert.Contains(Texts.Refusal_layoutUnknown, page.Find(Of("layout-problem")).TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void An_address_that_is_none_shows_the_way_back() =>
        Assert.Single(Render<LayoutPage>(parameters => parameters.Add(p => p.Id, "nonsense")).FindAll(Of("layout-problem")));

    [Theory]
    [InlineData("scenes", "scenes-empty")]
    [InlineData("show", "shows-empty")]
    [InlineData("plan", "plan-empty")]
    [InlineData("problems", "problems-none")]
    [InlineData("setup", "board-row")]
    [InlineData("nonsense", "section-unknown")]
    public void Every_section_has_its_address(string section, string sign)
    {
        Hub.Snapshot = Sample.Snapshot();

        var page = Render<LayoutPage>(parameters => parameters.Add(p => p.Id, Sample.LayoutId.ToString()).Add(p => p.Section, section));

        Assert.NotEmpty(page.FindAll(Of(sign)));
    }

    [Fact]
    public void Who_is_refused_reads_the_servers_own_words_in_place_of_the_page()
    {
        var layout = Render<MainLayout>(parameters => parameters.Add(l => l.Body, builder => builder.AddMarkupContent(0, "<p id='here'></p>")));

        Connection.Become(ConnectionState.Refused, new Refusal(RefusalKind.Forbidden, RefusalCodes.Forbidden, "Start it with --host-names."));

        Assert.Contains("--host-names", layout.WaitForElement(Of("refused"), TimeSpan.FromSeconds(30)).TextContent, StringComparison.Ordinal);
        Assert.Empty(layout.FindAll("#here"));
    }

    [Fact]
    public void A_lost_connection_is_told_calmly_and_the_page_stays()
    {
        var layout = Render<MainLayout>(parameters => parameters.Add(l => l.Body, builder => builder.AddMarkupContent(0, "<p id='here'></p>")));
        Assert.Empty(layout.FindAll(Of("connection-banner")));

        Connection.Become(ConnectionState.Dropped);

        layout.WaitForElement(Of("connection-banner"), TimeSpan.FromSeconds(30));
        Assert.Single(layout.FindAll("#here"));
        Connection.Become(ConnectionState.Connected);
        layout.WaitForAssertion(() => Assert.Empty(layout.FindAll(Of("connection-banner"))), TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void A_first_connection_that_is_not_made_yet_is_not_told_to_be_lost()
    {
        Connection.Become(ConnectionState.Connecting);
        var layout = Render<MainLayout>(parameters => parameters.Add(l => l.Body, builder => builder.AddMarkupContent(0, "<p></p>")));
        Assert.Empty(layout.FindAll(Of("connection-banner")));

        Connection.Become(ConnectionState.NotReached);

        Assert.Equal(Texts.Connection_NotReached, layout.WaitForElement(Of("connection-banner"), TimeSpan.FromSeconds(30)).TextContent.Trim());
    }

    [Fact]
    public void A_club_that_is_not_reached_yet_is_shown_as_loading()
    {
        Connection.Become(ConnectionState.Connecting);

        Assert.Contains(Texts.Loading, Render<LayoutsPage>().Find(".loading").TextContent, StringComparison.Ordinal);
    }
}
