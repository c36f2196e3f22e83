using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using RailHub.Gateway.Problems;

namespace RailHub.Gateway.Security;

/// <summary>Answers a caller without the right with a problem that tells what to do, and never with a redirect.</summary>
internal sealed class RefusedCaller(Gatekeeper gatekeeper) : IAuthorizationMiddlewareResultHandler
{
    public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Succeeded)
        {
            return next(context);
        }

        // What was refused a moment ago may have been granted since: the caller asks again then.
        var refusal = policy.Requirements.OfType<RightRequirement>()
            .Select(requirement => CallerPolicy.Check(gatekeeper, context, requirement.Right)).FirstOrDefault(refused => refused is not null);
        return Problem.Of(refusal ?? Gatekeeper.JustChanged).ExecuteAsync(context);
    }
}
