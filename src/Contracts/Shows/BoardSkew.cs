namespace RailHub.Contracts;

/// <summary>When a board did what a cue wanted of it, against the moment that was planned.</summary>
/// <param name="Controller">The board.</param>
/// <param name="Late">
/// How many milliseconds after its moment the last of its outputs was seen to be as wanted; negative: before. Null: the board was away, or has
/// not done all of it within ten seconds.
/// </param>
/// <param name="IsAway">Whether it was not connected at that moment.</param>
[GenerateSerializer, Immutable, Alias("RailHub.BoardSkew")]
public sealed record BoardSkew([property: Id(0)] MacAddress Controller, [property: Id(1)] double? Late, [property: Id(2)] bool IsAway = false);
