using System.Text.Json;
using RailHub.Contracts;

namespace RailHub.Gateway.Tests.Hosting;

[Collection(SharedGateway.Name)]
public sealed class DescriptionTests(TestGateway gateway)
{
    [Fact]
    public async Task The_description_lists_every_path()
    {
        var paths = (await DescribeAsync()).GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(method => $"{method.Name.ToUpperInvariant()} {path.Name}"));

        Assert.Equal(
            [
                "DELETE /api/layouts/{layout}",
                "DELETE /api/layouts/{layout}/areas/{area}",
                "DELETE /api/layouts/{layout}/chasing-groups/{group}",
                "DELETE /api/layouts/{layout}/controllers/{controller}",
                "DELETE /api/layouts/{layout}/guest-links/{link}",
                "DELETE /api/layouts/{layout}/lamp-groups/{group}",
                "DELETE /api/layouts/{layout}/members/{member}",
                "DELETE /api/layouts/{layout}/modules/{module}",
                "DELETE /api/layouts/{layout}/plan",
                "DELETE /api/layouts/{layout}/scan",
                "DELETE /api/layouts/{layout}/scenes/{scene}",
                "DELETE /api/layouts/{layout}/screens/{screen}",
                "DELETE /api/layouts/{layout}/shows/{show}",
                "DELETE /api/me/passkeys/{passkey}",
                "DELETE /api/me/provider",
                "DELETE /api/me/sessions",
                "DELETE /api/me/sessions/{session}",
                "DELETE /api/me/tokens/{token}",
                "DELETE /api/members/{member}",
                "DELETE /api/members/{member}/sessions",
                "DELETE /api/session",
                "GET /api/addresses",
                "GET /api/addresses/qr",
                "GET /api/audit",
                "GET /api/guest",
                "GET /api/layouts",
                "GET /api/layouts/{layout}",
                "GET /api/layouts/{layout}/areas",
                "GET /api/layouts/{layout}/audit",
                "GET /api/layouts/{layout}/chasing-groups",
                "GET /api/layouts/{layout}/chasing-groups/{group}",
                "GET /api/layouts/{layout}/claim",
                "GET /api/layouts/{layout}/controllers",
                "GET /api/layouts/{layout}/controllers/{controller}",
                "GET /api/layouts/{layout}/controllers/{controller}/outputs/{pin}",
                "GET /api/layouts/{layout}/controllers/{controller}/telemetry",
                "GET /api/layouts/{layout}/desk",
                "GET /api/layouts/{layout}/export",
                "GET /api/layouts/{layout}/guest-links",
                "GET /api/layouts/{layout}/guest-links/{link}",
                "GET /api/layouts/{layout}/guest-links/{link}/path",
                "GET /api/layouts/{layout}/guest-links/{link}/qr",
                "GET /api/layouts/{layout}/history",
                "GET /api/layouts/{layout}/lamp-groups",
                "GET /api/layouts/{layout}/lamp-groups/{group}",
                "GET /api/layouts/{layout}/lamps",
                "GET /api/layouts/{layout}/members",
                "GET /api/layouts/{layout}/modules",
                "GET /api/layouts/{layout}/plan",
                "GET /api/layouts/{layout}/removed-controllers",
                "GET /api/layouts/{layout}/scan",
                "GET /api/layouts/{layout}/scenes",
                "GET /api/layouts/{layout}/scenes/{scene}",
                "GET /api/layouts/{layout}/scenes/{scene}/state",
                "GET /api/layouts/{layout}/screens",
                "GET /api/layouts/{layout}/shows",
                "GET /api/layouts/{layout}/shows/{show}",
                "GET /api/layouts/{layout}/shows/{show}/run",
                "GET /api/layouts/{layout}/shows/{show}/skew",
                "GET /api/me/passkeys",
                "GET /api/me/provider",
                "GET /api/me/sessions",
                "GET /api/me/tokens",
                "GET /api/members",
                "GET /api/search",
                "GET /api/session",
                "GET /api/session/provider",
                "PATCH /api/layouts/{layout}/controllers/{controller}",
                "PATCH /api/layouts/{layout}/controllers/{controller}/outputs/{pin}",
                "PATCH /api/layouts/{layout}/desk",
                "PATCH /api/layouts/{layout}/lamps",
                "PATCH /api/me",
                "PATCH /api/members/{member}",
                "POST /api/founding",
                "POST /api/guest",
                "POST /api/guest/press",
                "POST /api/layouts",
                "POST /api/layouts/{layout}/all-off",
                "POST /api/layouts/{layout}/all-off/undo",
                "POST /api/layouts/{layout}/areas",
                "POST /api/layouts/{layout}/chasing-groups",
                "POST /api/layouts/{layout}/chasing-groups/{group}/start",
                "POST /api/layouts/{layout}/chasing-groups/{group}/stop",
                "POST /api/layouts/{layout}/claim/ask",
                "POST /api/layouts/{layout}/claim/hand-over",
                "POST /api/layouts/{layout}/claim/release",
                "POST /api/layouts/{layout}/claim/take",
                "POST /api/layouts/{layout}/claim/take-over",
                "POST /api/layouts/{layout}/claim/withdraw",
                "POST /api/layouts/{layout}/controllers",
                "POST /api/layouts/{layout}/controllers/batch",
                "POST /api/layouts/{layout}/controllers/{controller}/outputs/{pin}/flash",
                "POST /api/layouts/{layout}/guest-links",
                "POST /api/layouts/{layout}/history/{event}/undo",
                "POST /api/layouts/{layout}/import",
                "POST /api/layouts/{layout}/lamp-groups",
                "POST /api/layouts/{layout}/lamp-groups/{group}/set",
                "POST /api/layouts/{layout}/removed-controllers/{controller}/restore",
                "POST /api/layouts/{layout}/scan",
                "POST /api/layouts/{layout}/scenes",
                "POST /api/layouts/{layout}/scenes/capture",
                "POST /api/layouts/{layout}/scenes/{scene}/recall",
                "POST /api/layouts/{layout}/screens",
                "POST /api/layouts/{layout}/shows",
                "POST /api/layouts/{layout}/shows/forecast",
                "POST /api/layouts/{layout}/shows/preview/{cue}",
                "POST /api/layouts/{layout}/shows/{show}/back",
                "POST /api/layouts/{layout}/shows/{show}/go",
                "POST /api/layouts/{layout}/shows/{show}/go-to/{cue}",
                "POST /api/layouts/{layout}/shows/{show}/pause",
                "POST /api/layouts/{layout}/shows/{show}/play",
                "POST /api/layouts/{layout}/shows/{show}/rate/{rate}",
                "POST /api/layouts/{layout}/shows/{show}/release",
                "POST /api/layouts/{layout}/shows/{show}/resume",
                "POST /api/layouts/{layout}/shows/{show}/seek/{position}",
                "POST /api/layouts/{layout}/shows/{show}/stop",
                "POST /api/layouts/{layout}/targets",
                "POST /api/me/passkeys",
                "POST /api/me/passkeys/options",
                "POST /api/me/provider",
                "POST /api/me/tokens",
                "POST /api/members",
                "POST /api/members/{member}/password-code",
                "POST /api/password",
                "POST /api/screens",
                "POST /api/screens/session",
                "POST /api/session",
                "POST /api/session/demo",
                "POST /api/session/passkey",
                "POST /api/session/passkey/options",
                "PUT /api/layouts/{layout}",
                "PUT /api/layouts/{layout}/areas/{area}",
                "PUT /api/layouts/{layout}/chasing-groups/{group}",
                "PUT /api/layouts/{layout}/guest-links/{link}",
                "PUT /api/layouts/{layout}/lamp-groups/{group}",
                "PUT /api/layouts/{layout}/members/{member}",
                "PUT /api/layouts/{layout}/plan",
                "PUT /api/layouts/{layout}/scenes/{scene}",
                "PUT /api/layouts/{layout}/shows/{show}",
                "PUT /api/me/password",
            ],
            paths.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Ids_are_texts()
    {
        var document = await DescribeAsync();
        var schemas = document.GetProperty("components").GetProperty("schemas");

        var parameters = document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject())
            .Where(operation => operation.Value.TryGetProperty("parameters", out _))
            .SelectMany(operation => operation.Value.GetProperty("parameters").EnumerateArray())
            .Where(parameter => parameter.GetProperty("in").GetString() == "path" && parameter.GetProperty("name").GetString() is not ("pin" or "position" or "rate"))
            .ToArray();
        Assert.NotEmpty(parameters);
        Assert.All(parameters, parameter => Assert.Equal("string", TypeOf(parameter.GetProperty("schema"), schemas)));

        Assert.Equal("string", TypeOf(Member("Layout", "id"), schemas));
        Assert.Equal("string", TypeOf(Member("Scene", "layout"), schemas));
        Assert.Equal("string", TypeOf(Member("OutputAddress", "controller"), schemas));
        Assert.Equal("string", TypeOf(Member("ChasingGroup", "id"), schemas));
        Assert.Equal("string", TypeOf(Member("Cue", "number"), schemas));
        Assert.Equal("string", TypeOf(Member("Cue", "show"), schemas));
        JsonElement Member(string schema, string member) => schemas.GetProperty(schema).GetProperty("properties").GetProperty(member);
    }

    [Fact]
    public async Task Numbers_are_numbers_and_nothing_else()
    {
        var schemas = (await DescribeAsync()).GetProperty("components").GetProperty("schemas");

        Assert.Equal("integer", schemas.GetProperty("SceneTarget").GetProperty("properties").GetProperty("brightness").GetProperty("type").GetString());
    }

    [Fact]
    public async Task Nobody_is_promised_that_answers_never_have_more() => Assert.All(
        (await DescribeAsync()).GetProperty("components").GetProperty("schemas").EnumerateObject(),
        schema => Assert.False(schema.Value.TryGetProperty("additionalProperties", out _)));

    [Fact]
    public async Task Documentation_for_people_answers()
    {
        var docs = await gateway.Api.GetAsync("/docs");

        Assert.Equal(200, docs.Status);
        Assert.Equal("text/html", docs.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/layouts/1/scenes")]
    [InlineData("/apiary")]
    public async Task Every_address_that_is_nothing_else_is_a_page_of_the_dashboard(string path)
    {
        var page = await gateway.Api.GetAsync(path);

        Assert.Equal(200, page.Status);
        Assert.Equal("text/html", page.ContentType?.MediaType);
    }

    [Fact]
    public async Task The_page_of_the_dashboard_tells_the_version_that_the_hub_tells()
    {
        await using var viewer = await gateway.ViewerAsync();

        var version = await viewer.CallAsync<string>(nameof(IDashboardHub.GetDashboardVersion));

        Assert.Contains($"data-version=\"{version}\"", (await gateway.Api.GetAsync("/")).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/nothing")]
    [InlineData("/api/nothing.json")]
    [InlineData("/api")]
    [InlineData("/nothing.png")]
    [InlineData("/api/layouts/019672d0-1c00-7000-8000-000000000001/controllers/024852000001/outputs/first")]
    public async Task An_address_that_is_neither_of_the_api_nor_a_page_is_a_problem(string path) =>
        (await gateway.Api.GetAsync(path)).ExpectProblem(404, "unknownAddress");

    [Theory]
    [InlineData("/api/layouts")]
    [InlineData("/api/nothing")]
    public async Task A_method_that_an_address_does_not_have_is_a_problem(string path) =>
        (await gateway.Api.PatchAsync(path, "{}")).ExpectProblem(405, "unknownAddress");

    private async Task<JsonElement> DescribeAsync() => (await gateway.Api.GetAsync("/openapi/v1.json")).Json;

    private static string? TypeOf(JsonElement schema, JsonElement schemas) =>
        schema.TryGetProperty("$ref", out var reference)
            ? TypeOf(schemas.GetProperty(reference.GetString()!.Split('/')[^1]), schemas)
            : schema.GetProperty("type").GetString();
}
