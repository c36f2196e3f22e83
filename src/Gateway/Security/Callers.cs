using RailHub.Contracts;
using RailHub.Gateway.Problems;

namespace RailHub.Gateway.Security;

/// <summary>
/// Who is let near, before anybody asks who it is: no pages of other sites, no names that may be somebody else's, and no proxies that nobody
/// has told of (ADR 27). What is asked for does not matter; probes alone may come as they like.
/// </summary>
internal sealed class Callers(HostNames names, Proxies proxies)
{
    /// <summary>Checks the way of each request, reads what proxies of ours say of it, and checks what it asks for then.</summary>
    public void Use(IApplicationBuilder app) => app.UseWhen(http => !http.Request.Path.StartsWithSegments("/health"), near =>
    {
        near.Use(CheckWayAsync);
        if (proxies.Any)
        {
            near.UseForwardedHeaders(proxies.Headers);
        }

        near.Use((http, next) => Check(http.Request) is { } refusal ? RefuseAsync(http, refusal) : next(http));
    });

    /// <summary>Why a request is not let near, by its name and its origin; null when it is.</summary>
    internal Refusal? Check(HttpRequest request) =>
        !names.Has(request.Host.Host)
            ? new Refusal(
                RefusalKind.Forbidden,
                RefusalCodes.HostForeign,
                $"RailHub does not answer to the name \"{request.Host.Host}\", which may be somebody else's. Open it by its IP address or by this machine's "
                + $"name, or start it with --host-names {request.Host.Host}")
        : IsForeign(request)
            ? new Refusal(RefusalKind.Forbidden, RefusalCodes.Forbidden, "A page of another site may not do this. Open RailHub by its own address.")
        : null;

    private Task CheckWayAsync(HttpContext http, RequestDelegate next)
    {
        var peer = http.Connection.RemoteIpAddress;
        if (proxies.Has(peer))
        {
            http.MarkProxied();
            return next(http);
        }

        return ForwardingHeaders.Find(http.Request.Headers) is { } header
            ? RefuseAsync(http, new Refusal(
                RefusalKind.Forbidden,
                RefusalCodes.ProxyUnknown,
                $"This came through a proxy (it has the header {header}) that RailHub does not know. Call it directly, or start it with --proxies "
                + $"{peer?.ToString() ?? "and the proxy's address"}, so that it believes what that one says of its callers."))
            : next(http);
    }

    // Browsers let any page open a WebSocket to anywhere, and tell where the page is from.
    private static bool IsForeign(HttpRequest request) =>
        request.Headers.Origin.Count > 0
        && !(Uri.TryCreate(request.Headers.Origin.ToString(), UriKind.Absolute, out var page)
            && page.Scheme == request.Scheme
            && HostNames.Normalize(page.Host) == HostNames.Normalize(request.Host.Host)
            && (request.Host.Port is { } port ? page.Port == port : page.IsDefaultPort));

    private static Task RefuseAsync(HttpContext http, Refusal refusal)
    {
        if (!http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase))
        {
            return Problem.Of(refusal).ExecuteAsync(http);
        }

        // A person, who cannot be given the dashboard.
        http.Response.StatusCode = StatusCodes.Status403Forbidden;
        http.Response.ContentType = "text/plain; charset=utf-8";
        return http.Response.WriteAsync($"{refusal.Detail}\n", http.RequestAborted);
    }
}
