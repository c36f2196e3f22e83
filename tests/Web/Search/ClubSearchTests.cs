using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using RailHub.Contracts;
using RailHub.Web.Layouts;
using RailHub.Web.Resources;
using RailHub.Web.Search;

namespace RailHub.Web.Tests.Search;

public sealed class ClubSearchTests : WebTest
{
    private static readonly SearchHit s_lamp = new(
        SearchHitKind.Lamp, Sample.LayoutId, "Altstadt", "Hall", Controller: Sample.Station, Pin: 4, Board: "Station", Link: LinkState.Live);

    private static readonly SearchHit s_board = new(SearchHitKind.Board, Sample.LayoutId, "Altstadt", "Fair", Controller: Sample.Fair, Link: LinkState.Offline);

    private string? _asked;
    private SearchAnswer _answer = new([s_board, s_lamp], 0, []);

    public ClubSearchTests()
    {
        Hub.Club = new ClubFrame(1, [new LayoutSummary(Sample.Layout, 6, 6, 0, 20, 60)]);
        Gateway.Answer = request =>
        {
            _asked = request.RequestUri!.Query;
            return FakeGateway.Json(_answer);
        };
    }

    [Fact]
    public void What_is_found_stands_in_the_place_of_the_layouts_and_is_counted_aloud()
    {
        var page = Render<LayoutsPage>();
        Assert.Single(page.FindAll(Of("layout-card")));

        Look(page, "h");

        Assert.Empty(page.FindAll(Of("layout-card")));
        Assert.Equal("2 found", page.Find($"[role=status]{Of("search-said")}").TextContent);
        Assert.Equal(["board", "lamp"], page.FindAll(Of("hit")).Select(hit => hit.GetAttribute("data-kind")));
        Assert.Contains("Station · Altstadt", page.FindAll(Of("hit"))[1].TextContent, StringComparison.Ordinal);
        Assert.Contains(Texts.Search_Offline, page.FindAll(Of("hit"))[0].TextContent, StringComparison.Ordinal);
        page.Find(Of("club-search")).Input(" ");
        Assert.Single(page.FindAll(Of("layout-card")));
    }

    [Fact]
    public void The_gateway_is_asked_once_for_a_word_and_told_the_readers_words_for_problems()
    {
        var page = Render<LayoutsPage>();
        page.Find(Of("club-search")).Input("ha");
        Time.Advance(ClubSearch.Rest - TimeSpan.FromMilliseconds(1));
        page.Find(Of("club-search")).Input("hall & co");
        Time.Advance(ClubSearch.Rest - TimeSpan.FromMilliseconds(1));
        Assert.Empty(Gateway.Asked);

        Time.Advance(TimeSpan.FromMilliseconds(1));

        page.WaitForAssertion(() => Assert.Single(Gateway.Asked));
        Assert.StartsWith("?q=hall%20%26%20co&offline=offline&silent=silent&", _asked, StringComparison.Ordinal);
    }

    [Fact]
    public void An_answer_to_what_is_no_longer_looked_for_is_not_shown()
    {
        var page = Render<LayoutsPage>();
        Gateway.Hold();
        page.Find(Of("club-search")).Input("hall");
        Time.Advance(ClubSearch.Rest);
        page.Find(Of("club-search")).Input("");

        Gateway.Release();

        Assert.Single(page.FindAll(Of("layout-card")));
        Assert.Empty(page.FindAll(Of("hit")));
        Assert.DoesNotContain("q=", Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_found_more_than_is_shown_and_what_is_not_heard_of_are_said()
    {
        var page = Render<LayoutsPage>();
        _answer = new SearchAnswer([], 0, ["Hafen"]);
        Look(page, "zug");
        Assert.Equal(Texts.Lamps_NoneFound.Replace("{0}", "zug", StringComparison.Ordinal), page.Find(Of("search-said")).TextContent);
        Assert.Contains("Hafen", page.Find(Of("search-unheard")).TextContent, StringComparison.Ordinal);

        _answer = new SearchAnswer([s_lamp], 7, []);
        Look(page, "hall");
        Assert.StartsWith("8 found", page.Find(Of("search-said")).TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_refusal_is_said_in_place_of_old_hits_and_it_is_asked_again()
    {
        var page = Render<LayoutsPage>();
        Look(page, "hall");
        var answer = Gateway.Answer;
        Gateway.Answer = _ => FakeGateway.Refuse(503, RefusalCodes.ClubAway);
        page.Find(Of("club-search")).Input("hall s");
        Time.Advance(ClubSearch.Rest);
        page.WaitForAssertion(() => Assert.Equal(Texts.Refusal_clubAway, page.Find(Of("search-said")).TextContent));
        Assert.Empty(page.FindAll(Of("hit")));

        Gateway.Answer = answer;
        Time.Advance(ClubSearch.Again);

        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll(Of("hit")).Count));
    }

    [Fact]
    public void Hits_follow_the_club_while_they_are_looked_at()
    {
        var page = Render<LayoutsPage>();
        Look(page, "hall");
        _answer = new SearchAnswer([s_board with { Link = LinkState.Live }], 0, []);

        Connection.Send(new ClubFrame(2, [new LayoutSummary(Sample.Layout, 6, 5, 0, 20, 60)]));
        Time.Advance(ClubSearch.Again);

        page.WaitForAssertion(() => Assert.DoesNotContain(Texts.Search_Offline, Assert.Single(page.FindAll(Of("hit"))).TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public void Enter_opens_the_first_without_waiting_and_escape_leaves()
    {
        var navigation = Services.GetRequiredService<NavigationManager>();
        var page = Render<LayoutsPage>();
        Look(page, "fair");
        page.Find(Of("club-search")).KeyDown("Escape");
        Assert.Single(page.FindAll(Of("layout-card")));
        Assert.Equal("", page.Find(Of("club-search")).GetAttribute("value"));

        page.Find(Of("club-search")).Input("fair");
        page.Find(Of("club-search")).KeyDown("Enter");

        page.WaitForAssertion(() => Assert.EndsWith($"l/{Sample.LayoutId}/problems?at=board-AABBCC000002", navigation.Uri, StringComparison.Ordinal));
    }

    [Fact]
    public void Who_comes_back_finds_the_search_as_it_was()
    {
        var navigation = Services.GetRequiredService<NavigationManager>();
        var first = Render<LayoutsPage>();
        Look(first, "hall & co");
        Assert.EndsWith("?q=hall%20%26%20co", navigation.Uri, StringComparison.Ordinal);

        var again = Render<LayoutsPage>();

        again.WaitForAssertion(() => Assert.Equal(2, again.FindAll(Of("hit")).Count));
        Assert.Equal("hall & co", again.Find(Of("club-search")).GetAttribute("value"));
    }

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private void Look(IRenderedComponent<LayoutsPage> page, string text)
    {
        var asked = Gateway.Asked.Count;
        page.Find(Of("club-search")).Input(text);
        Time.Advance(ClubSearch.Rest);
        page.WaitForAssertion(() => Assert.True(Gateway.Asked.Count > asked && page.Find(Of("search-said")).TextContent.Length > 0), Patience);
    }
}
