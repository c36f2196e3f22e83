using System.Globalization;
using System.Text;

namespace RailHub.Firmware.Conformance.Net;

/// <summary>An answer as it came over the wire.</summary>
/// <param name="Status">Status code.</param>
/// <param name="StatusLine">First line.</param>
/// <param name="Headers">Names and values in order.</param>
/// <param name="Body">Body.</param>
internal sealed record HttpAnswer(int Status, string StatusLine, IReadOnlyList<(string Name, string Value)> Headers, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);

    /// <summary>Whether the board says that it ends the connection.</summary>
    public bool Closes => string.Equals(Header("Connection"), "close", StringComparison.OrdinalIgnoreCase);

    /// <summary>Value of the first header of this name, or null.</summary>
    public string? Header(string name) =>
        Headers.FirstOrDefault(header => string.Equals(header.Name, name, StringComparison.OrdinalIgnoreCase)).Value;

    /// <summary>Reads one answer; null when the connection ends before it begins.</summary>
    /// <exception cref="CheckFailure">What comes is no answer.</exception>
    public static async Task<HttpAnswer?> ReadAsync(Wire wire)
    {
        if (await wire.ReadLineAsync() is not { } statusLine)
            return null;

        var parts = statusLine.Split(' ', 3);
        if (parts.Length < 2 || !parts[0].StartsWith("HTTP/1.", StringComparison.Ordinal)
            || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var status))
            throw new CheckFailure("a status line of HTTP", $"'{statusLine}'");

        var headers = new List<(string Name, string Value)>();
        while (true)
        {
            var line = await wire.ReadLineAsync() ?? throw new CheckFailure("an end of the headers", "the end of the connection");
            if (line.Length == 0)
                break;
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon < 1)
                throw new CheckFailure("a header", $"'{line}'");
            headers.Add((line[..colon], line[(colon + 1)..].Trim()));
        }

        var answer = new HttpAnswer(status, statusLine, headers, []);
        return answer with { Body = await answer.ReadBodyAsync(wire) };
    }

    private async Task<byte[]> ReadBodyAsync(Wire wire)
    {
        if (Status is 101 or 204 or 304)
            return [];
        if (string.Equals(Header("Transfer-Encoding"), "chunked", StringComparison.OrdinalIgnoreCase))
            return await ReadChunksAsync(wire);
        if (Header("Content-Length") is not { } length)
            return await wire.ReadToEndAsync();
        if (!int.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out var count))
            throw new CheckFailure("a number as Content-Length", $"'{length}'");

        var body = await wire.ReadAsync(count);
        return body.Length == count ? body : throw new CheckFailure($"a body of {count} bytes", $"{body.Length} bytes");
    }

    private static async Task<byte[]> ReadChunksAsync(Wire wire)
    {
        var body = new List<byte>();
        while (true)
        {
            var line = await wire.ReadLineAsync() ?? "";
            if (!int.TryParse(line, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var count))
                throw new CheckFailure("the size of a chunk", $"'{line}'");
            body.AddRange(await wire.ReadAsync(count));
            await wire.ReadLineAsync();
            if (count == 0)
                return [.. body];
        }
    }
}
