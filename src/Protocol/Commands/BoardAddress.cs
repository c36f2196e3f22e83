using System.Net;

namespace RailHub.Protocol;

/// <summary>Where a board listens. An address is no identity: it changes with the network, the MAC address does not.</summary>
/// <param name="Host">Host name or IP address, as a person would type it; a name may have any letters.</param>
/// <param name="HttpPort">Port of the commands.</param>
/// <param name="WebSocketPort">Port of the status.</param>
public sealed record BoardAddress(string Host, int HttpPort = 80, int WebSocketPort = 81)
{
    /// <summary>False for what can be no address at all; clients and links may only be made for a valid one.</summary>
    public bool IsValid => IsHost(Host) && IsPort(HttpPort) && IsPort(WebSocketPort);

    internal Uri HttpRoot => Root(Uri.UriSchemeHttp, Host, HttpPort);

    internal Uri WebSocket => Root(Uri.UriSchemeWs, Host, WebSocketPort);

    /// <summary>The <c>Host</c> header of commands (RFC 9110 7.2): the name in ASCII, and the port where it is not 80.</summary>
    internal string HostHeader
    {
        get
        {
            var root = HttpRoot;
            // Of an IPv6 address this one has the brackets and no zone, which means nothing to others (RFC 6874 4).
            var name = root.HostNameType == UriHostNameType.IPv6 ? root.Host : root.IdnHost;
            return root.IsDefaultPort ? name : $"{name}:{root.Port}";
        }
    }

    /// <summary>As <see cref="HttpRoot"/>, at a known address instead of the name.</summary>
    internal Uri HttpRootAt(IPAddress address) => Root(Uri.UriSchemeHttp, address.ToString(), HttpPort);

    private static bool IsHost(string host)
    {
        if (Uri.CheckHostName(host) == UriHostNameType.Unknown)
        {
            return false;
        }

        try
        {
            return Root(Uri.UriSchemeHttp, host, 80).IdnHost.Length > 0;
        }
        catch (UriFormatException)
        {
            // The check above lets names pass that have no form in ASCII, such as "ü-.local".
            return false;
        }
    }

    private static bool IsPort(int port) => port is > 0 and <= 65535;

    private static Uri Root(string scheme, string host, int port) => new UriBuilder(scheme, host, port).Uri;
}
