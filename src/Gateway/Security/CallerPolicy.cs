using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;

namespace RailHub.Gateway.Security;

/// <summary>The right that a policy asks for.</summary>
/// <param name="Right">One of <see cref="Rights"/>.</param>
internal sealed record RightRequirement(string Right) : IAuthorizationRequirement;

/// <summary>Grants every right to programs on this machine, and none to anyone else, until there is sign-in.</summary>
internal sealed class CallerPolicy : AuthorizationHandler<RightRequirement>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, RightRequirement requirement)
    {
        var request = context.Resource switch
        {
            HttpContext http => http,
            HubInvocationContext hub => hub.Context.GetHttpContext(),
            _ => null,
        };
        if (request?.IsLocal() == true)
        {
            context.Succeed(requirement);
        }

        return Task.CompletedTask;
    }
}
