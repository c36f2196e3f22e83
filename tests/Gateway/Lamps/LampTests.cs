using RailHub.Contracts;
using RailHub.TestKit;

namespace RailHub.Gateway.Tests.Lamps;

[Collection(SharedGateway.Name)]
public sealed class LampTests(TestGateway gateway)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_is_known_of_lamps_is_read_changed_and_seen_live(bool messagePack)
    {
        var (layout, board) = await gateway.LayoutWithBoardAsync();
        var path = $"/api/layouts/{layout.Id}/lamps";
        var area = (await gateway.Api.PostAsync($"/api/layouts/{layout.Id}/areas", """{"name":"Station"}""")).Expect<Area>(201);
        await using var viewer = await gateway.ViewerAsync(messagePack);
        await viewer.WatchAsync(layout);

        var reply = await gateway.Api.PatchAsync(
            path, $$"""{"lamps":[{"controller":"{{board.Id}}","pin":4,"alias":"Hall","area":"{{area.Id}}","kind":"sign","place":{"x":0.5,"y":0.25}}]}""");

        var lamp = new Lamp(board.Id, 4, "Hall", area.Id, LampKind.Sign, Place: new PlanPlace(0.5, 0.25));
        Assert.Equal([lamp], reply.Expect<LampList>(200).Lamps);
        var all = await gateway.Api.GetAsync(path);
        Assert.Equal([lamp], all.Expect<LampList>(200).Lamps);
        Assert.Equal(reply.ETag, all.ETag);
        await viewer.UntilAsync(view => view.Lamps.Lamps.Contains(lamp) && view.Areas.Contains(area));

        var cleared = await gateway.Api.PatchAsync(
            path, $$"""{"lamps":[{"controller":"{{board.Id}}","pin":4,"alias":null,"area":null,"place":null}]}""", reply.ETag);
        Assert.Equal([new Lamp(board.Id, 4, Kind: LampKind.Sign)], cleared.Expect<LampList>(200).Lamps);
        await viewer.UntilAsync(view => view.Lamps.Lamps.Contains(new Lamp(board.Id, 4, Kind: LampKind.Sign)));
        (await gateway.Api.PatchAsync(path, $$"""{"lamps":[{"controller":"{{board.Id}}","pin":4,"hidden":true}]}""", reply.ETag))
            .ExpectProblem(412, "outdated");
    }

    [Theory]
    [InlineData("""{}""", "malformed", "lamps")]
    [InlineData("""{"lamps":[]}""", "nothingToChange", "lamps")]
    [InlineData("""{"lamps":null}""", "nothingToChange", "lamps")]
    [InlineData("""{"lamps":[null]}""", "malformed", "lamps[0]")]
    [InlineData("""{"lamps":[{"controller":"BOARD","pin":4}]}""", "nothingToChange", "lamps[0]")]
    [InlineData("""{"lamps":[{"controller":"BOARD","pin":4,"kind":"tree"}]}""", "malformed", "lamps[0].kind")]
    [InlineData("""{"lamps":[{"controller":"BOARD","pin":4,"colour":"red"}]}""", "malformed", "lamps[0].colour")]
    [InlineData("""{"lamps":[{"controller":"BOARD","pin":4,"alias":7}]}""", "malformed", "lamps[0].alias")]
    [InlineData("""{"lamps":[{"controller":"BOARD","pin":4,"place":{"x":2,"y":0}}]}""", "placeInvalid", "lamps[0].place")]
    [InlineData("""{"lamps":[{"controller":"BOARD","pin":4,"place":{"x":0}}]}""", "malformed", "lamps[0].place.y")]
    [InlineData("""{"lamps":[{"controller":"BOARD","pin":4,"area":"019672d0-1c00-7000-8000-000000000009"}]}""", "areaUnknown", "lamps[0].area")]
    public async Task An_edit_that_breaks_a_rule_names_the_member(string json, string code, string field)
    {
        var (layout, board) = await gateway.LayoutWithBoardAsync();
        (await gateway.Api.PatchAsync($"/api/layouts/{layout.Id}/lamps", json.Replace("BOARD", board.Id.ToString(), StringComparison.Ordinal)))
            .ExpectProblem(400, code, field);
    }

    [Fact]
    public async Task A_lamp_group_is_made_found_set_replaced_and_deleted()
    {
        var (layout, board) = await gateway.LayoutWithBoardAsync();
        var path = $"/api/layouts/{layout.Id}/lamp-groups";
        var made = await gateway.Api.PostAsync(path, Group("Street", board.Id, 4, 5));

        Assert.Equal(made.ETag, (await gateway.Api.GetAsync(made.Location!)).ETag);
        Assert.Equal(made.Expect<LampGroup>(201).Id, Assert.Single((await gateway.Api.GetAsync(path)).Expect<IReadOnlyList<LampGroup>>(200)).Id);
        var recall = (await gateway.Api.PostAsync($"{made.Location}/set", """{"active":true,"brightness":100}""")).Expect<Recall>(200);
        Assert.Equal([CommandResult.Confirmed, CommandResult.Confirmed], recall.Results.Select(result => result.Result));
        Assert.Equal((255, 255), (board.Virtual.LevelOf(4), board.Virtual.LevelOf(5)));
        (await gateway.Api.PostAsync($"{made.Location}/set", """{"name":"Hall"}""")).ExpectProblem(400, "malformed", "name");

        var replaced = await gateway.Api.PutAsync(made.Location!, Group("Streets", board.Id, 5), made.ETag);
        Assert.Equal("Streets", replaced.Expect<LampGroup>(200).Name);
        (await gateway.Api.DeleteAsync(made.Location!, made.ETag)).ExpectProblem(412, "outdated");
        (await gateway.Api.DeleteAsync(made.Location!, replaced.ETag)).ExpectNoContent();
        (await gateway.Api.GetAsync(made.Location!)).ExpectProblem(404, "lampGroupUnknown");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task All_off_and_its_undo_and_lamp_groups_work_by_the_hub(bool messagePack)
    {
        var (layout, board) = await gateway.LayoutWithBoardAsync();
        var group = (await gateway.Api.PostAsync($"/api/layouts/{layout.Id}/lamp-groups", Group("Street", board.Id, 4, 5))).Expect<LampGroup>(201);
        await using var viewer = await gateway.ViewerAsync(messagePack);
        await viewer.WatchAsync(layout);
        await viewer.UntilAsync(view => view.LampGroups.Count == 1);
        (await viewer.CallAsync<Outcome<Recall>>(nameof(IDashboardHub.SetLampGroup), layout.Id, group.Id, new OutputChange(Active: true, Brightness: 100))).Expect();

        var off = (await viewer.CallAsync<Outcome<AllOff>>(nameof(IDashboardHub.AllOff), layout.Id)).Expect();
        Assert.Equal((2, 0, 0), (off.Lamps, off.Waiting, off.Failed));
        Assert.Equal((0, 0), (board.Virtual.LevelOf(4), board.Virtual.LevelOf(5)));
        (await viewer.CallAsync<Outcome<LightsOn>>(nameof(IDashboardHub.UndoAllOff), layout.Id, off.Before)).Expect();
        Assert.Equal((255, 255), (board.Virtual.LevelOf(4), board.Virtual.LevelOf(5)));
        Assert.Equal(
            "layoutUnknown", (await viewer.CallAsync<Outcome<AllOff>>(nameof(IDashboardHub.AllOff), Sample.Layout.Id)).ExpectRefusal().Code);
    }

    [Fact]
    public async Task All_off_and_its_undo_work_by_REST()
    {
        var (layout, board) = await gateway.LayoutWithBoardAsync();
        await gateway.Api.PatchAsync($"/api/layouts/{layout.Id}/controllers/{board.Id}/outputs/4", """{"active":true,"brightness":100}""");

        var reply = await gateway.Api.PostAsync($"/api/layouts/{layout.Id}/all-off");
        Assert.Equal((1, 0, 0, 0), reply.Expect<AllOff>(200) switch { var off => (off.Lamps, off.Waiting, off.Failed, off.Chases) });
        Assert.Equal(0, board.Virtual.LevelOf(4));
        var on = await gateway.Api.PostAsync($"/api/layouts/{layout.Id}/all-off/undo", reply.Json.GetProperty("before").GetRawText());
        Assert.Equal(CommandResult.Confirmed, Assert.Single(on.Expect<LightsOn>(200).Results).Result);
        Assert.Equal(255, board.Virtual.LevelOf(4));
        (await gateway.Api.PostAsync($"/api/layouts/{layout.Id}/all-off/undo", """{"targets":[],"chases":[]}""")).ExpectProblem(400, "nothingToChange", "targets");
        (await gateway.Api.PostAsync($"/api/layouts/{Guid.NewGuid()}/all-off")).ExpectProblem(404, "layoutUnknown");
    }

    private static string Group(string name, MacAddress board, params int[] pins) =>
        $$"""{"name":"{{name}}","members":[{{string.Join(',', pins.Select(pin => $$"""{"controller":"{{board}}","pin":{{pin}}}"""))}}]}""";
}
