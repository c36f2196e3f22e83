using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using RailHub.Gateway.Problems;

namespace RailHub.Gateway.Security;

/// <summary>Answers a caller without the right with a problem that tells what to do; there is no sign-in to send them to.</summary>
internal sealed class RefusedCaller(Callers callers) : IAuthorizationMiddlewareResultHandler
{
    public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult) =>
        authorizeResult.Succeeded ? next(context)
        : callers.Check(context) is { } refusal ? Problem.Of(refusal).ExecuteAsync(context)
        : throw new InvalidOperationException("A caller who may do everything was refused.");
}
