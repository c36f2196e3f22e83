using Microsoft.AspNetCore.Http.HttpResults;
using RailHub.Contracts;
using RailHub.Gateway.Problems;
using RailHub.Gateway.Security;

namespace RailHub.Gateway.Finding;

internal static class FindingEndpoints
{
    public static void MapFinding(this RouteGroupBuilder api)
    {
        var scan = api.MapGroup("/layouts/{layout}/scan").WithTags("Finding");
        scan.MapPost("/", Start).RequireAuthorization(Rights.Edit)
            .WithSummary("Look for boards in the networks around the platform's server")
            .WithDescription(
                "\"ranges\": private IPv4 addresses, 1024 at most, as 192.168.1.0/24, 192.168.1.10-60 or 192.168.1.40; without it, the server's own "
                + "networks; [] for those alone that tell their name by mDNS. Each address is asked once for its status. The club has one scan at a time.");
        scan.MapGet("/", Get).RequireAuthorization(Rights.Edit).WithSummary("How far the club's scan is, and what it has found");
        scan.MapDelete("/", Cancel).RequireAuthorization(Rights.Edit).WithSummary("Stop the scan; what was found stays");
    }

    private static async Task<Results<Accepted<Scan>, ProblemHttpResult>> Start(LayoutId layout, ScanDraft draft, IGrainFactory grains) =>
        (await grains.Finder().Start(layout, draft)).Succeeded(out var scan, out var refusal)
            ? TypedResults.Accepted($"/api/layouts/{layout}/scan", scan)
            : Problem.Of(refusal);

    private static async Task<Results<Ok<Scan>, ProblemHttpResult>> Get(LayoutId layout, IGrainFactory grains) =>
        (await grains.Finder().Get(layout)).ToOk();

    private static async Task<Results<Ok<Scan>, ProblemHttpResult>> Cancel(LayoutId layout, IGrainFactory grains) =>
        (await grains.Finder().Cancel(layout)).ToOk();
}
