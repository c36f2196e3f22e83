using System.Globalization;
using System.Text;
using RailHub.Contracts;
using RailHub.Gateway.Hosting;

namespace RailHub.Gateway.History;

/// <summary>
/// What was done, as a table for spreadsheets: RFC 4180 in UTF-8, with a byte order mark, without which Excel takes it for something else.
/// </summary>
internal static class AuditTable
{
    public const string ContentType = "text/csv";

    private static readonly string[] s_columns =
        ["at", "layout", "actor", "name", "address", "kind", "subject", "value", "count", "times", "result", "code"];

    public static byte[] Head() => [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(Line(s_columns))];

    public static byte[] Rows(IEnumerable<AuditEvent> events) => Encoding.UTF8.GetBytes(string.Concat(events.Select(done => Line(
        done.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
        done.LayoutName ?? done.Layout?.ToString(),
        GatewayInstruments.Camel(done.By.Kind.ToString()),
        done.By.Name,
        done.By.Address,
        GatewayInstruments.Camel(done.Kind.ToString()),
        done.Subject,
        done.Value,
        done.Count.ToString(CultureInfo.InvariantCulture),
        done.Times.ToString(CultureInfo.InvariantCulture),
        GatewayInstruments.Camel(done.Result.ToString()),
        done.Code))));

    private static string Line(params IEnumerable<string?> cells) => string.Join(',', cells.Select(Cell)) + "\r\n";

    private static string Cell(string? text)
    {
        // A spreadsheet takes what begins so for a formula, and names are anybody's to choose.
        var harmless = text is ['=' or '+' or '-' or '@' or '\t' or '\r' or '\n', ..] ? $"'{text}" : text ?? "";
        return harmless.AsSpan().IndexOfAny(",\"\r\n") < 0 ? harmless : $"\"{harmless.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
