using Microsoft.AspNetCore.Http.HttpResults;
using RailHub.Contracts;
using RailHub.Gateway.Hosting;
using RailHub.Gateway.Problems;
using RailHub.Gateway.Security;

namespace RailHub.Gateway.Chasing;

internal static class ChasingEndpoints
{
    public static void MapChasingGroups(this RouteGroupBuilder api)
    {
        var layout = api.MapGroup("/layouts/{layout}/chasing-groups").WithTags("Chasing groups");
        layout.MapGet("/", GetAll).RequireAuthorization(Rights.View).WithSummary("The chasing groups of a layout");
        layout.MapPost("/", Create).RequireAuthorization(Rights.Edit).WithSummary("Make a chasing group; it does not run yet");

        var groups = layout.MapGroup("/{group}");
        groups.MapGet("/", Get).RequireAuthorization(Rights.View).WithSummary("A chasing group");
        groups.MapPut("/", Replace).RequireAuthorization(Rights.Edit).WithSummary("Replace a chasing group; a running one goes on as the new one");
        groups.MapDelete("/", Delete).RequireAuthorization(Rights.Edit).WithSummary("Delete a chasing group; a running one is stopped");
        groups.MapPost("/start", Start).RequireAuthorization(Rights.Operate).WithSummary("Start a chasing group on its board");
        groups.MapPost("/stop", Stop).RequireAuthorization(Rights.Operate).WithSummary("Stop a chasing group");
    }

    private static async Task<Results<Ok<IReadOnlyList<ChasingGroup>>, ProblemHttpResult>> GetAll(LayoutId layout, IGrainFactory grains) =>
        (await grains.Layout(layout).GetRoster()).Succeeded(out var roster, out var refusal)
            ? TypedResults.Ok(roster.ChasingGroups)
            : Problem.Of(refusal);

    private static async Task<Results<Created<ChasingGroup>, ProblemHttpResult>> Create(
        LayoutId layout, ChasingGroupDraft draft, IGrainFactory grains, HttpResponse response) =>
        (await grains.Layout(layout).CreateChasingGroup(draft))
            .ToCreated(response, made => $"/api/layouts/{layout}/chasing-groups/{made.Id}", made => made.Version);

    private static async Task<Results<Ok<ChasingGroup>, ProblemHttpResult>> Get(
        LayoutId layout, ChasingGroupId group, IGrainFactory grains, HttpResponse response) =>
        (await grains.Layout(layout).GetChasingGroup(group)).ToOk(response, found => found.Version);

    private static async Task<Results<Ok<ChasingGroup>, ProblemHttpResult>> Replace(
        LayoutId layout, ChasingGroupId group, ChasingGroupDraft draft, IfMatch ifMatch, IGrainFactory grains, HttpResponse response) =>
        (await grains.Layout(layout).ReplaceChasingGroup(group, draft, ifMatch.Versions)).ToOk(response, replaced => replaced.Version);

    private static async Task<Results<NoContent, ProblemHttpResult>> Delete(
        LayoutId layout, ChasingGroupId group, IfMatch ifMatch, IGrainFactory grains) =>
        (await grains.Layout(layout).DeleteChasingGroup(group, ifMatch.Versions)).ToNoContent();

    private static async Task<Results<Ok<ChasingGroupStatus>, ProblemHttpResult>> Start(
        LayoutId layout, ChasingGroupId group, LiveCommands live) => (await live.StartChasingGroup(layout, group)).ToOk();

    private static async Task<Results<Ok<ChasingGroupStatus>, ProblemHttpResult>> Stop(
        LayoutId layout, ChasingGroupId group, LiveCommands live) => (await live.StopChasingGroup(layout, group)).ToOk();
}
