namespace RailHub.Contracts;

/// <summary>What a scene wants one output to be.</summary>
/// <param name="Controller">The board.</param>
/// <param name="Pin">GPIO number.</param>
/// <param name="Active">On or off.</param>
/// <param name="Brightness">0..100 percent.</param>
/// <param name="Interval">Blink interval in milliseconds, 0 = steady; null leaves it as it is.</param>
/// <param name="Fade">How long its light takes from where it is, in milliseconds, 0..3,600,000; null: as long as the scene says.</param>
/// <param name="Delay">How long it waits before it begins, in milliseconds, 0..3,600,000.</param>
[GenerateSerializer, Immutable, Alias("RailHub.SceneTarget")]
public sealed record SceneTarget(
    [property: Id(0)] MacAddress Controller,
    [property: Id(1)] int Pin,
    [property: Id(2)] bool Active,
    [property: Id(3)] int Brightness,
    [property: Id(4)] long? Interval = null,
    [property: Id(5)] long? Fade = null,
    [property: Id(6)] long Delay = 0);
