using RailHub.Contracts;

namespace RailHub.Grains.History;

/// <summary>An area that was deleted.</summary>
/// <param name="Area">The area.</param>
/// <param name="Position">Its place in the order.</param>
/// <param name="Lamps">What was in it.</param>
internal sealed record AreaDeleted(Area Area, int Position, IReadOnlyList<OutputAddress> Lamps);
