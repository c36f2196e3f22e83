using Microsoft.AspNetCore.Http.HttpResults;
using RailHub.Contracts;
using RailHub.Gateway.Hosting;
using RailHub.Gateway.Problems;
using RailHub.Gateway.Security;

namespace RailHub.Gateway.Claims;

internal static class ClaimEndpoints
{
    public static void MapClaims(this RouteGroupBuilder api)
    {
        var claim = api.MapGroup("/layouts/{layout}/claim").WithTags("Claims");
        claim.MapGet("/", Get).RequireAuthorization(Rights.View).WithSummary("Who has the controls of a layout, and who asks for them");
        claim.MapPost("/take", Do(ClaimAct.Take)).RequireAuthorization(Rights.Operate).WithSummary("Take the controls, when nobody has them")
            .WithDescription("While somebody has them, the commands of others are refused. They are free again after an hour without a command.");
        claim.MapPost("/ask", Do(ClaimAct.Ask)).RequireAuthorization(Rights.Operate).WithSummary("Ask for the controls, or take them when nobody has them");
        claim.MapPost("/withdraw", Do(ClaimAct.Withdraw)).RequireAuthorization(Rights.Operate).WithSummary("Ask for them no more");
        claim.MapPost("/hand-over", HandOver).RequireAuthorization(Rights.Operate).WithSummary("Give them to somebody who asks")
            .WithDescription("`to` names the member; without it, it is who asked first.");
        claim.MapPost("/release", Do(ClaimAct.Release)).RequireAuthorization(Rights.Operate).WithSummary("Give them back to everybody");
        claim.MapPost("/take-over", TakeOver).RequireAuthorization(Rights.Own).WithSummary("Take them from whoever has them");
    }

    private static async Task<Results<Ok<Claim>, ProblemHttpResult>> Get(LayoutId layout, IGrainFactory grains) =>
        (await grains.Layout(layout).GetClaim()).ToOk();

    private static Func<LayoutId, LiveCommands, Task<Results<Ok<Claim>, ProblemHttpResult>>> Do(ClaimAct what) =>
        async (layout, live) => (await live.ControlClaim(layout, new ClaimOrder(what))).ToOk();

    private static async Task<Results<Ok<Claim>, ProblemHttpResult>> HandOver(LayoutId layout, MemberId? to, LiveCommands live) =>
        (await live.ControlClaim(layout, new ClaimOrder(ClaimAct.HandOver, to))).ToOk();

    private static async Task<Results<Ok<Claim>, ProblemHttpResult>> TakeOver(LayoutId layout, LiveCommands live) =>
        (await live.TakeOverClaim(layout)).ToOk();
}
