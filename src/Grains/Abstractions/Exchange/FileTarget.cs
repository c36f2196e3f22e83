namespace RailHub.Grains;

/// <summary>What a scene or a cue in a file wants one output to be.</summary>
/// <param name="Board">Name or MAC address of its board.</param>
/// <param name="Pin">GPIO number.</param>
/// <param name="Active">On or off.</param>
/// <param name="Brightness">0..100 percent.</param>
/// <param name="Interval">Blink interval in milliseconds, 0 = steady; none leaves it as it is.</param>
/// <param name="Fade">How long its light takes, in milliseconds; none: as long as the scene or cue says.</param>
/// <param name="Delay">How long it waits before it begins, in milliseconds.</param>
public sealed record FileTarget(
    string Board, int Pin, bool Active, int Brightness, long? Interval = null, long? Fade = null, long Delay = 0);
