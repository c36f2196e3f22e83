namespace RailHub.Contracts;

/// <summary>What a person enters to make or replace a scene.</summary>
/// <param name="Name">The name, 1..60 characters.</param>
/// <param name="Targets">1..5000 targets, no output twice.</param>
/// <param name="Fade">How long its lights take from where they are, in milliseconds, 0..3,600,000.</param>
[GenerateSerializer, Immutable, Alias("RailHub.SceneDraft")]
public sealed record SceneDraft(
    [property: Id(0)] string Name, [property: Id(1)] IReadOnlyList<SceneTarget> Targets, [property: Id(2)] long Fade = 0);
