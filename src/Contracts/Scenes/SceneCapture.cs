namespace RailHub.Contracts;

/// <summary>Makes a scene of what the layout shows now.</summary>
/// <param name="Name">The name, 1..60 characters.</param>
/// <param name="Controllers">The boards to take in; null or empty takes all of the layout.</param>
[GenerateSerializer, Immutable, Alias("RailHub.SceneCapture")]
public sealed record SceneCapture([property: Id(0)] string Name, [property: Id(1)] IReadOnlyList<MacAddress>? Controllers = null);
