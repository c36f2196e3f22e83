using RailHub.Contracts;

namespace RailHub.Grains;

/// <summary>
/// A cue of a show in a file. It does one thing at most, and what it does it names: a scene, targets of its own, a chasing group or a show.
/// </summary>
/// <param name="Number">Its number, 0.001..9999.999.</param>
/// <param name="Label">What operators read, at most 60 characters.</param>
/// <param name="Note">What they are to mind, at most 500 characters.</param>
/// <param name="Colour">How it is marked.</param>
/// <param name="Scene">The name of the scene that it recalls.</param>
/// <param name="Targets">Targets of its own, in the order in which they are seen.</param>
/// <param name="StartChase">The name of the chasing group that it starts.</param>
/// <param name="StopChase">The name of the chasing group that it stops.</param>
/// <param name="StartShow">The name of the show that it plays from its beginning.</param>
/// <param name="StopShow">The name of the show that it stops.</param>
/// <param name="Layout">The name of that show's layout; none: the layout that the file is of.</param>
/// <param name="Up">How long lights take that become brighter, in milliseconds; none: as long as the scene says.</param>
/// <param name="Down">How long lights take that become darker; none: as long as the others.</param>
/// <param name="Delay">How long it waits before it begins, in milliseconds.</param>
/// <param name="Curve">The way of its lights.</param>
/// <param name="Trigger">How it is reached.</param>
/// <param name="Time">With a trigger other than by hand: how long after what it follows, in milliseconds.</param>
/// <param name="Skip">Passed over, as if it were not there.</param>
public sealed record FileCue(
    CueNumber Number,
    string Label = "",
    string Note = "",
    CueColour Colour = CueColour.None,
    string? Scene = null,
    IReadOnlyList<FileTarget?>? Targets = null,
    string? StartChase = null,
    string? StopChase = null,
    string? StartShow = null,
    string? StopShow = null,
    string? Layout = null,
    long? Up = null,
    long? Down = null,
    long Delay = 0,
    Curve Curve = Curve.Square,
    CueTrigger Trigger = CueTrigger.Go,
    long Time = 0,
    bool Skip = false);
