using System.Net;

namespace RailHub.Gateway.Security;

/// <summary>
/// Whether a caller is a program on this machine. It opens the set-up page and the demo, and nothing else: a tunnel that says nothing of itself
/// cannot be told from such a program (ADR 7).
/// </summary>
internal static class LocalCaller
{
    /// <summary>Marks a request that a proxy of ours has handed on, before its headers are read.</summary>
    private static readonly object s_proxied = new();

    public static void MarkProxied(this HttpContext http) => http.Items[s_proxied] = true;

    /// <summary>Whether a proxy of ours has handed it on.</summary>
    public static bool IsProxied(this HttpContext http) => http.Items.ContainsKey(s_proxied);

    /// <summary>
    /// It comes from a loopback address, asks for a name that nobody else can have, and was in no proxy's hands by its own words; those that say
    /// nothing of themselves often still speak HTTP/1.0.
    /// </summary>
    public static bool IsLocal(this HttpContext http) =>
        http.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address)
        && HostNames.IsLoopback(http.Request.Host.Host)
        && !http.IsProxied()
        && !ForwardingHeaders.AreIn(http.Request.Headers)
        && !HttpProtocol.IsHttp10(http.Request.Protocol);
}
