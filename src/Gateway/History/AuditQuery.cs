using System.Globalization;
using RailHub.Contracts;
using RailHub.Persistence;

namespace RailHub.Gateway.History;

/// <summary>What the address of a request looks for in what was done, as it was written there.</summary>
/// <param name="From">The first moment.</param>
/// <param name="Until">The moment before which it was done.</param>
/// <param name="Before">The <see cref="AuditPage.Next"/> of the part before.</param>
/// <param name="Actor">The id of a member, guest link, screen or show, or a kind of actor.</param>
/// <param name="Topic">One of <see cref="HistoryTopic"/>.</param>
/// <param name="Result">One of <see cref="HistoryResult"/>.</param>
/// <param name="Text">Words of names.</param>
/// <param name="Limit">How many at once.</param>
/// <param name="Format"><c>csv</c> or <c>json</c>; else what <c>Accept</c> says.</param>
internal sealed record AuditQuery(
    string? From, string? Until, string? Before, string? Actor, string? Topic, string? Result, string? Text, string? Limit, string? Format)
{
    private const int MostText = 100;
    private const int MostAtOnce = 500;

    /// <summary>How many there are at once where nothing is said of it.</summary>
    public const int UsualLimit = 100;

    /// <summary>How many at once, as it was read.</summary>
    public int Most => Limit is null ? UsualLimit : int.Parse(Limit, NumberStyles.None, CultureInfo.InvariantCulture);

    /// <summary>What is looked for; a refusal names the first that cannot be read.</summary>
    public Outcome<HistorySearch> Read(LayoutId? layout)
    {
        long? from = null, until = null, before = null;
        Guid? id = null;
        ActorKind? kind = null;
        HistoryTopic? topic = null;
        HistoryResult? result = null;
        var refusal = ReadMoment("from", From, ref from)
            ?? ReadMoment("until", Until, ref until)
            ?? ReadMoment("before", Before, ref before)
            ?? (Actor is null || ReadActor(Actor, ref id, ref kind)
                ? null
                : Malformed("actor", $"actor is the id of a member, guest link, screen or show, or one of {Names<ActorKind>()}."))
            ?? ReadName("topic", Topic, ref topic)
            ?? ReadName("result", Result, ref result)
            ?? (Text?.Length > MostText ? Malformed("text", $"text has {MostText} characters at most.") : null)
            ?? (Limit is null || (int.TryParse(Limit, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is > 0 and <= MostAtOnce)
                ? null
                : Malformed("limit", $"limit is 1 to {MostAtOnce}."))
            ?? (Format is null or "csv" or "json" ? null : Malformed("format", "format is csv or json."));
        return refusal is null
            ? new HistorySearch
            {
                Layout = layout,
                From = from,
                Before = until is null || before < until ? before ?? until : until,
                Actor = id,
                ActorKind = kind,
                Topic = topic,
                Result = result,
                Text = Text,
            }
            : refusal;
    }

    private static bool ReadActor(string text, ref Guid? id, ref ActorKind? kind)
    {
        if (Guid.TryParse(text, out var guid))
        {
            id = guid;
            return true;
        }

        return ReadName("actor", text, ref kind) is null;
    }

    private static Refusal? ReadMoment(string field, string? text, ref long? moment)
    {
        if (text is null)
        {
            return null;
        }

        // What is offset from UTC says so; what says nothing is in UTC, and no machine's own time.
        if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var read))
        {
            return Malformed(field, $"{field} is a moment such as 2026-05-09T18:30:00Z.");
        }

        moment = read.ToUnixTimeMilliseconds();
        return null;
    }

    private static Refusal? ReadName<T>(string field, string? text, ref T? value)
        where T : struct, Enum
    {
        if (text is null)
        {
            return null;
        }

        // By its name only: TryParse takes numbers as well.
        if (!char.IsAsciiLetter(text.FirstOrDefault()) || !Enum.TryParse<T>(text, ignoreCase: true, out var read) || !Enum.IsDefined(read))
        {
            return Malformed(field, $"{field} is one of {Names<T>()}.");
        }

        value = read;
        return null;
    }

    private static string Names<T>()
        where T : struct, Enum => string.Join(", ", Enum.GetNames<T>().Select(Hosting.GatewayInstruments.Camel));

    private static Refusal Malformed(string field, string detail) => Refusal.Invalid(field, RefusalCodes.Malformed, detail);
}
