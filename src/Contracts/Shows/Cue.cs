namespace RailHub.Contracts;

/// <summary>One step of a show.</summary>
/// <param name="Number">Its number; the list is in the order of the numbers.</param>
/// <param name="Label">What operators read, at most 60 characters; may be empty.</param>
/// <param name="Note">What they are to mind, at most 500 characters; may be empty.</param>
/// <param name="Colour">How it is marked.</param>
/// <param name="Action">What it does.</param>
/// <param name="Scene">The scene to recall; only with <see cref="CueAction.Scene"/>.</param>
/// <param name="Targets">Targets of its own, in the order in which they are seen; only with <see cref="CueAction.Targets"/>.</param>
/// <param name="ChasingGroup">The chasing group to start or stop.</param>
/// <param name="Show">The show to start or stop.</param>
/// <param name="Layout">The layout of that show; null: that of the cue's own.</param>
/// <param name="Up">How long lights take that become brighter, in milliseconds, 0..3,600,000; null: as long as the scene says.</param>
/// <param name="Down">How long lights take that become darker; null: as long as the others.</param>
/// <param name="Delay">How long it waits before it begins, in milliseconds, 0..3,600,000.</param>
/// <param name="Curve">The way of its lights.</param>
/// <param name="Trigger">How it is reached.</param>
/// <param name="Time">
/// With a trigger other than by hand: how long after what it follows, in milliseconds, at most a day; only <see cref="CueTrigger.Hang"/> may
/// have a negative one, an hour at most.
/// </param>
/// <param name="Skip">Passed over, as if it were not there.</param>
[GenerateSerializer, Immutable, Alias("RailHub.Cue")]
public sealed record Cue(
    [property: Id(0)] CueNumber Number,
    [property: Id(1)] string Label = "",
    [property: Id(2)] string Note = "",
    [property: Id(3)] CueColour Colour = CueColour.None,
    [property: Id(4)] CueAction Action = CueAction.Nothing,
    [property: Id(5)] SceneId? Scene = null,
    [property: Id(6)] IReadOnlyList<SceneTarget>? Targets = null,
    [property: Id(7)] ChasingGroupId? ChasingGroup = null,
    [property: Id(8)] ShowId? Show = null,
    [property: Id(9)] LayoutId? Layout = null,
    [property: Id(10)] long? Up = null,
    [property: Id(11)] long? Down = null,
    [property: Id(12)] long Delay = 0,
    [property: Id(13)] Curve Curve = Curve.Square,
    [property: Id(14)] CueTrigger Trigger = CueTrigger.Go,
    [property: Id(15)] long Time = 0,
    [property: Id(16)] bool Skip = false);
