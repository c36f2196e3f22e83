namespace RailHub.Web.Controllers;

/// <summary>
/// Where a board is, as people write or paste it: a host name or an IP address, with a port, or the URL of its page, of its calls or of its
/// WebSocket.
/// </summary>
/// <param name="Host">Host name or IP address; an IPv6 address without brackets.</param>
/// <param name="HttpPort">The port of its HTTP API; null when the text has none.</param>
/// <param name="WebSocketPort">The port of its WebSocket; null when the text has none.</param>
public sealed record BoardAddress(string Host, int? HttpPort = null, int? WebSocketPort = null)
{
    /// <summary>Reads an address; null when the text is none. Boards speak plain text only: https and wss are none.</summary>
    public static BoardAddress? Parse(string text)
    {
        var address = text.Trim();
        if (Uri.CheckHostName(address) != UriHostNameType.Unknown)
        {
            return new BoardAddress(address);
        }

        var hasScheme = address.Contains("://", StringComparison.Ordinal);
        if (!Uri.TryCreate(hasScheme ? address : $"http://{address}", UriKind.Absolute, out var url)
            || url.Scheme is not ("http" or "ws")
            || url.UserInfo.Length > 0
            || url.Port == 0
            || Uri.CheckHostName(url.DnsSafeHost) == UriHostNameType.Unknown)
        {
            return null;
        }

        // A URL without a port is the one of its scheme, 80; of a WebSocket nobody means that, for a board has it elsewhere.
        return url.Scheme == "ws"
            ? new BoardAddress(url.DnsSafeHost, WebSocketPort: url.IsDefaultPort ? null : url.Port)
            : new BoardAddress(url.DnsSafeHost, HttpPort: hasScheme || !url.IsDefaultPort ? url.Port : null);
    }
}
