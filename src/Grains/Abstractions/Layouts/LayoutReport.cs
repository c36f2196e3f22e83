namespace RailHub.Grains;

/// <summary>What a subscriber to a layout is answered.</summary>
/// <param name="Epoch">The owner epoch of the activation that answers.</param>
/// <param name="Roster">The roster; null when the subscriber has it already.</param>
[GenerateSerializer, Immutable, Alias("RailHub.LayoutReport")]
public sealed record LayoutReport([property: Id(0)] long Epoch, [property: Id(1)] LayoutRoster? Roster);
