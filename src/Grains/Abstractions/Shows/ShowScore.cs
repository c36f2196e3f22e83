using RailHub.Contracts;

namespace RailHub.Grains;

/// <summary>A show with what its cues need of the layout.</summary>
/// <param name="Show">The show.</param>
/// <param name="Scenes">The scenes that its cues recall.</param>
/// <param name="ChasingGroups">The chasing groups that its cues start or stop.</param>
[GenerateSerializer, Immutable, Alias("RailHub.ShowScore")]
public sealed record ShowScore(
    [property: Id(0)] Show Show, [property: Id(1)] IReadOnlyList<Scene> Scenes, [property: Id(2)] IReadOnlyList<ChasingGroup> ChasingGroups);
