using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using RailHub.Contracts;
using RailHub.Gateway.Problems;
using RailHub.Gateway.Security;

namespace RailHub.Gateway.Plans;

internal static class PlanEndpoints
{
    // How long a picture may be.
    private const int MostBytes = 4 * 1024 * 1024;

    public static void MapPlans(this RouteGroupBuilder api)
    {
        var plan = api.MapGroup("/layouts/{layout}/plan").WithTags("Plan");
        plan.MapGet("/", Get).RequireAuthorization(Rights.View).WithSummary("The picture of a layout's plan");
        plan.MapPut("/", Set).RequireAuthorization(Rights.Edit)
            .WithSummary("Give the plan a picture")
            .WithDescription("The body is a whole PNG, JPEG or WebP of 4 MB and 40 million pixels at most; its own bytes say which. What follows them is cut off.");
        plan.MapDelete("/", Delete).RequireAuthorization(Rights.Edit).WithSummary("Delete the plan's picture");
    }

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> Get(LayoutId layout, IGrainFactory grains, HttpResponse response)
    {
        if (!(await grains.Layout(layout).GetPlan()).Succeeded(out var picture, out var refusal))
        {
            return Problem.Of(refusal);
        }

        // Somebody's bytes under our name: nothing may take them for anything but a picture.
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        response.Headers.CacheControl = "private, no-cache";
        return TypedResults.File(picture.Content, picture.Plan.ContentType, entityTag: new EntityTagHeaderValue($"\"{picture.Plan.Version}\""));
    }

    private static async Task<Results<Ok<Plan>, ProblemHttpResult>> Set(
        LayoutId layout, IfMatch ifMatch, HttpRequest request, IGrainFactory grains, HttpResponse response, CancellationToken cancellation) =>
        (await grains.Layout(layout).SetPlan(await RequestBody.ReadAsync(request, MostBytes, cancellation), ifMatch.Versions))
            .ToOk(response, plan => plan.Version);

    private static async Task<Results<NoContent, ProblemHttpResult>> Delete(LayoutId layout, IfMatch ifMatch, IGrainFactory grains) =>
        (await grains.Layout(layout).DeletePlan(ifMatch.Versions)).ToNoContent();
}
