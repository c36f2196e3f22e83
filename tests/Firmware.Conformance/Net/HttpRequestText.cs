using System.Text;

namespace RailHub.Firmware.Conformance.Net;

/// <summary>Requests as they go over the wire.</summary>
internal static class HttpRequestText
{
    /// <summary>A request with a body if there is one.</summary>
    /// <param name="method">Method.</param>
    /// <param name="path">Path.</param>
    /// <param name="body">Body in UTF-8, or null.</param>
    /// <param name="headers">Further header lines, each with its line end.</param>
    public static string Of(string method, string path, string? body = null, string headers = "")
    {
        var length = body is null ? "" : $"Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n";
        return $"{method} {path} HTTP/1.1\r\nHost: board\r\n{headers}{length}\r\n{body}";
    }

    /// <summary>A call as every client makes it.</summary>
    public static string Post(string path, string body, string headers = "Content-Type: application/json\r\n") => Of("POST", path, body, headers);
}
