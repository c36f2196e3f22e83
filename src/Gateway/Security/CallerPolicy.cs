using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;

namespace RailHub.Gateway.Security;

/// <summary>The right that a policy asks for.</summary>
/// <param name="Right">One of <see cref="Rights"/>.</param>
internal sealed record RightRequirement(string Right) : IAuthorizationRequirement;

/// <summary>
/// Grants every right to programs on this machine, and none to anyone else, unless remote callers were allowed at the start.
/// Policies name the right already, so that sign-in can take this class's place without touching an endpoint.
/// </summary>
internal sealed class CallerPolicy(GatewayOptions options) : AuthorizationHandler<RightRequirement>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, RightRequirement requirement)
    {
        var request = context.Resource switch
        {
            HttpContext http => http,
            HubInvocationContext hub => hub.Context.GetHttpContext(),
            _ => null,
        };
        if (request is not null && IsSameSite(request.Request) && (options.AllowRemote || IsLocal(request)))
        {
            context.Succeed(requirement);
        }

        return Task.CompletedTask;
    }

    // A name other than this machine's own may be a page of somebody else that was resolved to here (DNS rebinding);
    // a forwarded request comes from elsewhere although its socket does not.
    private static bool IsLocal(HttpContext http) =>
        http.Connection.RemoteIpAddress is { } address
        && IPAddress.IsLoopback(address)
        && !http.Request.Headers.ContainsKey("X-Forwarded-For")
        && !http.Request.Headers.ContainsKey("Forwarded")
        && (http.Request.Host.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(http.Request.Host.Host.Trim('[', ']'), out var host) && IPAddress.IsLoopback(host)));

    // Browsers let any page open a WebSocket to anywhere, and tell where the page is from.
    private static bool IsSameSite(HttpRequest request) =>
        request.Headers.Origin.Count == 0
        || (Uri.TryCreate(request.Headers.Origin.ToString(), UriKind.Absolute, out var page)
            && page.Host.Equals(request.Host.Host, StringComparison.OrdinalIgnoreCase)
            && (request.Host.Port is { } port ? page.Port == port : page.IsDefaultPort));
}
