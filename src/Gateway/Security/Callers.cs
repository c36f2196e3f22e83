using System.Net;
using RailHub.Contracts;

namespace RailHub.Gateway.Security;

/// <summary>From where may be called at all, whoever it is: by a name that is known, and from no page of another site.</summary>
internal sealed class Callers(GatewayOptions options, HostNames names)
{
    /// <summary>Why this caller may do nothing, and what to do about it; null when it may go on to who it is.</summary>
    public Refusal? Check(HttpContext http) =>
        !IsSameSite(http.Request) ? Forbidden("A page of another site may not do this. Open RailHub by its own address.")
        : options.AllowRemote ? CheckName(http.Request.Host.Host)
        : CheckLocal(http);

    private Refusal? CheckName(string host) => names.Has(host)
        ? null
        : HostForeign(
            $"RailHub does not answer to the name \"{host}\", which may be somebody else's. Open it by its IP address or by this machine's name, "
            + $"or start it with --host-names {host}");

    /// <summary>Why this is not from the machine that runs RailHub; null when it is.</summary>
    public static Refusal? CheckLocal(HttpContext http) =>
        http.Connection.RemoteIpAddress is not { } address || !IPAddress.IsLoopback(address)
            ? Forbidden("Only programs on the machine that runs RailHub may do this. Start it with --allow-remote to let everybody in this network.")
        : !HostNames.IsLoopback(http.Request.Host.Host)
            ? HostForeign(
                $"RailHub answers to localhost only; the name \"{http.Request.Host.Host}\" may be somebody else's. Open it at localhost, "
                + "or start it with --allow-remote to let everybody in this network.")
        // It comes from elsewhere although its socket does not. Proxies that say nothing of themselves often still speak HTTP/1.0.
        : HttpProtocol.IsHttp10(http.Request.Protocol) || ForwardingHeaders.AreIn(http.Request.Headers)
            ? Forbidden(
                "This came through a proxy, and so perhaps from another machine. Call RailHub directly, or start it with --allow-remote to let "
                + "everybody in this network.")
        : null;

    // Browsers let any page open a WebSocket to anywhere, and tell where the page is from.
    private static bool IsSameSite(HttpRequest request) =>
        request.Headers.Origin.Count == 0
        || (Uri.TryCreate(request.Headers.Origin.ToString(), UriKind.Absolute, out var page)
            && HostNames.Normalize(page.Host) == HostNames.Normalize(request.Host.Host)
            && (request.Host.Port is { } port ? page.Port == port : page.IsDefaultPort));

    private static Refusal Forbidden(string detail) => new(RefusalKind.Forbidden, RefusalCodes.Forbidden, detail);

    private static Refusal HostForeign(string detail) => new(RefusalKind.Forbidden, RefusalCodes.HostForeign, detail);
}
