namespace RailHub.Contracts;

/// <summary>Something that guests may press: one of a scene, a show and an output.</summary>
/// <param name="Label">What they read on it, 1 to 60 characters; null: the name of the thing.</param>
/// <param name="Scene">A scene that it recalls.</param>
/// <param name="Show">A show that it plays, and stops.</param>
/// <param name="Output">A lamp that it switches.</param>
/// <param name="HasLevel">Whether guests may dim the lamp as well.</param>
[GenerateSerializer, Immutable, Alias("RailHub.GuestButton")]
public sealed record GuestButton(
    [property: Id(0)] string? Label = null,
    [property: Id(1)] SceneId? Scene = null,
    [property: Id(2)] ShowId? Show = null,
    [property: Id(3)] OutputAddress? Output = null,
    [property: Id(4)] bool HasLevel = false);
