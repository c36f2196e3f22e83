using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using RailHub.Contracts;
using RailHub.Gateway.Problems;

namespace RailHub.Gateway.Security;

/// <summary>Answers a caller without the right with a problem that tells what to do; there is no sign-in to send them to.</summary>
internal sealed class RefusedCaller(GatewayOptions options) : IAuthorizationMiddlewareResultHandler
{
    public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult) =>
        authorizeResult.Succeeded
            ? next(context)
            : Problem.Of(
                StatusCodes.Status403Forbidden,
                RefusalCodes.Forbidden,
                options.AllowRemote
                    ? "A page of another site may not do this. Open RailHub by its own address."
                    : "Only programs on the machine that runs RailHub may do this. Start it with --allow-remote to let everybody in this network.")
                .ExecuteAsync(context);
}
