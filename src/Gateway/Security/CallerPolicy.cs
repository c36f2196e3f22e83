using Microsoft.AspNetCore.Authorization;
using RailHub.Contracts;

namespace RailHub.Gateway.Security;

/// <summary>The right that a policy asks for.</summary>
/// <param name="Right">One of <see cref="Rights"/>.</param>
internal sealed record RightRequirement(string Right) : IAuthorizationRequirement;

/// <summary>Asks the gatekeeper for the right that an endpoint names, in the layout that its address names.</summary>
internal sealed class CallerPolicy(Gatekeeper gatekeeper) : AuthorizationHandler<RightRequirement>
{
    /// <summary>Why a request may not do what a policy asks for; null when it may.</summary>
    public static Refusal? Check(Gatekeeper gatekeeper, HttpContext http, string right) => gatekeeper.Check(http, right, LayoutOf(http));

    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, RightRequirement requirement)
    {
        if (context.Resource is HttpContext http && Check(gatekeeper, http, requirement.Right) is null)
        {
            context.Succeed(requirement);
        }

        return Task.CompletedTask;
    }

    // What is no id is no layout of anybody's: the endpoint refuses it.
    private static LayoutId? LayoutOf(HttpContext http) =>
        http.GetRouteValue("layout") is string text ? (LayoutId.TryParse(text, null, out var layout) ? layout : default(LayoutId)) : null;
}
