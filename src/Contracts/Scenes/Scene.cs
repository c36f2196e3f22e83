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

/// <summary>What a person enters to make or replace a scene.</summary>
/// <param name="Name">The name, 1..60 characters.</param>
/// <param name="Targets">1..5000 targets, no output twice.</param>
/// <param name="Fade">How long its lights take from where they are, in milliseconds, 0..3,600,000.</param>
[GenerateSerializer, Immutable, Alias("RailHub.SceneDraft")]
public sealed record SceneDraft(
    [property: Id(0)] string Name, [property: Id(1)] IReadOnlyList<SceneTarget> Targets, [property: Id(2)] long Fade = 0);

/// <summary>How a scene is recalled this once.</summary>
/// <param name="Fade">
/// How long all its lights take, in milliseconds, 0..3,600,000, in the place of the times of the scene and its targets; null: by those.
/// </param>
[GenerateSerializer, Immutable, Alias("RailHub.SceneRecall")]
public sealed record SceneRecall([property: Id(0)] long? Fade = null);

/// <summary>Makes a scene of what the layout shows now.</summary>
/// <param name="Name">The name, 1..60 characters.</param>
/// <param name="Controllers">The boards to take in; null or empty takes all of the layout.</param>
[GenerateSerializer, Immutable, Alias("RailHub.SceneCapture")]
public sealed record SceneCapture([property: Id(0)] string Name, [property: Id(1)] IReadOnlyList<MacAddress>? Controllers = null);
