namespace RailHub.Contracts;

/// <summary>An edit of many lamps, all or nothing.</summary>
/// <param name="Lamps">1..500 edits, no output twice.</param>
[GenerateSerializer, Immutable, Alias("RailHub.LampEdits")]
public sealed record LampEdits([property: Id(0)] IReadOnlyList<LampEdit> Lamps);
