namespace RailHub.Contracts;

/// <summary>What came of adding many boards.</summary>
/// <param name="Controllers">One outcome for each draft, in their order; the field of a refusal names its draft.</param>
[GenerateSerializer, Immutable, Alias("RailHub.AddedControllers")]
public sealed record AddedControllers([property: Id(0)] IReadOnlyList<Outcome<Controller>> Controllers);
