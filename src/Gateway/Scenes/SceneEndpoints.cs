using Microsoft.AspNetCore.Http.HttpResults;
using RailHub.Contracts;
using RailHub.Gateway.Hosting;
using RailHub.Gateway.Problems;
using RailHub.Gateway.Security;

namespace RailHub.Gateway.Scenes;

internal static class SceneEndpoints
{
    public static void MapScenes(this RouteGroupBuilder api)
    {
        var layout = api.MapGroup("/layouts/{layout}").WithTags("Scenes");
        layout.MapGet("/scenes", GetAll).RequireAuthorization(Rights.View).WithSummary("The scenes of a layout");
        layout.MapPost("/scenes", Create).RequireAuthorization(Rights.Edit).WithSummary("Make a scene");
        layout.MapPost("/scenes/capture", Capture).RequireAuthorization(Rights.Edit).WithSummary("Make a scene of what the boards show now");
        layout.MapPost("/targets", Apply).RequireAuthorization(Rights.Operate).WithSummary("Apply targets without a scene");

        var scenes = layout.MapGroup("/scenes/{scene}");
        scenes.MapGet("/", Get).RequireAuthorization(Rights.View).WithSummary("A scene with its targets");
        scenes.MapPut("/", Replace).RequireAuthorization(Rights.Edit).WithSummary("Replace name and targets of a scene");
        scenes.MapDelete("/", Delete).RequireAuthorization(Rights.Edit).WithSummary("Delete a scene");
        scenes.MapGet("/state", GetState).RequireAuthorization(Rights.View).WithSummary("Whether a scene is on, or what is not as it wants");
        scenes.MapPost("/recall", Recall).RequireAuthorization(Rights.Operate).WithSummary("Recall a scene on all its boards together")
            .WithDescription("Without a body, in its own times. What takes longer than two seconds is answered \"accepted\".");
    }

    private static async Task<Results<Ok<IReadOnlyList<Scene>>, ProblemHttpResult>> GetAll(LayoutId layout, IGrainFactory grains) =>
        (await grains.Layout(layout).GetScenes()).Succeeded(out var list, out var refusal)
            ? TypedResults.Ok(list.Scenes)
            : Problem.Of(refusal);

    private static async Task<Results<Created<Scene>, ProblemHttpResult>> Create(
        LayoutId layout, SceneDraft draft, IGrainFactory grains, HttpResponse response) =>
        Made(await grains.Layout(layout).CreateScene(draft), response);

    private static async Task<Results<Created<Scene>, ProblemHttpResult>> Capture(
        LayoutId layout, SceneCapture capture, IGrainFactory grains, HttpResponse response) =>
        Made(await grains.Layout(layout).CaptureScene(capture), response);

    private static async Task<Results<Ok<Recall>, ProblemHttpResult>> Apply(LayoutId layout, TargetList targets, LiveCommands live) =>
        (await live.ApplyTargets(layout, targets)).ToOk();

    private static async Task<Results<Ok<Scene>, ProblemHttpResult>> Get(
        LayoutId layout, SceneId scene, IGrainFactory grains, HttpResponse response) =>
        (await grains.Layout(layout).GetScene(scene)).ToOk(response, found => found.Version);

    private static async Task<Results<Ok<Scene>, ProblemHttpResult>> Replace(
        LayoutId layout, SceneId scene, SceneDraft draft, IfMatch ifMatch, IGrainFactory grains, HttpResponse response) =>
        (await grains.Layout(layout).ReplaceScene(scene, draft, ifMatch.Versions)).ToOk(response, replaced => replaced.Version);

    private static async Task<Results<NoContent, ProblemHttpResult>> Delete(LayoutId layout, SceneId scene, IfMatch ifMatch, IGrainFactory grains) =>
        (await grains.Layout(layout).DeleteScene(scene, ifMatch.Versions)).ToNoContent();

    private static async Task<Results<Ok<SceneState>, ProblemHttpResult>> GetState(LayoutId layout, SceneId scene, IGrainFactory grains)
    {
        if (!(await grains.Layout(layout).GetScene(scene)).Succeeded(out var found, out var refusal)
            || !(await grains.Layout(layout).GetRoster()).Succeeded(out var roster, out refusal))
        {
            return Problem.Of(refusal);
        }

        var boards = found.Targets.Select(target => target.Controller).ToHashSet();
        boards.IntersectWith(roster.Controllers.Select(known => known.Id));
        var states = await Task.WhenAll(boards.Select(board => grains.Controller(board).GetState(layout)));
        return TypedResults.Ok(SceneState.Of(found.Targets, [.. states.Select(state => state.Value).OfType<ControllerState>()]));
    }

    private static async Task<Results<Ok<Recall>, ProblemHttpResult>> Recall(LayoutId layout, SceneId scene, SceneRecall? recall, LiveCommands live) =>
        (await live.RecallScene(layout, scene, recall?.Fade)).ToOk();

    private static Results<Created<Scene>, ProblemHttpResult> Made(Outcome<Scene> outcome, HttpResponse response) =>
        outcome.ToCreated(response, scene => $"/api/layouts/{scene.Layout}/scenes/{scene.Id}", scene => scene.Version);
}
