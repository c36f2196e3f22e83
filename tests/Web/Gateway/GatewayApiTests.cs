using System.Net;
using Microsoft.Extensions.Time.Testing;
using RailHub.Contracts;
using RailHub.Web.Dashboards;
using RailHub.Web.Gateway;
using RailHub.Web.Shell;

namespace RailHub.Web.Tests.Gateway;

public sealed class GatewayApiTests : IDisposable
{
    private readonly FakeGateway _gateway = new();
    private readonly GatewayApi _api;

    public GatewayApiTests()
    {
        var time = new FakeTimeProvider(Sample.Noon);
        _api = new GatewayApi(new HttpClient(_gateway) { BaseAddress = new Uri("http://gateway.test/") }, new GatewayClock(time), time);
    }

    public void Dispose() => _gateway.Dispose();

    [Fact]
    public async Task A_new_layout_comes_back_with_its_id()
    {
        _gateway.Answer = _ => FakeGateway.Json(HttpStatusCode.Created, $$"""{"id":"{{Sample.LayoutId}}","name":"Altstadt","version":3}""");

        var outcome = await _api.AddLayout(new LayoutDraft("Altstadt"));

        Assert.Equal(Sample.Layout, outcome.Value);
        Assert.Equal(["POST /api/layouts"], _gateway.Asked);
        Assert.Equal(["""{"name":"Altstadt"}"""], _gateway.Bodies);
    }

    [Fact]
    public async Task An_edit_names_the_version_that_it_began_with()
    {
        await _api.ChangeLayout(Sample.Layout, new LayoutDraft("Neustadt"));

        Assert.Equal([$"PUT /api/layouts/{Sample.LayoutId} \"3\""], _gateway.Asked);
    }

    [Fact]
    public async Task An_outdated_edit_tells_the_version_now()
    {
        _gateway.Answer = _ => FakeGateway.Problem(412, """{"title":"Outdated","detail":"Changed.","code":"outdated","currentVersion":9}""");

        var outcome = await _api.ChangeLayout(Sample.Layout, new LayoutDraft("Neustadt"));

        Assert.Equal(new Refusal(RefusalKind.Outdated, RefusalCodes.Outdated, "Changed.", CurrentVersion: 9), outcome.Refusal);
    }

    [Theory]
    [InlineData(400, RefusalKind.Invalid)]
    [InlineData(403, RefusalKind.Forbidden)]
    [InlineData(404, RefusalKind.NotFound)]
    [InlineData(409, RefusalKind.Conflict)]
    [InlineData(422, RefusalKind.Unfit)]
    [InlineData(503, RefusalKind.Unavailable)]
    [InlineData(504, RefusalKind.TimedOut)]
    public async Task A_problem_is_a_refusal(int status, RefusalKind kind)
    {
        _gateway.Answer = _ => FakeGateway.Problem(status, """{"detail":"No.","code":"nameTaken","field":"name"}""");

        var outcome = await _api.AddLayout(new LayoutDraft("Altstadt"));

        Assert.Equal(new Refusal(kind, RefusalCodes.NameTaken, "No.", "name"), outcome.Refusal);
    }

    [Fact]
    public async Task A_gateway_that_is_away_is_a_refusal()
    {
        var outcome = await _api.DeleteLayout(Sample.Layout);

        Assert.Equal(LocalRefusals.GatewayAway, outcome.Refusal?.Code);
    }

    [Fact]
    public async Task A_page_of_some_proxy_is_a_refusal()
    {
        _gateway.Answer = _ => FakeGateway.Json(HttpStatusCode.BadGateway, "<html>", "text/html");

        var outcome = await _api.AddLayout(new LayoutDraft("Altstadt"));

        Assert.Equal((RefusalKind.Unavailable, LocalRefusals.Unexpected), (outcome.Refusal?.Kind, outcome.Refusal?.Code));
    }

    [Fact]
    public async Task A_problem_that_cannot_be_read_is_a_refusal()
    {
        _gateway.Answer = _ => FakeGateway.Problem(502, "<html>");

        var added = await _api.AddLayout(new LayoutDraft("Altstadt"));
        var deleted = await _api.DeleteLayout(Sample.Layout);

        Assert.Equal((RefusalKind.Unavailable, LocalRefusals.Unexpected), (added.Refusal?.Kind, added.Refusal?.Code));
        Assert.Equal(added.Refusal, deleted.Refusal);
    }

    [Fact]
    public async Task A_refusal_that_is_newer_than_the_dashboard_says_what_the_gateway_told()
    {
        _gateway.Answer = _ => FakeGateway.Problem(418, """{"title":"Teapot","detail":"It is tea time.","code":"teaTime","sugar":true}""");

        var outcome = await _api.AddLayout(new LayoutDraft("Altstadt"));

        Assert.Equal("It is tea time.", Words.Of(outcome.Refusal!));
    }

    [Fact]
    public async Task What_a_newer_gateway_says_beside_what_is_known_does_not_matter()
    {
        _gateway.Answer = _ => FakeGateway.Json(
            HttpStatusCode.Created, $$"""{"id":"{{Sample.LayoutId}}","colour":{"r":1},"name":"Altstadt","version":3}""");

        Assert.Equal(Sample.Layout, (await _api.AddLayout(new LayoutDraft("Altstadt"))).Value);
    }

    [Fact]
    public async Task An_answer_that_cannot_be_read_is_a_refusal()
    {
        _gateway.Answer = _ => FakeGateway.Json(HttpStatusCode.OK, "<html>");

        var outcome = await _api.GetScene(Sample.LayoutId, new SceneId(Guid.Empty));

        Assert.Equal(LocalRefusals.Unexpected, outcome.Refusal?.Code);
    }

    [Fact]
    public async Task A_deletion_names_its_version()
    {
        _gateway.Answer = _ => new HttpResponseMessage(HttpStatusCode.NoContent);

        var outcome = await _api.DeleteScene(Sample.LayoutId, new SceneId(Guid.Empty), 4);

        Assert.Equal(Done.Instance, outcome.Value);
        Assert.Equal([$"DELETE /api/layouts/{Sample.LayoutId}/scenes/00000000-0000-0000-0000-000000000000 \"4\""], _gateway.Asked);
    }
}
