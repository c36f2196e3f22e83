using RailHub.Contracts;
using RailHub.Protocol;

namespace RailHub.Grains.Finding;

/// <summary>A board that answered at an address.</summary>
/// <param name="Board">The MAC address that it tells.</param>
/// <param name="Address">Where.</param>
/// <param name="Name">What it calls itself; null when that is nothing to show.</param>
internal sealed record Sighting(MacAddress Board, BoardAddress Address, string? Name);
