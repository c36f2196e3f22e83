namespace RailHub.Contracts;

/// <summary>How a scene is recalled this once.</summary>
/// <param name="Fade">
/// How long all its lights take, in milliseconds, 0..3,600,000, in the place of the times of the scene and its targets; null: by those.
/// </param>
[GenerateSerializer, Immutable, Alias("RailHub.SceneRecall")]
public sealed record SceneRecall([property: Id(0)] long? Fade = null);
