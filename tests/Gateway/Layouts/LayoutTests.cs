using RailHub.Contracts;

namespace RailHub.Gateway.Tests.Layouts;

[Collection(SharedGateway.Name)]
public sealed class LayoutTests(TestGateway gateway)
{
    private readonly string _unknown = $"/api/layouts/{Guid.NewGuid()}";

    [Fact]
    public async Task A_layout_is_made_and_found_where_it_is_said_to_be()
    {
        var reply = await gateway.Api.PostAsync("/api/layouts", """{"name":" Harbour "}""");

        var made = reply.Expect<Layout>(201);
        Assert.Equal("Harbour", made.Name);
        Assert.Equal($"\"{made.Version}\"", reply.ETag);
        var found = await gateway.Api.GetAsync(reply.Location!);
        Assert.Equal(made, found.Expect<Layout>(200));
        Assert.Equal(reply.ETag, found.ETag);
        Assert.Contains(made, (await gateway.Api.GetAsync("/api/layouts")).Expect<IReadOnlyList<Layout>>(200));
    }

    [Fact]
    public async Task A_name_that_is_taken_is_a_conflict()
    {
        var layout = await gateway.LayoutAsync();

        (await gateway.Api.PostAsync("/api/layouts", $$"""{"name":"{{layout.Name.ToUpperInvariant()}}"}""")).ExpectProblem(409, "nameTaken", "name");
    }

    [Theory]
    [InlineData("""{"name":""}""", "nameInvalid", "name")]
    [InlineData("""{"name":null}""", "nameInvalid", "name")]
    [InlineData("""{}""", "malformed", "name")]
    [InlineData("""{"name":7}""", "malformed", "name")]
    [InlineData("""{"name":""", "malformed", "name")]
    [InlineData("""nonsense""", "malformed", null)]
    [InlineData("""null""", "malformed", null)]
    [InlineData("", "malformed", null)]
    public async Task What_cannot_be_read_names_the_member_at_fault(string json, string code, string? field) =>
        (await gateway.Api.PostAsync("/api/layouts", json)).ExpectProblem(400, code, field);

    [Fact]
    public async Task A_body_that_is_no_json_is_not_taken() =>
        (await gateway.Api.SendAsync(HttpMethod.Post, "/api/layouts", "name=Harbour", contentType: "application/x-www-form-urlencoded"))
            .ExpectProblem(415, "malformed");

    [Fact]
    public async Task A_layout_is_renamed_by_whoever_has_its_version()
    {
        var layout = await gateway.LayoutAsync();
        var path = $"/api/layouts/{layout.Id}";

        var renamed = await gateway.Api.PutAsync(path, $$"""{"name":"{{layout.Name}} renamed"}""", $"\"{layout.Version}\"");
        var late = await gateway.Api.PutAsync(path, """{"name":"Too late"}""", $"\"{layout.Version}\"");

        var now = renamed.Expect<Layout>(200);
        Assert.Equal($"\"{now.Version}\"", renamed.ETag);
        Assert.Equal(now.Version, late.ExpectProblem(412, "outdated").GetProperty("currentVersion").GetInt64());
    }

    [Theory]
    [InlineData("*")]
    [InlineData(null)]
    public async Task Without_a_version_an_edit_takes_whatever_is_there(string? ifMatch)
    {
        var layout = await gateway.LayoutAsync();

        (await gateway.Api.PutAsync($"/api/layouts/{layout.Id}", $$"""{"name":"{{layout.Name}}!"}""", ifMatch)).Expect<Layout>(200);
    }

    [Theory]
    [InlineData("\"7\", \"VERSION\"")]
    [InlineData("W/\"VERSION\", \"VERSION\"")]
    [InlineData("\"seven\",\"VERSION\"")]
    public async Task Any_of_several_versions_will_do(string ifMatch)
    {
        var layout = await gateway.LayoutAsync();

        var tags = ifMatch.Replace("VERSION", $"{layout.Version}", StringComparison.Ordinal);
        (await gateway.Api.PutAsync($"/api/layouts/{layout.Id}", $$"""{"name":"{{layout.Name}}!"}""", tags)).Expect<Layout>(200);
    }

    [Fact]
    public async Task Versions_on_several_lines_are_one_list()
    {
        var layout = await gateway.LayoutAsync();
        var path = $"/api/layouts/{layout.Id}";

        string[] lines = [$"Host: {gateway.Address.Authority}", $"Authorization: Bearer {gateway.Token}", "If-Match: \"7\"", $"If-Match: \"{layout.Version}\""];
        Assert.Equal("HTTP/1.1 204 No Content", await RawRequest.SendAsync(gateway.Address, $"DELETE {path} HTTP/1.1", lines));
    }

    [Theory]
    [InlineData("W/\"1\"")]
    [InlineData("\"seven\"")]
    [InlineData("\"7\", \"8\"")]
    [InlineData("")]
    public async Task Without_any_version_that_is_there_an_edit_is_outdated(string ifMatch)
    {
        var layout = await gateway.LayoutAsync();

        (await gateway.Api.DeleteAsync($"/api/layouts/{layout.Id}", ifMatch)).ExpectProblem(412, "outdated");
    }

    [Theory]
    [InlineData("1")]
    [InlineData("\"1")]
    [InlineData("*, \"1\"")]
    [InlineData("\"1\" \"2\"")]
    public async Task A_version_that_cannot_be_read_is_refused(string ifMatch)
    {
        var layout = await gateway.LayoutAsync();

        (await gateway.Api.DeleteAsync($"/api/layouts/{layout.Id}", ifMatch)).ExpectProblem(400, "malformed");
    }

    [Fact]
    public async Task A_layout_is_deleted_by_whoever_has_its_version()
    {
        var layout = await gateway.LayoutAsync();
        var path = $"/api/layouts/{layout.Id}";

        (await gateway.Api.DeleteAsync(path, "\"99\"")).ExpectProblem(412, "outdated");
        (await gateway.Api.DeleteAsync(path, $"\"{layout.Version}\"")).ExpectNoContent();
        (await gateway.Api.GetAsync(path)).ExpectProblem(404, "layoutUnknown");
    }

    [Fact]
    public async Task What_is_not_there_is_not_found()
    {
        (await gateway.Api.GetAsync(_unknown)).ExpectProblem(404, "layoutUnknown");
        (await gateway.Api.PutAsync(_unknown, """{"name":"Nobody"}""")).ExpectProblem(404, "layoutUnknown");
        (await gateway.Api.DeleteAsync(_unknown)).ExpectProblem(404, "layoutUnknown");
    }

    [Fact]
    public async Task What_is_no_id_is_malformed() => (await gateway.Api.GetAsync("/api/layouts/seven")).ExpectProblem(400, "malformed");

    [Fact]
    public async Task While_the_database_is_away_edits_are_refused_and_looking_goes_on()
    {
        var layout = await gateway.LayoutAsync();
        gateway.Club.Database.GoAway();
        try
        {
            (await gateway.Api.PostAsync("/api/layouts", """{"name":"Not now"}""")).ExpectProblem(503, "databaseAway");
            (await gateway.Api.GetAsync($"/api/layouts/{layout.Id}")).Expect<Layout>(200);
        }
        finally
        {
            gateway.Club.Database.ComeBack();
        }
    }
}
