using System.Runtime.Serialization;
using System.Text.Json.Serialization;

namespace RailHub.Contracts;

/// <summary>What an import changes in a layout, or taking a module out of it; of a dry run, what it would change.</summary>
/// <param name="Boards">The boards.</param>
/// <param name="Areas">The areas.</param>
/// <param name="Lamps">What is known of lamps.</param>
/// <param name="LampGroups">The lamp groups.</param>
/// <param name="Scenes">The scenes.</param>
/// <param name="ChasingGroups">The chasing groups.</param>
/// <param name="Shows">The shows.</param>
/// <param name="Version">
/// What the layout was when this was worked out, as the ETag of its export says it: an import with it in If-Match does exactly this, or is
/// refused as outdated.
/// </param>
/// <param name="Module">The visiting module that was taken in; null when none was.</param>
[GenerateSerializer, Immutable, Alias("RailHub.LayoutChanges")]
public sealed record LayoutChanges(
    [property: Id(0)] Changes Boards,
    [property: Id(1)] Changes Areas,
    [property: Id(2)] Changes Lamps,
    [property: Id(3)] Changes LampGroups,
    [property: Id(4)] Changes Scenes,
    [property: Id(5)] Changes ChasingGroups,
    [property: Id(8)] Changes Shows,
    [property: Id(6)] long Version,
    [property: Id(7)] ModuleId? Module = null)
{
    /// <summary>Whether the layout stays as it is.</summary>
    [JsonIgnore, IgnoreDataMember]
    public bool IsNothing => Boards.IsNothing && Areas.IsNothing && Lamps.IsNothing && LampGroups.IsNothing
        && Scenes.IsNothing && ChasingGroups.IsNothing && Shows.IsNothing;
}

/// <summary>What changes among the things of one kind, each by the name that people know it by.</summary>
/// <param name="Added">What comes.</param>
/// <param name="Changed">What becomes another than it is; by the name that it has then.</param>
/// <param name="Removed">What goes.</param>
/// <param name="Unchanged">What stays as it is.</param>
/// <param name="IsReordered">Whether what stays gets another order among itself; only boards and areas have one.</param>
[GenerateSerializer, Immutable, Alias("RailHub.Changes")]
public sealed record Changes(
    [property: Id(0)] IReadOnlyList<string> Added,
    [property: Id(1)] IReadOnlyList<string> Changed,
    [property: Id(2)] IReadOnlyList<string> Removed,
    [property: Id(3)] IReadOnlyList<string> Unchanged,
    [property: Id(4)] bool IsReordered = false)
{
    /// <summary>Whether all stays as it is.</summary>
    [JsonIgnore, IgnoreDataMember]
    public bool IsNothing => Added.Count == 0 && Changed.Count == 0 && Removed.Count == 0 && !IsReordered;
}
