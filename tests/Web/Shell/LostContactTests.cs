using Bunit;
using Microsoft.AspNetCore.Components;
using RailHub.Contracts;
using RailHub.Web.Dashboards;
using RailHub.Web.Layouts;
using RailHub.Web.Shell;
using RailHub.Web.Shows;
using RailHub.Web.Tests.Shows;

namespace RailHub.Web.Tests.Shell;

/// <summary>What people see while the gateway answers, and hears nothing of the club.</summary>
public sealed class LostContactTests : WebTest
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);
    private static readonly Contact s_lost = new(Sample.Noon - TimeSpan.FromSeconds(19));
    private static readonly LayoutSummary s_layout = new(Sample.Layout, 6, 4, 1, 20, 60);

    [Fact]
    public void Who_looks_at_the_layouts_is_told_since_when_until_the_club_is_found()
    {
        Hub.Club = new ClubFrame(1, [s_layout]);
        var page = Page(Layouts);
        Assert.Empty(page.FindAll(Of("contact-banner")));

        Connection.Send(new ClubFrame(2, [s_layout], s_lost));
        Assert.Contains("13:59:41", page.WaitForElement(Of("contact-banner"), s_patience).TextContent, StringComparison.Ordinal);

        Connection.Send(new ClubFrame(3, [s_layout]));
        page.WaitForAssertion(() => Assert.Empty(page.FindAll(Of("contact-banner"))), s_patience);
    }

    [Fact]
    public void Who_looks_at_a_layout_is_told_since_when_until_it_is_found()
    {
        Hub.Snapshot = Sample.Snapshot();
        var page = Page(Layout(_ => _ => { }));
        Assert.Empty(page.FindAll(Of("contact-banner")));

        Connection.Send(Sample.Frame(8, new LayoutDelta(Contact: s_lost)));
        Assert.Contains("13:59:41", page.WaitForElement(Of("contact-banner"), s_patience).TextContent, StringComparison.Ordinal);

        Connection.Send(Sample.Frame(9, new LayoutDelta(Contact: Contact.Held)));
        page.WaitForAssertion(() => Assert.Empty(page.FindAll(Of("contact-banner"))), s_patience);
    }

    [Fact]
    public void A_connection_that_is_lost_as_well_is_all_that_is_told()
    {
        Hub.Club = new ClubFrame(1, [s_layout], s_lost);
        var page = Page(Layouts);
        Assert.Single(page.FindAll(".banner"));

        Connection.Become(ConnectionState.Dropped);

        page.WaitForElement(Of("connection-banner"), s_patience);
        Assert.Single(page.FindAll(".banner"));
    }

    [Fact]
    public void A_gateway_that_has_not_heard_of_the_club_shows_no_club_without_layouts()
    {
        Hub.Club = new ClubFrame(1, [], s_lost);
        var page = Page(Layouts);

        Assert.Empty(page.FindAll(Of("layouts-empty")));
        Assert.Empty(page.FindAll(Of("add-layout")));
        Assert.Single(page.FindAll(Of("contact-banner")));
    }

    [Fact]
    public void What_runs_by_the_clock_stands_while_the_layout_is_not_heard_of()
    {
        Hub.Snapshot = ShowSample.View(ShowSample.Run(nextIn: TimeSpan.FromSeconds(42)));
        var page = Page(Layout(Countdown));
        Assert.Equal("0:42", Left(page));

        Connection.Send(Sample.Frame(8, new LayoutDelta(Contact: new Contact(Sample.Noon + TimeSpan.FromSeconds(2)))));
        Time.Advance(TimeSpan.FromSeconds(20));
        page.WaitForAssertion(() => Assert.Equal("0:40", Left(page)), s_patience);

        Connection.Send(Sample.Frame(9, new LayoutDelta(Contact: Contact.Held)));
        page.WaitForAssertion(() => Assert.Equal("0:22", Left(page)), s_patience);
    }

    [Fact]
    public void What_runs_by_the_clock_stands_while_the_connection_is_lost()
    {
        Hub.Snapshot = ShowSample.View(ShowSample.Run(nextIn: TimeSpan.FromSeconds(42)));
        var page = Page(Layout(Countdown));

        Connection.Become(ConnectionState.Dropped);
        Time.Advance(TimeSpan.FromSeconds(20));
        page.WaitForAssertion(() => Assert.Equal("true", page.Find(Of("countdown")).GetAttribute("data-stands")), s_patience);
        Assert.Equal("0:42", Left(page));
    }

    private static string Left(IRenderedComponent<MainLayout> page) => page.Find(Of("countdown")).TextContent;

    private static void Layouts(Microsoft.AspNetCore.Components.Rendering.RenderTreeBuilder builder)
    {
        builder.OpenComponent<LayoutsPage>(0);
        builder.CloseComponent();
    }

    private static RenderFragment Layout(RenderFragment<LayoutSnapshot> content) => builder =>
    {
        builder.OpenComponent<LayoutWatch>(0);
        builder.AddComponentParameter(1, nameof(LayoutWatch.Id), Sample.LayoutId.ToString());
        builder.AddComponentParameter(2, nameof(LayoutWatch.ChildContent), content);
        builder.CloseComponent();
    };

    private static RenderFragment Countdown(LayoutSnapshot view) => builder =>
    {
        builder.OpenComponent<Countdown>(0);
        builder.AddComponentParameter(1, nameof(Web.Shows.Countdown.Run), view.Shows[0].Run);
        builder.CloseComponent();
    };

    private IRenderedComponent<MainLayout> Page(RenderFragment body) => Render<MainLayout>(parameters => parameters.Add(layout => layout.Body, body));
}
