namespace RailHub.Protocol;

/// <summary>Where a board listens. An address is no identity: it changes with the network, the MAC address does not.</summary>
/// <param name="Host">Host name or IP address, as a person would type it.</param>
/// <param name="HttpPort">Port of the commands.</param>
/// <param name="WebSocketPort">Port of the status.</param>
public sealed record BoardAddress(string Host, int HttpPort = 80, int WebSocketPort = 81)
{
    /// <summary>False for what can be no address at all; clients and links may only be made for a valid one.</summary>
    public bool IsValid => Uri.CheckHostName(Host) != UriHostNameType.Unknown && IsPort(HttpPort) && IsPort(WebSocketPort);

    internal Uri HttpRoot => new UriBuilder(Uri.UriSchemeHttp, Host, HttpPort).Uri;

    internal Uri WebSocket => new UriBuilder(Uri.UriSchemeWs, Host, WebSocketPort).Uri;

    private static bool IsPort(int port) => port is > 0 and <= 65535;
}
