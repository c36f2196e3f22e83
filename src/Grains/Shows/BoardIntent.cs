using RailHub.Contracts;

namespace RailHub.Grains.Shows;

/// <summary>What a show wants of a board.</summary>
/// <param name="Controller">The board.</param>
/// <param name="Intent">What.</param>
internal readonly record struct BoardIntent(MacAddress Controller, Intent Intent);
