using RailHub.Contracts;

namespace RailHub.Grains;

/// <summary>Scenes with their targets, by name.</summary>
/// <param name="Scenes">The scenes.</param>
[GenerateSerializer, Immutable, Alias("RailHub.SceneList")]
public sealed record SceneList([property: Id(0)] IReadOnlyList<Scene> Scenes);
