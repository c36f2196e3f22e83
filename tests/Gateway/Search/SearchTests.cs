using RailHub.Contracts;
using RailHub.Gateway.Search;
using RailHub.TestKit;

namespace RailHub.Gateway.Tests.Search;

[Collection(SharedGateway.Name)]
public sealed class SearchTests(TestGateway gateway)
{
    [Fact]
    public async Task A_lamp_is_found_in_a_layout_that_nobody_looks_at_by_its_new_name_its_area_and_its_layouts()
    {
        var (layout, board) = await gateway.LayoutWithBoardAsync();
        await gateway.LayoutWithBoardAsync();
        await gateway.Club.UntilLiveAsync(board);
        var area = (await gateway.Api.PostAsync($"/api/layouts/{layout.Id}/areas", """{"name":"Überlingen"}""")).Expect<Area>(201);
        (await gateway.Api.PatchAsync(
            $"/api/layouts/{layout.Id}/lamps", $$$"""{"lamps":[{"controller":"{{{board.Id}}}","pin":4,"alias":"Bäckerei Zwölf","area":"{{{area.Id}}}"}]}""")).Expect<LampList>(200);

        var found = await FindAsync("zwolf UBERLINGEN", answer => answer.Hits.Count > 0);

        var hit = Assert.Single(found.Hits);
        Assert.Equal((SearchHitKind.Lamp, layout.Id, layout.Name, "Bäckerei Zwölf", "Überlingen"), (hit.Kind, hit.Layout, hit.LayoutName, hit.Name, hit.Area));
        Assert.Equal((board.Id, 4, LinkState.Live), (hit.Controller, hit.Pin, hit.Link));
        Assert.Equal(0, found.More);
        Assert.DoesNotContain(layout.Name, found.Unheard);
        Assert.Single((await FindAsync($"zwolf {Uri.EscapeDataString(layout.Name)}")).Hits);
        Assert.Empty((await FindAsync("zwolf nirgends")).Hits);
    }

    [Fact]
    public async Task What_is_offline_is_found_in_the_readers_word_for_it()
    {
        var (layout, board) = await gateway.LayoutWithBoardAsync();
        await gateway.Club.PowerOffAsync(board);

        var found = await FindAsync($"entschlafen {Uri.EscapeDataString(layout.Name)}&offline=Entschlafen", answer => answer.Hits.Count > 0);

        Assert.Equal(SearchHitKind.Board, found.Hits[0].Kind);
        Assert.NotEqual(LinkState.Live, found.Hits[0].Link);
    }

    [Fact]
    public async Task Only_the_layouts_are_searched_that_the_caller_sees_and_who_only_looks_on_may_search()
    {
        var (own, other) = (await NamedAsync("Schnepfe eins"), await NamedAsync("Schnepfe zwei"));
        var viewer = await gateway.Members.TokenAsync(await gateway.Members.AddAsync($"Viewer {Guid.NewGuid():N}", false, (own.Id, Role.Viewer)), Role.Viewer);
        using var api = new Api(gateway.Address, viewer);

        Assert.Equal([own.Id, other.Id], (await FindAsync("schnepfe", answer => answer.Hits.Count == 2)).Hits.Select(hit => hit.Layout));
        Assert.Equal(own.Id, Assert.Single((await api.GetAsync("/api/search?q=schnepfe")).Expect<SearchAnswer>(200).Hits).Layout);
    }

    [Fact]
    public async Task A_guest_and_a_wall_screen_search_nothing()
    {
        var layout = await gateway.LayoutAsync();
        using var screen = new TestBrowser(gateway.Address, "10.7.7.7");
        (await screen.GetAsync("/api/search?q=a")).ExpectProblem(401, RefusalCodes.SignInNeeded);
        var code = (await screen.PostAsync("/api/screens")).Expect<ScreenCode>(200);
        (await gateway.Api.PostAsync($"/api/layouts/{layout.Id}/screens", $$"""{"code":"{{code.Code}}","name":"Hall"}""")).ExpectNoContent();
        (await screen.PostAsync("/api/screens/session", $$"""{"key":"{{code.Key}}"}""")).Expect<ScreenEntry>(200);

        (await screen.GetAsync("/api/search?q=a")).ExpectProblem(403, RefusalCodes.RightMissing);
    }

    [Theory]
    [InlineData("", "q")]
    [InlineData("?q=LONG", "q")]
    [InlineData("?q=a&offline=LONG", "offline")]
    [InlineData("?q=a&problem=LONG", "problem")]
    public async Task What_cannot_be_looked_for_is_refused(string query, string field) => (await gateway.Api.GetAsync(
        $"/api/search{query.Replace("LONG", new string('a', 101), StringComparison.Ordinal)}")).ExpectProblem(400, RefusalCodes.Malformed, field);

    [Fact]
    public async Task Of_many_hits_the_best_are_told_and_how_many_more_there_are()
    {
        var layout = await gateway.LayoutAsync();
        for (var area = 0; area < ClubSearch.Most + 3; area++)
        {
            (await gateway.Api.PostAsync($"/api/layouts/{layout.Id}/areas", $$"""{"name":"Am Wiesel {{area}}"}""")).Expect<Area>(201);
        }

        (await gateway.Api.PostAsync($"/api/layouts/{layout.Id}/areas", """{"name":"Wiesel"}""")).Expect<Area>(201);

        var found = await FindAsync("wiesel", answer => answer.Hits.Count + answer.More == ClubSearch.Most + 4);

        Assert.Equal((ClubSearch.Most, 4, "Wiesel"), (found.Hits.Count, found.More, found.Hits[0].Name));
    }

    [Fact]
    public async Task A_layout_that_is_not_heard_of_is_named_and_nobody_is_told_that_nothing_is_there()
    {
        await using var own = await TestGateway.StartAsync();
        var layout = await own.LayoutAsync();
        own.GrainCalls.ByKey = key => key is Guid id && id == layout.Id.Value ? throw new SiloUnavailableException("The test keeps this layout away.") : null;

        var found = await FindAsync(own, "nothing", answer => answer.Unheard.Count > 0);

        Assert.Empty(found.Hits);
        Assert.Equal([layout.Name], found.Unheard);
        own.GrainCalls.ByKey = null;
        await FindAsync(own, "nothing", answer => answer.Unheard.Count == 0);
    }

    [Fact]
    public async Task While_nothing_is_heard_of_the_club_a_search_is_refused()
    {
        await using var club = await TestGateway.StartAsync();
        await using var lost = await TestGateway.JoinAsync(club.Club, new SiloUnavailableException("The test has taken the silos away."));

        (await lost.Api.GetAsync("/api/search?q=a")).ExpectProblem(503, RefusalCodes.ClubAway);
    }

    [Fact]
    public async Task Who_searches_without_end_is_told_to_wait()
    {
        await using var own = await TestGateway.StartAsync();
        var reply = await own.Api.GetAsync("/api/search?q=a");
        for (var search = 0; search < 40 && reply.Status == 200; search++)
        {
            reply = await own.Api.GetAsync("/api/search?q=a");
        }

        Assert.Equal(1, reply.ExpectProblem(429, RefusalCodes.TooManyCalls).GetProperty("retryAfter").GetInt32());
        own.Time.Advance(TimeSpan.FromSeconds(1));
        (await own.Api.GetAsync("/api/search?q=a")).Expect<SearchAnswer>(200);
    }

    private async Task<Layout> NamedAsync(string name) => (await gateway.Api.PostAsync("/api/layouts", $$"""{"name":"{{name}}"}""")).Expect<Layout>(201);

    private Task<SearchAnswer> FindAsync(string query, Func<SearchAnswer, bool>? until = null) => FindAsync(gateway, query, until);

    // Time passes with each look, in which the gateway hears what is new and searches are forgotten.
    private static async Task<SearchAnswer> FindAsync(TestGateway gateway, string query, Func<SearchAnswer, bool>? until)
    {
        SearchAnswer? answer = null;
        await TestClub.PollAsync(
            async () =>
            {
                gateway.Renew();
                await gateway.RenewAsync();
                answer = (await gateway.Api.GetAsync($"/api/search?q={query}")).Expect<SearchAnswer>(200);
                return until?.Invoke(answer) ?? true;
            },
            $"a search for {query}");
        return answer!;
    }
}
