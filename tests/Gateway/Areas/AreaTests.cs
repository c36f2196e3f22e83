using RailHub.Contracts;

namespace RailHub.Gateway.Tests.Areas;

[Collection(SharedGateway.Name)]
public sealed class AreaTests(TestGateway gateway)
{
    [Fact]
    public async Task An_area_is_made_listed_moved_and_deleted_by_whoever_has_its_version()
    {
        var path = $"/api/layouts/{(await gateway.LayoutAsync()).Id}/areas";
        var reply = await gateway.Api.PostAsync(path, """{"name":"Station"}""");
        var station = reply.Expect<Area>(201);
        var town = (await gateway.Api.PostAsync(path, """{"name":"Town","position":0}""")).Expect<Area>(201);

        Assert.Equal($"{path}/{station.Id}", reply.Location);
        Assert.Equal([town, station], (await gateway.Api.GetAsync(path)).Expect<IReadOnlyList<Area>>(200));
        var renamed = await gateway.Api.PutAsync(reply.Location!, """{"name":"Main station","position":0}""", reply.ETag);
        Assert.Equal(["Main station", "Town"], (await gateway.Api.GetAsync(path)).Expect<IReadOnlyList<Area>>(200).Select(area => area.Name));
        (await gateway.Api.PutAsync(reply.Location!, """{"name":"Late"}""", reply.ETag)).ExpectProblem(412, "outdated");
        (await gateway.Api.DeleteAsync(reply.Location!, reply.ETag)).ExpectProblem(412, "outdated");
        (await gateway.Api.DeleteAsync(reply.Location!, renamed.ETag)).ExpectNoContent();
        (await gateway.Api.DeleteAsync(reply.Location!)).ExpectProblem(404, "areaUnknown");
    }

    [Theory]
    [InlineData("""{"name":""}""", "nameInvalid", "name")]
    [InlineData("""{}""", "malformed", "name")]
    [InlineData("""{"name":"Station","position":-1}""", "orderInvalid", "position")]
    [InlineData("""{"name":"Station","place":1}""", "malformed", "place")]
    public async Task A_draft_that_breaks_a_rule_names_the_member(string json, string code, string field) =>
        (await gateway.Api.PostAsync($"/api/layouts/{(await gateway.LayoutAsync()).Id}/areas", json)).ExpectProblem(400, code, field);

    [Fact]
    public async Task Of_a_layout_that_is_not_there_nothing_is_found()
    {
        var path = $"/api/layouts/{Guid.NewGuid()}/areas";
        (await gateway.Api.GetAsync(path)).ExpectProblem(404, "layoutUnknown");
        (await gateway.Api.PostAsync(path, """{"name":"Station"}""")).ExpectProblem(404, "layoutUnknown");
    }
}
