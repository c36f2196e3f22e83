using RailHub.Contracts;
using RailHub.TestKit;

namespace RailHub.Gateway.Tests.Shows;

[Collection(SharedGateway.Name)]
public sealed class ShowTests(TestGateway gateway) : IDisposable
{
    public static TheoryData<string, ShowOrder> Orders => new()
    {
        { "play", new ShowOrder(ShowTransport.Play) },
        { "go", new ShowOrder(ShowTransport.Go) },
        { "pause", new ShowOrder(ShowTransport.Pause) },
        { "resume", new ShowOrder(ShowTransport.Resume) },
        { "back", new ShowOrder(ShowTransport.Back) },
        { "stop", new ShowOrder(ShowTransport.Stop) },
        { "release", new ShowOrder(ShowTransport.Release) },
        { "go-to/2.5", new ShowOrder(ShowTransport.GoTo, Cue: new CueNumber(2_500)) },
        { "seek/61500", new ShowOrder(ShowTransport.Seek, Position: 61_500) },
        { "rate/150", new ShowOrder(ShowTransport.Rate, Rate: 150) },
    };

    public void Dispose() => gateway.GrainCalls.ByKey = null;

    [Fact]
    public async Task A_show_is_made_found_and_listed()
    {
        var (layout, board) = await gateway.LayoutWithBoardAsync();
        var path = $"/api/layouts/{layout.Id}/shows";

        var reply = await gateway.Api.PostAsync(
            path,
            $$"""
            {"name":"Evening","loops":0,"cues":[
              {"number":"2","label":"Doors","colour":"amber","trigger":"hang","time":-500,"delay":100},
              {"number":"1.5","action":"targets","up":2000,"targets":[{"controller":"{{board.Id}}","pin":4,"active":true,"brightness":100}]}]}
            """);
        var made = reply.Expect<Show>(201);

        Assert.Equal("\"1\"", reply.ETag);
        Assert.Equal($"{path}/{made.Id}", reply.Location);
        Assert.Equal(["1.5", "2"], made.Cues.Select(cue => cue.Number.ToString()));
        var found = await gateway.Api.GetAsync(reply.Location!);
        Assert.Equivalent(made, found.Expect<Show>(200), strict: true);
        Assert.Equal(reply.ETag, found.ETag);
        Assert.Equal(
            [new ShowSummary(made.Id, "Evening", 2, 1)], (await gateway.Api.GetAsync(path)).Expect<IReadOnlyList<ShowSummary>>(200));
    }

    [Fact]
    public async Task A_show_is_replaced_and_deleted_by_whoever_has_its_version()
    {
        var layout = await gateway.LayoutAsync();
        var made = await gateway.Api.PostAsync($"/api/layouts/{layout.Id}/shows", """{"name":"Evening","cues":[]}""");

        var replaced = await gateway.Api.PutAsync(made.Location!, """{"name":"Dusk","cues":[{"number":"1"}]}""", made.ETag);

        Assert.Equal(("Dusk", 2), (replaced.Expect<Show>(200).Name, replaced.Expect<Show>(200).Version));
        Assert.Equal("\"2\"", replaced.ETag);
        (await gateway.Api.PutAsync(made.Location!, """{"name":"Late","cues":[]}""", made.ETag)).ExpectProblem(412, "outdated");
        (await gateway.Api.DeleteAsync(made.Location!, made.ETag)).ExpectProblem(412, "outdated");
        (await gateway.Api.DeleteAsync(made.Location!, replaced.ETag)).ExpectNoContent();
        (await gateway.Api.GetAsync(made.Location!)).ExpectProblem(404, "showUnknown");
    }

    [Theory]
    [InlineData("""{"name":"","cues":[]}""", "nameInvalid", "name")]
    [InlineData("""{"name":"Evening"}""", "malformed", "cues")]
    [InlineData("""{"name":"Evening","cues":null}""", "malformed", "cues")]
    [InlineData("""{"name":"Evening","cues":[null]}""", "malformed", "cues[0]")]
    [InlineData("""{"name":"Evening","cues":[{}]}""", "malformed", "cues[0].number")]
    [InlineData("""{"name":"Evening","cues":[{"number":1}]}""", "malformed", "cues[0].number")]
    [InlineData("""{"name":"Evening","cues":[{"number":"0"}]}""", "malformed", "cues[0].number")]
    [InlineData("""{"name":"Evening","cues":[{"number":"1"},{"number":"1.0"}]}""", "cueTwice", "cues[1].number")]
    [InlineData("""{"name":"Evening","cues":[{"number":"1","trigger":"later"}]}""", "malformed", "cues[0].trigger")]
    [InlineData("""{"name":"Evening","cues":[{"number":"1","action":"scene"}]}""", "cueInvalid", "cues[0].scene")]
    [InlineData("""{"name":"Evening","cues":[{"number":"1","label":null}]}""", "malformed", "cues[0].label")]
    [InlineData("""{"name":"Evening","cues":[{"number":"1","delay":-1}]}""", "timeInvalid", "cues[0].delay")]
    [InlineData("""{"name":"Evening","cues":[{"number":"1","trigger":"follow","time":86400001}]}""", "timeInvalid", "cues[0].time")]
    [InlineData("""{"name":"Evening","cues":[],"loops":10001}""", "loopsInvalid", "loops")]
    [InlineData("""{"name":"Evening","cues":[],"loops":2}""", "roundEmpty", "loops")]
    [InlineData(
        """{"name":"Evening","cues":[{"number":"1","action":"targets","targets":[{"controller":"02FFFFFFFFFF","pin":5,"active":true,"brightness":1}]}]}""",
        "controllerElsewhere",
        "cues[0].targets[0].controller")]
    public async Task A_draft_that_breaks_a_rule_names_the_member(string json, string code, string field) =>
        (await gateway.Api.PostAsync($"/api/layouts/{(await gateway.LayoutAsync()).Id}/shows", json)).ExpectProblem(400, code, field);

    [Fact]
    public async Task A_draft_is_forecast_and_previewed_and_nothing_of_it_is_kept()
    {
        var (layout, board) = await gateway.LayoutWithBoardAsync();
        var path = $"/api/layouts/{layout.Id}/shows";
        var draft = $$"""
            {"name":"Evening","cues":[{"number":"1.5","action":"targets","targets":[{"controller":"{{board.Id}}","pin":4,"active":true,"brightness":30}]}]}
            """;

        var forecast = (await gateway.Api.PostAsync($"{path}/forecast", draft)).Expect<ShowForecast>(200);
        var look = (await gateway.Api.PostAsync($"{path}/preview/1.5?show={Guid.NewGuid()}", draft)).Expect<TargetList>(200);

        Assert.Equal([new BoardWrites(board.Id, 1)], forecast.Writes);
        Assert.Empty(forecast.Conflicts);
        Assert.Equal([board.Target(4, brightness: 30)], look.Targets);
        (await gateway.Api.PostAsync($"{path}/preview/2", draft)).ExpectProblem(404, "cueUnknown");
        (await gateway.Api.PostAsync($"{path}/forecast", """{"name":"Evening","cues":[null]}""")).ExpectProblem(400, "malformed", "cues[0]");
        (await gateway.Api.PostAsync($"{path}/forecast?show=evening", draft)).ExpectProblem(400, "malformed");
        Assert.Empty((await gateway.Api.GetAsync(path)).Expect<IReadOnlyList<ShowSummary>>(200));
    }

    [Fact]
    public async Task What_a_show_uses_is_not_deleted()
    {
        var (layout, board) = await gateway.LayoutWithBoardAsync();
        var grain = gateway.Club.Grain(layout);
        var scene = (await grain.CreateScene(new SceneDraft("Night", [board.Target(4)]))).Expect();
        (await grain.CreateShow(new ShowDraft("Evening", [new Cue(CueNumber.Whole(1), Action: CueAction.Scene, Scene: scene.Id)]))).Expect();

        var problem = (await gateway.Api.DeleteAsync($"/api/layouts/{layout.Id}/scenes/{scene.Id}")).ExpectProblem(409, "usedByShow");

        Assert.Equal(["Night", "Evening"], problem.GetProperty("names").EnumerateArray().Select(name => name.GetString()));
    }

    [Fact]
    public async Task What_is_not_there_is_not_found()
    {
        var layout = await gateway.LayoutAsync();
        var elsewhere = (await gateway.Club.Grain(await gateway.LayoutAsync()).CreateShow(new ShowDraft("Evening", []))).Expect();
        foreach (var id in (Guid[])[Guid.NewGuid(), elsewhere.Id.Value])
        {
            var path = $"/api/layouts/{layout.Id}/shows/{id}";
            (await gateway.Api.GetAsync(path)).ExpectProblem(404, "showUnknown");
            (await gateway.Api.PutAsync(path, """{"name":"Evening","cues":[]}""")).ExpectProblem(404, "showUnknown");
            (await gateway.Api.DeleteAsync(path)).ExpectProblem(404, "showUnknown");
        }

        (await gateway.Api.GetAsync($"/api/layouts/{Guid.NewGuid()}/shows")).ExpectProblem(404, "layoutUnknown");
        (await gateway.Api.PostAsync($"/api/layouts/{Guid.NewGuid()}/shows", """{"name":"Evening","cues":[]}""")).ExpectProblem(404, "layoutUnknown");
        (await gateway.Api.PostAsync($"/api/layouts/{layout.Id}/shows/{elsewhere.Id}/go-to/first")).ExpectProblem(400, "malformed");
        (await gateway.Api.PostAsync($"/api/layouts/{layout.Id}/shows/{elsewhere.Id}/go-to/1.0005")).ExpectProblem(400, "malformed");
    }

    [Theory]
    [MemberData(nameof(Orders), DisableDiscoveryEnumeration = true)]
    public async Task An_order_goes_to_the_player_by_REST(string path, ShowOrder order)
    {
        var (layout, show, player) = Fake();

        var run = (await gateway.Api.PostAsync($"/api/layouts/{layout}/shows/{show}/{path}")).Expect<ShowRun>(200);

        Assert.Equivalent(FakePlayer.Run, run, strict: true);
        Assert.Equal([(layout, order)], player.Orders);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_order_goes_to_the_player_by_the_hub(bool messagePack)
    {
        var (layout, show, player) = Fake();
        await using var viewer = await gateway.ViewerAsync(messagePack);
        var order = new ShowOrder(ShowTransport.GoTo, Cue: new CueNumber(2_500));

        var run = (await viewer.CallAsync<Outcome<ShowRun>>(nameof(IDashboardHub.ControlShow), layout, show, order)).Expect();

        Assert.Equivalent(FakePlayer.Run, run, strict: true);
        Assert.Equal([(layout, order)], player.Orders);
    }

    [Fact]
    public async Task How_a_show_runs_is_asked_of_its_player()
    {
        var (layout, show, _) = Fake();

        Assert.Equivalent(FakePlayer.Run, (await gateway.Api.GetAsync($"/api/layouts/{layout}/shows/{show}/run")).Expect<ShowRun>(200), strict: true);
    }

    [Fact]
    public async Task How_close_together_its_cues_were_is_asked_of_its_player()
    {
        var (layout, show, _) = Fake();

        var answer = await gateway.Api.GetAsync($"/api/layouts/{layout}/shows/{show}/skew");

        Assert.Equivalent(new[] { FakePlayer.Skew }, answer.Expect<IReadOnlyList<CueSkew>>(200), strict: true);
        Assert.Contains("""{"cue":"12","round":1,"at":"2026-05-09T10:00:00+00:00","boards":[{"controller":"02:52:48:00:00:01","late":12.5,"isAway":false}""", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_player_that_moved_is_asked_once_more_and_nobody_notices()
    {
        var (layout, show, player) = Fake();
        await using var viewer = await gateway.ViewerAsync();
        player.Moves = 1;

        (await gateway.Api.PostAsync($"/api/layouts/{layout}/shows/{show}/go")).Expect<ShowRun>(200);
        player.Moves = 3;
        (await gateway.Api.GetAsync($"/api/layouts/{layout}/shows/{show}/run")).Expect<ShowRun>(200);
        player.Moves = 5;
        (await viewer.CallAsync<Outcome<ShowRun>>(nameof(IDashboardHub.ControlShow), layout, show, new ShowOrder(ShowTransport.Go))).Expect();
        player.Moves = 8;
        (await gateway.Api.PostAsync($"/api/layouts/{layout}/shows/{show}/go")).ExpectProblem(503, "ownerMoved");

        Assert.Equal((8, 2), (player.Asked, player.Orders.Count));
    }

    [Fact]
    public async Task An_order_that_cannot_be_read_names_its_member()
    {
        var (layout, show, player) = Fake();
        await using var viewer = await gateway.ViewerAsync();

        foreach (var (order, field) in ((object, string)[])[
            (new { @do = "jump" }, "do"), (new { @do = "goTo", cue = "first" }, "cue"), (new { @do = "play", speed = 3 }, "speed"), (new { cue = "1" }, "do")])
        {
            var refusal = (await viewer.CallAsync<Outcome<ShowRun>>(nameof(IDashboardHub.ControlShow), layout, show, order)).ExpectRefusal();
            Assert.Equal((RefusalCodes.Malformed, field), (refusal.Code, refusal.Field));
        }

        Assert.Empty(player.Orders);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Dashboards_see_shows_and_how_they_run(bool messagePack)
    {
        var layout = await gateway.LayoutAsync();
        await using var viewer = await gateway.ViewerAsync(messagePack);
        await viewer.WatchAsync(layout);
        var show = (await gateway.Club.Grain(layout).CreateShow(new ShowDraft("Evening", [new Cue(CueNumber.Whole(1))]))).Expect();
        await viewer.UntilAsync(view => view.Shows is [{ Name: "Evening", Cues: 1, Run: null }]);

        await gateway.Club.Grain(layout).NoteRun(show.Id, FakePlayer.Run);
        var delta = await viewer.NextAsync();

        Assert.Equal(new LayoutDelta(Shows: delta.Shows), delta);
        Assert.True(FakePlayer.Run.IsSame(Assert.Single(viewer.View.Shows).Run));
        await using var late = await gateway.ViewerAsync(messagePack);
        Assert.True(FakePlayer.Run.IsSame(Assert.Single((await late.WatchAsync(layout)).Shows).Run));
        await gateway.Club.Grain(layout).NoteRun(show.Id, null);
        await viewer.UntilAsync(view => view.Shows is [{ Run: null }]);
    }

    /// <summary>A show whose player is not the real one.</summary>
    private (LayoutId Layout, ShowId Show, FakePlayer Player) Fake()
    {
        var (show, player) = (new ShowId(Guid.NewGuid()), new FakePlayer());
        gateway.GrainCalls.ByKey = key => key.Equals(show.Value) ? player : null;
        return (new LayoutId(Guid.NewGuid()), show, player);
    }
}
