using RailHub.Contracts;

namespace RailHub.Persistence;

/// <summary>What was done and found no room until the database was back: it is counted, and told as one row.</summary>
/// <param name="Id">The identity of that row.</param>
/// <param name="Since">When the first of it was done.</param>
/// <param name="Count">How many things it is.</param>
public sealed record LostEntries(HistoryEventId Id, DateTimeOffset Since, int Count)
{
    /// <summary>One more.</summary>
    public static LostEntries Add(LostEntries? before, DateTimeOffset now) =>
        before is null ? new LostEntries(HistoryEventId.Create(now), now, 1) : before with { Count = before.Count + 1 };

    /// <summary>What is still to be told when some of it was: null = nothing. It gets a row of its own.</summary>
    public static LostEntries? Without(LostEntries? all, LostEntries? told, DateTimeOffset now) =>
        all is null || all.Count <= (told?.Count ?? 0) ? null
        : told is null ? all
        : new LostEntries(HistoryEventId.Create(now), now, all.Count - told.Count);
}
