using Microsoft.AspNetCore.Http.HttpResults;
using RailHub.Contracts;
using RailHub.Gateway.Problems;
using RailHub.Gateway.Security;

namespace RailHub.Gateway.Areas;

internal static class AreaEndpoints
{
    public static void MapAreas(this RouteGroupBuilder api)
    {
        var areas = api.MapGroup("/layouts/{layout}/areas").WithTags("Areas");
        areas.MapGet("/", GetAll).RequireAuthorization(Rights.View).WithSummary("The areas of a layout, in its order");
        areas.MapPost("/", Create).RequireAuthorization(Rights.Edit).WithSummary("Make an area");
        areas.MapPut("/{area}", Replace).RequireAuthorization(Rights.Edit).WithSummary("Rename an area, or move it in the order");
        areas.MapDelete("/{area}", Delete).RequireAuthorization(Rights.Edit).WithSummary("Delete an area; its lamps are unsorted then");
    }

    private static async Task<Results<Ok<IReadOnlyList<Area>>, ProblemHttpResult>> GetAll(LayoutId layout, IGrainFactory grains) =>
        (await grains.Layout(layout).GetRoster()).Succeeded(out var roster, out var refusal)
            ? TypedResults.Ok(roster.Areas)
            : Problem.Of(refusal);

    private static async Task<Results<Created<Area>, ProblemHttpResult>> Create(
        LayoutId layout, AreaDraft draft, IGrainFactory grains, HttpResponse response) =>
        (await grains.Layout(layout).CreateArea(draft))
            .ToCreated(response, made => $"/api/layouts/{layout}/areas/{made.Id}", made => made.Version);

    private static async Task<Results<Ok<Area>, ProblemHttpResult>> Replace(
        LayoutId layout, AreaId area, AreaDraft draft, IfMatch ifMatch, IGrainFactory grains, HttpResponse response) =>
        (await grains.Layout(layout).ReplaceArea(area, draft, ifMatch.Versions)).ToOk(response, replaced => replaced.Version);

    private static async Task<Results<NoContent, ProblemHttpResult>> Delete(LayoutId layout, AreaId area, IfMatch ifMatch, IGrainFactory grains) =>
        (await grains.Layout(layout).DeleteArea(area, ifMatch.Versions)).ToNoContent();
}
