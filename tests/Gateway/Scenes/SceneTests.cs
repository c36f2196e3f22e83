using RailHub.Contracts;
using RailHub.TestKit;

namespace RailHub.Gateway.Tests.Scenes;

[Collection(SharedGateway.Name)]
public sealed class SceneTests(TestGateway gateway)
{
    [Fact]
    public async Task A_scene_is_made_found_listed_and_recalled()
    {
        var (layout, board) = await gateway.LayoutWithBoardAsync();

        var reply = await gateway.Api.PostAsync($"/api/layouts/{layout.Id}/scenes", Draft("Night", board.Id, 4, 100));
        var made = reply.Expect<Scene>(201);
        var recall = (await gateway.Api.PostAsync($"{reply.Location}/recall")).Expect<Recall>(200);

        Assert.Equal($"\"{made.Version}\"", reply.ETag);
        var found = await gateway.Api.GetAsync(reply.Location!);
        Assert.Equal(made.Targets, found.Expect<Scene>(200).Targets);
        Assert.Equal(reply.ETag, found.ETag);
        Assert.Equal(
            made.Id, Assert.Single((await gateway.Api.GetAsync($"/api/layouts/{layout.Id}/scenes")).Expect<IReadOnlyList<Scene>>(200)).Id);
        Assert.Equal(CommandResult.Confirmed, Assert.Single(recall.Results).Result);
        Assert.Equal(255, board.Virtual.LevelOf(4));
    }

    [Fact]
    public async Task A_scene_fades_in_its_own_time_or_in_that_of_the_recall()
    {
        var (layout, board) = await gateway.LayoutWithBoardAsync();
        var reply = await gateway.Api.PostAsync(
            $"/api/layouts/{layout.Id}/scenes", $$"""{"name":"Dusk","fade":600000,"targets":[{"controller":"{{board.Id}}","pin":4,"active":true,"brightness":100,"delay":1000}]}""");
        var made = reply.Expect<Scene>(201);
        Assert.Equal((600_000, 1_000), (made.Fade, Assert.Single(made.Targets).Delay));

        (await gateway.Api.PostAsync($"{reply.Location}/recall", """{"fade":3600001}""")).ExpectProblem(400, "timeInvalid", "fade");
        (await gateway.Api.PostAsync($"{reply.Location}/recall", """{"fades":0}""")).ExpectProblem(400, "malformed", "fades");
        var slow = (await gateway.Api.PostAsync($"{reply.Location}/recall")).Expect<Recall>(200);
        Assert.Equal(CommandResult.Accepted, Assert.Single(slow.Results).Result);
        var fast = (await gateway.Api.PostAsync($"{reply.Location}/recall", """{"fade":0}""")).Expect<Recall>(200);
        Assert.Equal(CommandResult.Confirmed, Assert.Single(fast.Results).Result);
        Assert.Equal(255, board.Virtual.LevelOf(4));

        await using var viewer = await gateway.ViewerAsync();
        var again = (await viewer.CallAsync<Outcome<Recall>>(nameof(IDashboardHub.FadeToScene), layout.Id, made.Id, 0L)).Expect();
        Assert.Equal(CommandResult.AlreadySo, Assert.Single(again.Results).Result);
        var never = (await viewer.CallAsync<Outcome<Recall>>(nameof(IDashboardHub.FadeToScene), layout.Id, made.Id, -1L)).ExpectRefusal();
        Assert.Equal(("timeInvalid", "fade"), (never.Code, never.Field));
    }

    [Fact]
    public async Task A_scene_is_made_of_what_the_boards_show()
    {
        var (layout, board) = await gateway.LayoutWithBoardAsync();

        var reply = await gateway.Api.PostAsync($"/api/layouts/{layout.Id}/scenes/capture", """{"name":"As it is"}""");

        Assert.Equal(board.Virtual.Profile.OutputCount, reply.Expect<Scene>(201).Targets.Count);
        Assert.Equal(200, (await gateway.Api.GetAsync(reply.Location!)).Status);
        (await gateway.Api.PostAsync($"/api/layouts/{layout.Id}/scenes/capture", """{"name":"as it is"}""")).ExpectProblem(409, "nameTaken", "name");
        (await gateway.Api.PostAsync($"/api/layouts/{layout.Id}/scenes/capture", "{}")).ExpectProblem(400, "malformed", "name");
        (await gateway.Api.PostAsync($"/api/layouts/{layout.Id}/scenes/capture", """{"name":"Part","controllers":["02FFFFFFFFFF"]}"""))
            .ExpectProblem(400, "controllerElsewhere", "controllers");
    }

    [Fact]
    public async Task There_is_nothing_to_capture_where_no_board_is() =>
        (await gateway.Api.PostAsync($"/api/layouts/{(await gateway.LayoutAsync()).Id}/scenes/capture", """{"name":"Nothing"}"""))
            .ExpectProblem(422, "sceneEmpty", "controllers");

    [Fact]
    public async Task Targets_are_applied_and_what_was_before_undoes_it()
    {
        var (layout, board) = await gateway.LayoutWithBoardAsync();
        var path = $"/api/layouts/{layout.Id}/targets";

        var recall = (await gateway.Api.PostAsync(path, $$"""{"targets":[{{Target(board.Id, 5, 100)}}]}""")).Expect<Recall>(200);

        Assert.Equal(CommandResult.Confirmed, Assert.Single(recall.Results).Result);
        Assert.False(Assert.Single(recall.Before).Active);
    }

    [Fact]
    public async Task A_scene_is_replaced_and_deleted_by_whoever_has_its_version()
    {
        var (layout, board) = await gateway.LayoutWithBoardAsync();
        var made = await gateway.Api.PostAsync($"/api/layouts/{layout.Id}/scenes", Draft("Dawn", board.Id, 4, 10));

        var replaced = await gateway.Api.PutAsync(made.Location!, Draft("Dusk", board.Id, 5, 20), made.ETag);

        var now = replaced.Expect<Scene>(200);
        Assert.Equal("Dusk", now.Name);
        Assert.Equal($"\"{now.Version}\"", replaced.ETag);
        Assert.Equal(
            now.Version,
            (await gateway.Api.PutAsync(made.Location!, Draft("Late", board.Id, 5, 20), made.ETag)).ExpectProblem(412, "outdated")
                .GetProperty("currentVersion").GetInt64());
        (await gateway.Api.DeleteAsync(made.Location!, made.ETag)).ExpectProblem(412, "outdated");
        (await gateway.Api.DeleteAsync(made.Location!, replaced.ETag)).ExpectNoContent();
        (await gateway.Api.GetAsync(made.Location!)).ExpectProblem(404, "sceneUnknown");
    }

    [Theory]
    [InlineData("""{"name":"","targets":[TARGET]}""", "nameInvalid", "name")]
    [InlineData("""{"targets":[TARGET]}""", "malformed", "name")]
    [InlineData("""{"name":"Night"}""", "malformed", "targets")]
    [InlineData("""{"name":"Night","targets":[]}""", "sceneEmpty", "targets")]
    [InlineData("""{"name":"Night","targets":null}""", "sceneEmpty", "targets")]
    [InlineData("""{"name":"Night","targets":[null]}""", "malformed", "targets[0]")]
    [InlineData("""{"name":"Night","targets":[TARGET,TARGET]}""", "outputTwice", "targets[1]")]
    [InlineData("""{"name":"Night","targets":[TARGET],"fades":3}""", "malformed", "fades")]
    [InlineData("""{"name":"Night","targets":[{"on off":1,"controller":"BOARD","pin":5,"active":true,"brightness":1}]}""", "malformed", "targets[0].on off")]
    [InlineData("""{"name":"Night","targets":[TARGET],"name":"Day"}""", "malformed", "name")]
    [InlineData("""{"name":"Night","targets":[TARGET,{"controller":"BOARD","pin":5,"active":true,"brightnes":1}]}""", "malformed", "targets[1].brightnes")]
    [InlineData("""{"name":"Night","targets":[TARGET,{"controller":"BOARD","pin":5,"active":true}]}""", "malformed", "targets[1].brightness")]
    [InlineData("""{"name":"Night","targets":[{"controller":"BOARD","pin":5,"active":true,"brightness":101}]}""", "brightnessInvalid", "targets[0].brightness")]
    [InlineData("""{"name":"Night","targets":[{"controller":"BOARD","pin":"five","active":true,"brightness":1}]}""", "malformed", "targets[0].pin")]
    [InlineData("""{"name":"Night","targets":[{"controller":"station","pin":5,"active":true,"brightness":1}]}""", "malformed", "targets[0].controller")]
    [InlineData(
        """{"name":"Night","targets":[{"controller":"02FFFFFFFFFF","pin":5,"active":true,"brightness":1}]}""", "controllerElsewhere", "targets[0].controller")]
    public async Task A_draft_that_breaks_a_rule_names_the_member(string json, string code, string field)
    {
        var (layout, board) = await gateway.LayoutWithBoardAsync();
        var draft = json.Replace("TARGET", Target(board.Id, 4, 10), StringComparison.Ordinal)
            .Replace("BOARD", board.Id.ToString(), StringComparison.Ordinal);

        (await gateway.Api.PostAsync($"/api/layouts/{layout.Id}/scenes", draft)).ExpectProblem(400, code, field);
    }

    [Fact]
    public async Task What_is_not_there_is_not_found()
    {
        var nowhere = $"/api/layouts/{Guid.NewGuid()}";
        var draft = Draft("Night", Sample.Board, 4, 10);

        await NotFoundAsync($"/api/layouts/{(await gateway.LayoutAsync()).Id}/scenes/{Guid.NewGuid()}", draft);
        (await gateway.Api.GetAsync($"{nowhere}/scenes")).ExpectProblem(404, "layoutUnknown");
        (await gateway.Api.PostAsync($"{nowhere}/scenes", draft)).ExpectProblem(404, "layoutUnknown");
        (await gateway.Api.PostAsync($"{nowhere}/scenes/capture", """{"name":"Night"}""")).ExpectProblem(404, "layoutUnknown");
        (await gateway.Api.PostAsync($"{nowhere}/targets", $$"""{"targets":[{{Target(Sample.Board, 4, 10)}}]}""")).ExpectProblem(404, "layoutUnknown");
    }

    [Fact]
    public async Task A_recall_needs_neither_the_club_nor_the_database()
    {
        var (layout, board) = await gateway.LayoutWithBoardAsync();
        var made = await gateway.Api.PostAsync($"/api/layouts/{layout.Id}/scenes", Draft("Night", board.Id, 4, 100));
        gateway.Club.Database.GoAway();
        var calls = gateway.GrainCalls.Calls.Count;
        try
        {
            var recall = (await gateway.Api.PostAsync($"{made.Location}/recall")).Expect<Recall>(200);

            Assert.Equal(CommandResult.Confirmed, Assert.Single(recall.Results).Result);
            Assert.Equal(["GetGrain ILayoutGrain"], gateway.GrainCalls.Calls.Skip(calls));
        }
        finally
        {
            gateway.Club.Database.ComeBack();
        }
    }

    [Fact]
    public async Task A_scene_of_another_layout_is_not_found()
    {
        var (layout, board) = await gateway.LayoutWithBoardAsync();
        var other = await gateway.LayoutAsync();
        var made = await gateway.Api.PostAsync($"/api/layouts/{layout.Id}/scenes", Draft("Night", board.Id, 4, 100));

        await NotFoundAsync($"/api/layouts/{other.Id}/scenes/{made.Expect<Scene>(201).Id}", Draft("Night", board.Id, 4, 10));

        Assert.Equal(made.ETag, (await gateway.Api.GetAsync(made.Location!)).ETag);
        Assert.Equal(0, board.Virtual.LevelOf(4));
    }

    private async Task NotFoundAsync(string path, string draft)
    {
        (await gateway.Api.GetAsync(path)).ExpectProblem(404, "sceneUnknown");
        (await gateway.Api.PutAsync(path, draft)).ExpectProblem(404, "sceneUnknown");
        (await gateway.Api.DeleteAsync(path)).ExpectProblem(404, "sceneUnknown");
        (await gateway.Api.PostAsync($"{path}/recall")).ExpectProblem(404, "sceneUnknown");
    }

    private static string Draft(string name, MacAddress board, int pin, int brightness) =>
        $$"""{"name":"{{name}}","targets":[{{Target(board, pin, brightness)}}]}""";

    private static string Target(MacAddress board, int pin, int brightness) =>
        $$"""{"controller":"{{board}}","pin":{{pin}},"active":true,"brightness":{{brightness}}}""";
}
