using System.Text.Json;
using RailHub.Contracts;

namespace RailHub.Gateway.Tests.Exchange;

[Collection(SharedGateway.Name)]
public sealed class ExchangeTests(TestGateway gateway)
{
    [Fact]
    public async Task A_layout_is_exported_edited_tried_and_imported()
    {
        var (layout, board) = await gateway.LayoutWithBoardAsync();
        var path = $"/api/layouts/{layout.Id}";
        await gateway.Api.PostAsync($"{path}/scenes", $$"""{"name":"Evening","targets":[{"controller":"{{board.Id}}","pin":4,"active":true,"brightness":40}]}""");
        await gateway.Api.PostAsync($"{path}/shows", """{"name":"Dusk","cues":[{"number":"1","label":"House lights"},{"number":"2.5","trigger":"follow","time":3000}]}""");

        var export = await gateway.Api.GetAsync($"{path}/export");
        Assert.Equal((200, "application/json"), (export.Status, export.ContentType?.MediaType));
        Assert.Contains("\"brightness\": 40", export.Text, StringComparison.Ordinal);
        Assert.Equal(export.Text, (await gateway.Api.GetAsync($"{path}/export")).Text);

        Assert.Contains("{ \"number\": \"2.5\", \"trigger\": \"follow\", \"time\": 3000 }", export.Text, StringComparison.Ordinal);
        var edited = export.Text.Replace("\"brightness\": 40", "\"brightness\": 60", StringComparison.Ordinal)
            .Replace("\"House lights\"", "\"House lights\", \"scene\": \"Evening\"", StringComparison.Ordinal);
        var foreseen = await gateway.Api.PostAsync($"{path}/import?mode=replace&dryRun=true", edited);
        Assert.Equal(export.ETag, foreseen.ETag);
        var changes = foreseen.Expect<LayoutChanges>(200);
        Assert.Equal(["Evening", "Dusk"], changes.Scenes.Changed.Concat(changes.Shows.Changed));
        Assert.Equal(export.Text, (await gateway.Api.GetAsync($"{path}/export")).Text);

        var done = await SendAsync($"{path}/import?mode=replace&dryRun=false", edited, foreseen.ETag);
        Assert.Equal(foreseen.Text, done.Text);
        Assert.Equal(edited, (await gateway.Api.GetAsync($"{path}/export")).Text);
        (await SendAsync($"{path}/import?mode=replace&dryRun=false", export.Text, foreseen.ETag)).ExpectProblem(412, "outdated");
    }

    [Fact]
    public async Task The_file_has_the_layouts_name_wherever_it_is_saved()
    {
        var layout = await gateway.Club.CreateLayoutAsync("Höllental \"7\"");
        using var http = gateway.Http();

        using var answer = await http.GetAsync(new Uri($"/api/layouts/{layout.Id}/export", UriKind.Relative));

        Assert.Equal("Höllental \"7\".railhub.json", answer.Content.Headers.ContentDisposition?.FileNameStar);
        Assert.Equal("attachment", answer.Content.Headers.ContentDisposition?.DispositionType);
    }

    [Fact]
    public async Task A_file_with_problems_is_told_all_of_them_with_their_places()
    {
        var layout = await gateway.LayoutAsync();

        var problem = (await gateway.Api.PostAsync(
            $"/api/layouts/{layout.Id}/import?mode=merge&dryRun=false",
            """{"format":"railhub-layout/1","moons":[],"areas":["",7],"scenes":[{"name":"A","targets":[{"board":"Nowhere","pin":4,"active":true,"brightness":400}]}]}"""))
            .ExpectProblem(400, "fileInvalid", "areas[1]");

        Assert.Equal(
            [("areas[1]", "entryInvalid"), ("moons", "entryInvalid"), ("areas[0]", "nameInvalid"), ("scenes[0].targets[0].board", "controllerElsewhere")],
            problem.GetProperty("problems").EnumerateArray().Select(one => (one.GetProperty("field").GetString(), one.GetProperty("code").GetString())));
    }

    [Fact]
    public async Task A_board_that_another_layout_has_is_a_conflict()
    {
        var (layout, _) = await gateway.LayoutWithBoardAsync();
        var file = (await gateway.Api.GetAsync($"/api/layouts/{layout.Id}/export")).Text;
        var other = await gateway.LayoutAsync();

        var problem = (await gateway.Api.PostAsync($"/api/layouts/{other.Id}/import?mode=merge&dryRun=true", file)).ExpectProblem(409, "fileInvalid", "boards[0].mac");

        Assert.Equal("controllerTaken", problem.GetProperty("problems")[0].GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_module_visits_is_listed_and_taken_out()
    {
        var path = $"/api/layouts/{(await gateway.LayoutAsync()).Id}";
        await gateway.Api.PostAsync($"{path}/areas", """{"name":"Sea"}""");
        var before = (await gateway.Api.GetAsync($"{path}/export")).Text;
        const string file = """{"format":"railhub-layout/1","areas":["Sea","Rocks"]}""";

        var changes = (await gateway.Api.PostAsync($"{path}/import?mode=visit&dryRun=false&name=Lighthouse", file)).Expect<LayoutChanges>(200);
        Assert.Equal(["Lighthouse: Sea", "Rocks"], changes.Areas.Added);
        var module = Assert.Single((await gateway.Api.GetAsync($"{path}/modules")).Expect<IReadOnlyList<Module>>(200));
        Assert.Equal((changes.Module, "Lighthouse", 2), (module.Id, module.Name, module.Areas));

        var gone = (await gateway.Api.DeleteAsync($"{path}/modules/{module.Id}")).Expect<LayoutChanges>(200);
        Assert.Equal(changes.Areas.Added, gone.Areas.Removed);
        Assert.Equal(before, (await gateway.Api.GetAsync($"{path}/export")).Text);
        (await gateway.Api.DeleteAsync($"{path}/modules/{module.Id}")).ExpectProblem(404, "moduleUnknown");
    }

    [Theory]
    [InlineData("", "malformed", "mode")]
    [InlineData("?mode=merge", "malformed", "dryRun")]
    [InlineData("?mode=MERGE&dryRun=true", "malformed", "mode")]
    [InlineData("?mode=merge&dryRun=1", "malformed", "dryRun")]
    [InlineData("?mode=merge&dryRun=true&name=A", "malformed", "name")]
    [InlineData("?mode=visit&dryRun=true", "nameInvalid", "name")]
    public async Task Nothing_is_made_up_for_what_an_import_does_not_say(string query, string code, string field) =>
        (await gateway.Api.PostAsync($"/api/layouts/{(await gateway.LayoutAsync()).Id}/import{query}", """{"format":"railhub-layout/1"}""")).ExpectProblem(400, code, field);

    [Fact]
    public async Task What_is_too_long_is_refused_and_of_a_layout_that_is_not_there_nothing_is_found()
    {
        var layout = await gateway.LayoutAsync();
        (await gateway.Api.PostAsync($"/api/layouts/{layout.Id}/import?mode=merge&dryRun=true", new string(' ', (4 * 1024 * 1024) + 1))).ExpectProblem(400, "fileTooLarge");
        var nowhere = $"/api/layouts/{Guid.NewGuid()}";
        (await gateway.Api.GetAsync($"{nowhere}/export")).ExpectProblem(404, "layoutUnknown");
        (await gateway.Api.GetAsync($"{nowhere}/modules")).ExpectProblem(404, "layoutUnknown");
        (await gateway.Api.PostAsync($"{nowhere}/import?mode=merge&dryRun=true", """{"format":"railhub-layout/1"}""")).ExpectProblem(404, "layoutUnknown");
    }

    [Fact]
    public async Task The_description_says_what_a_file_is()
    {
        var document = (await gateway.Api.GetAsync("/openapi/v1.json")).Json;

        var import = document.GetProperty("paths").GetProperty("/api/layouts/{layout}/import").GetProperty("post");
        Assert.Contains("LayoutFile", import.GetProperty("requestBody").GetRawText(), StringComparison.Ordinal);
        Assert.Equal(
            JsonValueKind.Object, document.GetProperty("components").GetProperty("schemas").GetProperty("LayoutFile").GetProperty("properties").GetProperty("scenes").ValueKind);
    }

    private Task<Reply> SendAsync(string path, string body, string? ifMatch) => gateway.Api.SendAsync(HttpMethod.Post, path, body, ifMatch);
}
