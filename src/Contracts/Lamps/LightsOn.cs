namespace RailHub.Contracts;

/// <summary>What came of bringing lights back.</summary>
/// <param name="Results">One for each lamp, in their order.</param>
/// <param name="ChaseResults">One for each chase, in their order.</param>
[GenerateSerializer, Immutable, Alias("RailHub.LightsOn")]
public sealed record LightsOn([property: Id(0)] IReadOnlyList<TargetResult> Results, [property: Id(1)] IReadOnlyList<ChaseResult> ChaseResults);
