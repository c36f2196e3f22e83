using RailHub.Contracts;

namespace RailHub.Grains.History;

/// <summary>An area as it was before it was changed.</summary>
/// <param name="Area">The area.</param>
/// <param name="Position">Its place in the order.</param>
/// <param name="Became">The version that the change made of it: another one says that somebody has changed it since.</param>
internal sealed record AreaBefore(Area Area, int Position, long Became);
