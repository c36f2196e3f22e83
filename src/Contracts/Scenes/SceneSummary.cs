namespace RailHub.Contracts;

/// <summary>A scene in a list.</summary>
/// <param name="Id">Its identity.</param>
/// <param name="Name">Its name.</param>
/// <param name="Targets">How many targets it has.</param>
/// <param name="Version">Rises with every edit.</param>
/// <param name="Fade">How long its lights take, in milliseconds; 0 = at once.</param>
[GenerateSerializer, Immutable, Alias("RailHub.SceneSummary")]
public sealed record SceneSummary(
    [property: Id(0)] SceneId Id,
    [property: Id(1)] string Name,
    [property: Id(2)] int Targets,
    [property: Id(3)] long Version,
    [property: Id(4)] long Fade = 0);
