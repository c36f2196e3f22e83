namespace RailHub.Firmware.Virtual;

/// <summary>A command that a virtual board has carried out, or refused.</summary>
/// <param name="Path">What was called, such as <c>/api/control</c>.</param>
/// <param name="Body">What it said, as it came.</param>
/// <param name="Drawn">How long the board was to take over it: <see cref="VirtualBoardOptions.CommandLatency"/> and its share of the jitter.</param>
/// <param name="ArrivedAt">When it had come whole: a timestamp of the board's time provider.</param>
/// <param name="DoneAt">When it was done; later than drawn by as much as the machine's timers were late.</param>
public readonly record struct CommandTaken(string Path, byte[] Body, TimeSpan Drawn, long ArrivedAt, long DoneAt);
