using RailHub.Contracts;
using RailHub.Firmware;

namespace RailHub.Gateway.Tests.Chasing;

[Collection(SharedGateway.Name)]
public sealed class ChasingGroupTests(TestGateway gateway)
{
    [Fact]
    public async Task A_group_is_made_found_listed_started_and_stopped()
    {
        var (layout, board) = await gateway.LayoutWithBoardAsync();

        var reply = await gateway.Api.PostAsync($"/api/layouts/{layout.Id}/chasing-groups", Draft("Crossing", 200, board.Id, 4, 5));
        var made = reply.Expect<ChasingGroup>(201);

        Assert.Equal($"\"{made.Version}\"", reply.ETag);
        var found = await gateway.Api.GetAsync(reply.Location!);
        Assert.Equal(made.Members, found.Expect<ChasingGroup>(200).Members);
        Assert.Equal(reply.ETag, found.ETag);
        Assert.Equal(
            made.Id,
            Assert.Single((await gateway.Api.GetAsync($"/api/layouts/{layout.Id}/chasing-groups")).Expect<IReadOnlyList<ChasingGroup>>(200)).Id);
        Assert.Equal(ChasingState.Running, (await StatusAsync($"{reply.Location}/start")).State);
        Assert.Equal(ChasingState.Stopped, (await StatusAsync($"{reply.Location}/stop")).State);
    }

    [Fact]
    public async Task A_group_is_replaced_and_deleted_by_whoever_has_its_version()
    {
        var (layout, board) = await gateway.LayoutWithBoardAsync();
        var made = await gateway.Api.PostAsync($"/api/layouts/{layout.Id}/chasing-groups", Draft("Crossing", 200, board.Id, 4, 5));

        var replaced = await gateway.Api.PutAsync(made.Location!, Draft("Crossing", 300, board.Id, 5, 12), made.ETag);

        var now = replaced.Expect<ChasingGroup>(200);
        Assert.Equal(300, now.Interval);
        Assert.Equal($"\"{now.Version}\"", replaced.ETag);
        (await gateway.Api.PutAsync(made.Location!, Draft("Late", 300, board.Id, 5, 12), made.ETag)).ExpectProblem(412, "outdated");
        (await gateway.Api.DeleteAsync(made.Location!, made.ETag)).ExpectProblem(412, "outdated");
        (await gateway.Api.DeleteAsync(made.Location!, replaced.ETag)).ExpectNoContent();
        (await gateway.Api.GetAsync(made.Location!)).ExpectProblem(404, "chasingGroupUnknown");
    }

    [Fact]
    public async Task A_running_group_with_the_same_output_is_a_conflict()
    {
        var (layout, board) = await gateway.LayoutWithBoardAsync();
        var path = $"/api/layouts/{layout.Id}/chasing-groups";
        var first = await gateway.Api.PostAsync(path, Draft("First", 200, board.Id, 4, 5));
        var second = await gateway.Api.PostAsync(path, Draft("Second", 200, board.Id, 5, 12));
        await StatusAsync($"{first.Location}/start");

        (await gateway.Api.PostAsync($"{second.Location}/start")).ExpectProblem(409, "chasingOverlap", "members");
    }

    [Fact]
    public async Task A_board_without_chasing_is_unfit()
    {
        var (layout, board) = await gateway.LayoutWithBoardAsync(BoardProfile.RailHub32);

        (await gateway.Api.PostAsync($"/api/layouts/{layout.Id}/chasing-groups", Draft("Crossing", 200, board.Id, 4, 5)))
            .ExpectProblem(422, "chasingUnsupported", "members");
    }

    [Theory]
    [InlineData("""{"interval":200,"members":[M4,M5]}""", "malformed", "name")]
    [InlineData("""{"name":"","interval":200,"members":[M4,M5]}""", "nameInvalid", "name")]
    [InlineData("""{"name":"Crossing","interval":10,"members":[M4,M5]}""", "intervalInvalid", "interval")]
    [InlineData("""{"name":"Crossing","interval":"fast","members":[M4,M5]}""", "malformed", "interval")]
    [InlineData("""{"name":"Crossing","interval":200,"members":[M4]}""", "chasingTooFew", "members")]
    [InlineData("""{"name":"Crossing","interval":200,"members":null}""", "chasingTooFew", "members")]
    [InlineData("""{"name":"Crossing","interval":200,"members":[M4,M4]}""", "outputTwice", "members")]
    [InlineData("""{"name":"Crossing","interval":200,"members":[M4,null]}""", "malformed", "members[1]")]
    [InlineData("""{"name":"Crossing","interval":200,"members":[M4,M5],"colour":"red"}""", "malformed", "colour")]
    [InlineData("""{"name":"Crossing","interval":200,"members":[M4,{"controller":"02FFFFFFFFFF","pin":5,"pins":6}]}""", "malformed", "members[1].pins")]
    public async Task A_draft_that_breaks_a_rule_names_the_member(string json, string code, string field)
    {
        var (layout, board) = await gateway.LayoutWithBoardAsync();
        var draft = json.Replace("M4", Member(board.Id, 4), StringComparison.Ordinal).Replace("M5", Member(board.Id, 5), StringComparison.Ordinal);

        (await gateway.Api.PostAsync($"/api/layouts/{layout.Id}/chasing-groups", draft)).ExpectProblem(400, code, field);
    }

    [Fact]
    public async Task What_is_not_there_is_not_found()
    {
        var nowhere = $"/api/layouts/{Guid.NewGuid()}/chasing-groups";
        var draft = Draft("Crossing", 200, Sample.Board, 4, 5);

        await NotFoundAsync($"/api/layouts/{(await gateway.LayoutAsync()).Id}/chasing-groups/{Guid.NewGuid()}", draft);
        (await gateway.Api.GetAsync(nowhere)).ExpectProblem(404, "layoutUnknown");
        (await gateway.Api.PostAsync(nowhere, draft)).ExpectProblem(404, "layoutUnknown");
    }

    [Fact]
    public async Task A_group_of_another_layout_is_not_found()
    {
        var (layout, board) = await gateway.LayoutWithBoardAsync();
        var other = await gateway.LayoutAsync();
        var draft = Draft("Crossing", 200, board.Id, 4, 5);
        var made = await gateway.Api.PostAsync($"/api/layouts/{layout.Id}/chasing-groups", draft);

        await NotFoundAsync($"/api/layouts/{other.Id}/chasing-groups/{made.Expect<ChasingGroup>(201).Id}", draft);

        Assert.Equal(made.ETag, (await gateway.Api.GetAsync(made.Location!)).ETag);
    }

    private async Task NotFoundAsync(string path, string draft)
    {
        (await gateway.Api.GetAsync(path)).ExpectProblem(404, "chasingGroupUnknown");
        (await gateway.Api.PutAsync(path, draft)).ExpectProblem(404, "chasingGroupUnknown");
        (await gateway.Api.DeleteAsync(path)).ExpectProblem(404, "chasingGroupUnknown");
        (await gateway.Api.PostAsync($"{path}/start")).ExpectProblem(404, "chasingGroupUnknown");
        (await gateway.Api.PostAsync($"{path}/stop")).ExpectProblem(404, "chasingGroupUnknown");
    }

    private async Task<ChasingGroupStatus> StatusAsync(string path)
    {
        var reply = await gateway.Api.PostAsync(path);
        Assert.Equal(200, reply.Status);
        return System.Text.Json.JsonSerializer.Deserialize<ChasingGroupStatus>(reply.Text, System.Text.Json.JsonSerializerOptions.Web)!;
    }

    private static string Draft(string name, int interval, MacAddress board, params int[] pins) =>
        $$"""{"name":"{{name}}","interval":{{interval}},"members":[{{string.Join(',', pins.Select(pin => Member(board, pin)))}}]}""";

    private static string Member(MacAddress board, int pin) => $$"""{"controller":"{{board}}","pin":{{pin}}}""";
}
