using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;

namespace RailHub.Gateway.Security;

/// <summary>The right that a policy asks for.</summary>
/// <param name="Right">One of <see cref="Rights"/>.</param>
internal sealed record RightRequirement(string Right) : IAuthorizationRequirement;

/// <summary>
/// Grants every right to those who may call, and none to anyone else. Policies name the right already, so that sign-in can take this
/// class's place without touching an endpoint.
/// </summary>
internal sealed class CallerPolicy(Callers callers) : AuthorizationHandler<RightRequirement>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, RightRequirement requirement)
    {
        var request = context.Resource switch
        {
            HttpContext http => http,
            HubInvocationContext hub => hub.Context.GetHttpContext(),
            _ => null,
        };
        if (request is not null && callers.Check(request) is null)
        {
            context.Succeed(requirement);
        }

        return Task.CompletedTask;
    }
}
