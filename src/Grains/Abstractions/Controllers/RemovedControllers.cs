using RailHub.Contracts;

namespace RailHub.Grains;

/// <summary>Boards that can be restored, newest first.</summary>
/// <param name="Controllers">The boards.</param>
[GenerateSerializer, Immutable, Alias("RailHub.RemovedControllers")]
public sealed record RemovedControllers([property: Id(0)] IReadOnlyList<RemovedController> Controllers);
