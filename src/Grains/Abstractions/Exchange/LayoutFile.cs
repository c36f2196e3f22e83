using RailHub.Contracts;

namespace RailHub.Grains;

/// <summary>
/// A layout as a person reads and edits it (docs/exchange.md). A part that is missing says nothing of its kind: an import leaves that alone.
/// </summary>
/// <remarks>
/// Outputs name their board by the name that it has in the file, or, where several have that name, by its MAC address. As it was read,
/// a list has null for an entry that made no sense.
/// </remarks>
/// <param name="Boards">In the layout's order.</param>
/// <param name="AbsentBoards">The MAC addresses of boards that the layout does not have, and that are named below all the same.</param>
/// <param name="Areas">Their names, in the layout's order.</param>
/// <param name="Lamps">What is known of lamps; the others have the defaults.</param>
/// <param name="LampGroups">The lamp groups.</param>
/// <param name="Scenes">The scenes.</param>
/// <param name="ChasingGroups">The chasing groups.</param>
/// <param name="Format">Always <see cref="Version1"/>.</param>
public sealed record LayoutFile(
    IReadOnlyList<FileBoard?>? Boards,
    IReadOnlyList<MacAddress>? AbsentBoards,
    IReadOnlyList<string?>? Areas,
    IReadOnlyList<FileLamp?>? Lamps,
    IReadOnlyList<FileLampGroup?>? LampGroups,
    IReadOnlyList<FileScene?>? Scenes,
    IReadOnlyList<FileChasingGroup?>? ChasingGroups,
    string Format = LayoutFile.Version1)
{
    /// <summary>The name of the format and its version: a file that needs another reader has another one.</summary>
    public const string Version1 = "railhub-layout/1";

    /// <summary>How long a file is at most, in bytes.</summary>
    public const int MostBytes = 4 * 1024 * 1024;
}

/// <summary>A board in a file.</summary>
/// <param name="Mac">Its MAC address.</param>
/// <param name="Name">The club's name for it, 1..60 characters.</param>
/// <param name="Host">Host name or IP address.</param>
/// <param name="HttpPort">TCP port of its HTTP API.</param>
/// <param name="WebSocketPort">TCP port of its status WebSocket.</param>
public sealed record FileBoard(MacAddress Mac, string Name, string Host, int HttpPort = 80, int WebSocketPort = 81);

/// <summary>An output in a file.</summary>
/// <param name="Board">Name or MAC address of its board.</param>
/// <param name="Pin">GPIO number.</param>
public sealed record FileOutput(string Board, int Pin);

/// <summary>What is known of a lamp.</summary>
/// <param name="Board">Name or MAC address of its board.</param>
/// <param name="Pin">GPIO number.</param>
/// <param name="Alias">The club's own name for it, 1..60 characters, or none.</param>
/// <param name="Area">The name of its area; none: unsorted.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Hidden">Whether people are not to see it.</param>
/// <param name="Order">Its place in its area, 0..1000000 ascending.</param>
/// <param name="Place">Where it is on the plan; none: nowhere.</param>
public sealed record FileLamp(
    string Board, int Pin, string? Alias = null, string? Area = null, LampKind Kind = LampKind.Lamp, bool Hidden = false, int Order = 0, PlanPlace? Place = null);

/// <summary>A lamp group in a file.</summary>
/// <param name="Name">Its name, 1..60 characters.</param>
/// <param name="Members">1..500 outputs, none twice.</param>
public sealed record FileLampGroup(string Name, IReadOnlyList<FileOutput?> Members);

/// <summary>A scene in a file.</summary>
/// <param name="Name">Its name, 1..60 characters.</param>
/// <param name="Fade">How long its lights take, in milliseconds; 0 = at once.</param>
/// <param name="Targets">1..5000 targets, no output twice.</param>
public sealed record FileScene(string Name, long Fade, IReadOnlyList<FileTarget?> Targets);

/// <summary>What a scene in a file wants one output to be.</summary>
/// <param name="Board">Name or MAC address of its board.</param>
/// <param name="Pin">GPIO number.</param>
/// <param name="Active">On or off.</param>
/// <param name="Brightness">0..100 percent.</param>
/// <param name="Interval">Blink interval in milliseconds, 0 = steady; none leaves it as it is.</param>
/// <param name="Fade">How long its light takes, in milliseconds; none: as long as the scene says.</param>
/// <param name="Delay">How long it waits before it begins, in milliseconds.</param>
public sealed record FileTarget(
    string Board, int Pin, bool Active, int Brightness, long? Interval = null, long? Fade = null, long Delay = 0);

/// <summary>A chasing group in a file.</summary>
/// <param name="Name">Its name, 1..20 bytes of UTF-8.</param>
/// <param name="Interval">50..65535 milliseconds per step.</param>
/// <param name="Members">In running order.</param>
public sealed record FileChasingGroup(string Name, long Interval, IReadOnlyList<FileOutput?> Members);
