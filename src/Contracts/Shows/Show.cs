namespace RailHub.Contracts;

/// <summary>A timed cue list of a layout.</summary>
/// <param name="Id">Its identity.</param>
/// <param name="Layout">Its layout.</param>
/// <param name="Name">Its name, 1..60 characters, unique in the layout without regard to case.</param>
/// <param name="Cues">In the order of their numbers.</param>
/// <param name="Version">Rises with every edit.</param>
/// <param name="Loops">How often it runs when it is played; 0 = until it is stopped.</param>
[GenerateSerializer, Immutable, Alias("RailHub.Show")]
public sealed record Show(
    [property: Id(0)] ShowId Id,
    [property: Id(1)] LayoutId Layout,
    [property: Id(2)] string Name,
    [property: Id(3)] IReadOnlyList<Cue> Cues,
    [property: Id(4)] long Version,
    [property: Id(5)] int Loops = 1);
