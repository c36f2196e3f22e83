using System.Security.Cryptography;
using System.Text;

namespace RailHub.Firmware.Conformance.Net;

/// <summary>The opening of a WebSocket (protocol 3.1).</summary>
internal static class Opening
{
    /// <summary>Key and answer of RFC 6455, 1.3.</summary>
    public const string Key = "dGhlIHNhbXBsZSBub25jZQ==";

    private const string Guid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    /// <summary>The four headers that a board asks for.</summary>
    public static readonly string[] Required = ["Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13", $"Sec-WebSocket-Key: {Key}"];

    /// <summary>An opening request with these header lines.</summary>
    public static string Request(IEnumerable<string> headers, string path = "/", string method = "GET") =>
        $"{method} {path} HTTP/1.1\r\nHost: board\r\n{string.Concat(headers.Select(header => header + "\r\n"))}\r\n";

#pragma warning disable CA5350 // The WebSocket handshake prescribes SHA-1, and protects nothing by it.
    /// <summary>What a board answers to a key.</summary>
    public static string AcceptOf(string key) => Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + Guid)));
#pragma warning restore CA5350
}
