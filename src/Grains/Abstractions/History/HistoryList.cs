using RailHub.Contracts;

namespace RailHub.Grains;

/// <summary>What was done in a layout, newest first.</summary>
/// <param name="Events">The events.</param>
[GenerateSerializer, Immutable, Alias("RailHub.HistoryList")]
public sealed record HistoryList([property: Id(0)] IReadOnlyList<HistoryEvent> Events);
