namespace RailHub.Contracts;

/// <summary>What burnt and which chases ran before all was switched off; undoing it brings both back.</summary>
/// <param name="Targets">The lamps that were on, as they were; 5000 at most, no output twice.</param>
/// <param name="Chases">The chasing groups of the club that ran.</param>
[GenerateSerializer, Immutable, Alias("RailHub.Lights")]
public sealed record Lights([property: Id(0)] IReadOnlyList<SceneTarget> Targets, [property: Id(1)] IReadOnlyList<ChasingGroupId> Chases);
