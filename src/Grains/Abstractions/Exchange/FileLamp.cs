using RailHub.Contracts;

namespace RailHub.Grains;

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
