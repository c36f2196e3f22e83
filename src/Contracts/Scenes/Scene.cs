namespace RailHub.Contracts;

/// <summary>A named set of output targets of a layout.</summary>
/// <param name="Id">Its identity.</param>
/// <param name="Layout">Its layout.</param>
/// <param name="Name">Its name, 1..60 characters, unique in the layout without regard to case.</param>
/// <param name="Targets">At least one, no output twice.</param>
/// <param name="Version">Rises with every edit.</param>
/// <param name="Fade">How long its lights take from where they are, in milliseconds; 0 = at once.</param>
[GenerateSerializer, Immutable, Alias("RailHub.Scene")]
public sealed record Scene(
    [property: Id(0)] SceneId Id,
    [property: Id(1)] LayoutId Layout,
    [property: Id(2)] string Name,
    [property: Id(3)] IReadOnlyList<SceneTarget> Targets,
    [property: Id(4)] long Version,
    [property: Id(5)] long Fade = 0);
