namespace RailHub.Contracts;

/// <summary>Something that somebody did in a layout.</summary>
/// <param name="Id">Its identity.</param>
/// <param name="At">When.</param>
/// <param name="By">Who. From where stands there only when nothing else is known of them: addresses of people are for the owners.</param>
/// <param name="Kind">What was done.</param>
/// <param name="Subject">The name that the thing had then; null where it has none.</param>
/// <param name="Count">How many lamps it was about; 0 where that says nothing.</param>
/// <param name="CanUndo">Whether undoing it would be tried.</param>
/// <param name="IsUndone">Whether it was undone.</param>
/// <param name="IsKept">Whether it is in the database; otherwise it is lost when its silo ends before the database is back.</param>
[GenerateSerializer, Immutable, Alias("RailHub.HistoryEvent")]
public sealed record HistoryEvent(
    [property: Id(0)] HistoryEventId Id,
    [property: Id(1)] DateTimeOffset At,
    [property: Id(9)] Actor By,
    [property: Id(3)] HistoryKind Kind,
    [property: Id(4)] string? Subject,
    [property: Id(5)] int Count,
    [property: Id(6)] bool CanUndo,
    [property: Id(7)] bool IsUndone,
    [property: Id(8)] bool IsKept);

/// <summary>What came of undoing an event.</summary>
/// <param name="Event">The event, as it is now.</param>
/// <param name="Lights">What came of lamps and chases; empty when it was not about them.</param>
[GenerateSerializer, Immutable, Alias("RailHub.Undone")]
public sealed record Undone([property: Id(0)] HistoryEvent Event, [property: Id(1)] LightsOn Lights);
