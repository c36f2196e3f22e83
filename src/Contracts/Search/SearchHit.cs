namespace RailHub.Contracts;

/// <summary>Something that a search found.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Layout">The layout that it is in.</param>
/// <param name="LayoutName">The layout's name.</param>
/// <param name="Name">What people call it; empty of a lamp that has no name.</param>
/// <param name="Id">The id of an area, scene, show or chasing group; null of everything else.</param>
/// <param name="Controller">The board, or that of the lamp or the chasing group.</param>
/// <param name="Pin">The lamp's GPIO number.</param>
/// <param name="Board">The name of the lamp's board.</param>
/// <param name="Area">The name of the lamp's area; null of one that is unsorted.</param>
/// <param name="Link">How the link of its board is; null of what has none.</param>
/// <param name="Drift">Why a lamp is not as it is wanted; of a chasing group that its board refused, that.</param>
public sealed record SearchHit(
    SearchHitKind Kind,
    LayoutId Layout,
    string LayoutName,
    string Name,
    Guid? Id = null,
    MacAddress? Controller = null,
    int? Pin = null,
    string? Board = null,
    string? Area = null,
    LinkState? Link = null,
    Drift Drift = Drift.None);
