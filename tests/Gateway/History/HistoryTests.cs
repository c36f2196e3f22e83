using RailHub.Contracts;

namespace RailHub.Gateway.Tests.History;

[Collection(SharedGateway.Name)]
public sealed class HistoryTests(TestGateway gateway)
{
    [Fact]
    public async Task A_board_that_was_removed_is_listed_told_and_restored()
    {
        var (layout, board) = await gateway.LayoutWithBoardAsync();
        var path = $"/api/layouts/{layout.Id}";
        await using var viewer = await gateway.ViewerAsync();
        await viewer.WatchAsync(layout);
        (await gateway.Api.DeleteAsync($"{path}/controllers/{board.Id}")).ExpectNoContent();
        await viewer.UntilAsync(view => view.Controllers.Count == 0);

        Assert.Equal(
            board.Id, Assert.Single((await gateway.Api.GetAsync($"{path}/removed-controllers")).Expect<IReadOnlyList<RemovedController>>(200)).Id);
        var restored = await gateway.Api.PostAsync($"{path}/removed-controllers/{board.Id}/restore");
        Assert.Equal(board.Id, restored.Expect<Controller>(201).Id);
        Assert.Equal(restored.ETag, (await gateway.Api.GetAsync(restored.Location!)).ETag);
        await viewer.UntilAsync(view => view.Controllers.Count == 1);
        (await gateway.Api.PostAsync($"{path}/removed-controllers/{board.Id}/restore")).ExpectProblem(409, "controllerTaken");
        (await gateway.Api.PostAsync($"{path}/removed-controllers/02FFFFFFFFFF/restore")).ExpectProblem(404, "controllerUnknown");
        (await gateway.Api.GetAsync($"/api/layouts/{Guid.NewGuid()}/removed-controllers")).ExpectProblem(404, "layoutUnknown");
    }

    [Fact]
    public async Task The_history_says_who_did_what_and_undoes_it()
    {
        var (layout, board) = await gateway.LayoutWithBoardAsync();
        var path = $"/api/layouts/{layout.Id}";
        var scene = await gateway.Api.PostAsync(
            $"{path}/scenes", $$"""{"name":"Night","targets":[{"controller":"{{board.Id}}","pin":4,"active":true,"brightness":40}]}""");
        (await gateway.Api.DeleteAsync(scene.Location!)).ExpectNoContent();

        var happened = (await gateway.Api.GetAsync($"{path}/history")).Expect<IReadOnlyList<HistoryEvent>>(200);
        Assert.Equal(
            [(HistoryKind.SceneDeleted, ActorKind.Token), (HistoryKind.SceneMade, ActorKind.Token)], happened.Take(2).Select(happened => (happened.Kind, happened.By.Kind)));
        Assert.All(happened, happened => Assert.Null(happened.By.Address));

        var undone = (await gateway.Api.PostAsync($"{path}/history/{happened[0].Id}/undo")).Expect<Undone>(200);
        Assert.True(undone.Event.IsUndone);
        Assert.Equal("Night", (await gateway.Api.GetAsync(scene.Location!)).Expect<Scene>(200).Name);
        (await gateway.Api.PostAsync($"{path}/history/{happened[0].Id}/undo")).ExpectProblem(409, "notUndoable");
        (await gateway.Api.PostAsync($"{path}/history/{Guid.NewGuid()}/undo")).ExpectProblem(404, "eventUnknown");
        (await gateway.Api.GetAsync($"/api/layouts/{Guid.NewGuid()}/history")).ExpectProblem(404, "layoutUnknown");
    }

    [Fact]
    public async Task What_is_done_by_the_hub_has_its_callers_name_too()
    {
        var (layout, board) = await gateway.LayoutWithBoardAsync();
        await using var viewer = await gateway.ViewerAsync();
        await viewer.CallAsync<Outcome<Recall>>(nameof(IDashboardHub.ApplyTargets), layout.Id, new TargetList([board.Target(4)]));

        var happened = (await gateway.Api.GetAsync($"/api/layouts/{layout.Id}/history")).Expect<IReadOnlyList<HistoryEvent>>(200)[0];
        Assert.Equal((HistoryKind.TargetsApplied, ActorKind.Token, 1), (happened.Kind, happened.By.Kind, happened.Count));
        Assert.StartsWith("Administrator", happened.By.Name, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whether_a_scene_is_on_is_told_with_what_is_not_so()
    {
        var (layout, board) = await gateway.LayoutWithBoardAsync();
        var scene = await gateway.Api.PostAsync(
            $"/api/layouts/{layout.Id}/scenes", $$"""{"name":"Night","targets":[{"controller":"{{board.Id}}","pin":4,"active":true,"brightness":40}]}""");

        var before = (await gateway.Api.GetAsync($"{scene.Location}/state")).Expect<SceneState>(200);
        await gateway.Api.PostAsync($"{scene.Location}/recall");
        var after = (await gateway.Api.GetAsync($"{scene.Location}/state")).Expect<SceneState>(200);

        Assert.Equal(new SceneDifference(board.Id, 4, SceneDifferenceReason.Off), Assert.Single(before.Differences));
        Assert.Equal((false, true, 0), (before.Active, after.Active, after.Differences.Count));
        (await gateway.Api.GetAsync($"/api/layouts/{layout.Id}/scenes/{Guid.NewGuid()}/state")).ExpectProblem(404, "sceneUnknown");
    }
}
