using System.Globalization;
using RailHub.Contracts;

namespace RailHub.Web.History;

/// <summary>What of all that was done is shown; what is null or empty does not matter.</summary>
public sealed record AuditFilter
{
    /// <summary>Words of names, or of an address.</summary>
    public string Text { get; init; } = string.Empty;

    public HistoryTopic? Topic { get; init; }

    public HistoryResult? Result { get; init; }

    /// <summary>Only what this one did: those without an id by their kind.</summary>
    public Actor? By { get; init; }

    /// <summary>The first day, as the reader's calendar has it.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The last day.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>As the gateway is asked.</summary>
    /// <param name="layout">In this layout; null = in the whole club.</param>
    /// <param name="zone">Where the reader's days begin.</param>
    /// <param name="more">What is asked for beside it: <c>name=value</c>.</param>
    public string Address(LayoutId? layout, TimeZoneInfo zone, params IEnumerable<string?> more)
    {
        string?[] asked =
        [
            Text.Trim() is { Length: > 0 } text ? $"text={Uri.EscapeDataString(text)}" : null,
            Topic is { } topic ? $"topic={topic}" : null,
            Result is { } result ? $"result={result}" : null,
            By is { } by ? $"actor={by.Id?.ToString() ?? by.Kind.ToString()}" : null,
            From is { } from ? $"from={Moment(Begin(from, zone))}" : null,
            Until is { } until ? $"until={Moment(Begin(until.AddDays(1), zone))}" : null,
            .. more,
        ];
        var query = string.Join('&', asked.OfType<string>());
        return $"api/{(layout is { } id ? $"layouts/{id}/audit" : "audit")}{(query.Length > 0 ? $"?{query}" : null)}";
    }

    /// <summary>A moment as it stands in an address.</summary>
    public static string Moment(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    // A day that begins in the gap of summer time begins at its end.
    private static DateTimeOffset Begin(DateOnly day, TimeZoneInfo zone)
    {
        var begin = day.ToDateTime(TimeOnly.MinValue);
        while (zone.IsInvalidTime(begin))
        {
            begin = begin.AddMinutes(30);
        }

        return new DateTimeOffset(begin, zone.GetUtcOffset(begin));
    }
}
