using RailHub.Contracts;

namespace RailHub.Persistence;

/// <summary>Which of what was done is looked for; what is null does not matter.</summary>
public sealed record HistorySearch
{
    /// <summary>In this layout.</summary>
    public LayoutId? Layout { get; init; }

    /// <summary>At this moment or later, in milliseconds since 1970 UTC.</summary>
    public long? From { get; init; }

    /// <summary>Before this moment, in milliseconds since 1970 UTC.</summary>
    public long? Before { get; init; }

    /// <summary>By whoever has this id.</summary>
    public Guid? Actor { get; init; }

    /// <summary>By actors of this kind.</summary>
    public ActorKind? ActorKind { get; init; }

    public HistoryTopic? Topic { get; init; }

    public HistoryResult? Result { get; init; }

    /// <summary>Words, in any order and letter case, of which each is in the subject's name, the actor's, or the address.</summary>
    public string? Text { get; init; }

    /// <summary>The same letters for all that people read as the same: made here, as <see cref="NameKey"/> is, and not in the database.</summary>
    public static string WordsOf(params IEnumerable<string?> texts) => string.Join(' ', texts.Where(text => !string.IsNullOrEmpty(text)).Select(text => NameKey.Of(text!)));

    internal IQueryable<HistoryRow> In(IQueryable<HistoryRow> rows)
    {
        rows = Layout is null ? rows : rows.Where(row => row.LayoutId == Layout);
        rows = From is null ? rows : rows.Where(row => row.At >= From);
        rows = Before is null ? rows : rows.Where(row => row.At < Before);
        rows = Actor is null ? rows : rows.Where(row => row.ActorId == Actor);
        rows = ActorKind is not { } kind ? rows : rows.Where(row => row.ActorKind == kind);
        rows = Topic is not { } topic ? rows : rows.Where(row => row.Topic == topic);
        rows = Result is not { } result ? rows : rows.Where(row => row.Result == result);
        return (Text ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(word => NameKey.Of(word))
            .Aggregate(rows, (found, word) => found.Where(row => row.Words.Contains(word)));
    }
}
