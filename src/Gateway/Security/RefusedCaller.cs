using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using RailHub.Contracts;
using RailHub.Gateway.Problems;

namespace RailHub.Gateway.Security;

/// <summary>Answers a caller without the right with a problem.</summary>
internal sealed class RefusedCaller : IAuthorizationMiddlewareResultHandler
{
    public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult) =>
        authorizeResult.Succeeded
            ? next(context)
            : Problem.Of(new Refusal(RefusalKind.Forbidden, RefusalCodes.Forbidden, "Only programs on the machine that runs RailHub may do this.")).ExecuteAsync(context);
}
