using RailHub.Contracts;

namespace RailHub.Web.Lamps;

/// <summary>A part of the layout with its lamps.</summary>
/// <param name="Key">Tells it from the others, also after it was renamed.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Lamps">Its lamps in their order.</param>
/// <param name="Area">The club's area; null for what is in none, and for a board in place of an area.</param>
public sealed record AreaView(string Key, string Name, IReadOnlyList<LampView> Lamps, Area? Area = null);
