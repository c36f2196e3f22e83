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
/// <param name="Shows">The shows.</param>
/// <param name="Format">Always <see cref="Version1"/>.</param>
public sealed record LayoutFile(
    IReadOnlyList<FileBoard?>? Boards,
    IReadOnlyList<MacAddress>? AbsentBoards,
    IReadOnlyList<string?>? Areas,
    IReadOnlyList<FileLamp?>? Lamps,
    IReadOnlyList<FileLampGroup?>? LampGroups,
    IReadOnlyList<FileScene?>? Scenes,
    IReadOnlyList<FileChasingGroup?>? ChasingGroups,
    IReadOnlyList<FileShow?>? Shows,
    string Format = LayoutFile.Version1)
{
    /// <summary>The name of the format and its version: a file that needs another reader has another one.</summary>
    public const string Version1 = "railhub-layout/1";

    /// <summary>How long a file is at most, in bytes.</summary>
    public const int MostBytes = 4 * 1024 * 1024;
}
