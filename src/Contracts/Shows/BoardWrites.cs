namespace RailHub.Contracts;

/// <summary>How often a board is written to in one run of a show. Each time it writes its flash (protocol 4.8).</summary>
/// <param name="Controller">The board.</param>
/// <param name="Writes">
/// At most so many: fewer where a light is already as wanted, and where the board is busy and a fade has coarser steps.
/// </param>
[GenerateSerializer, Immutable, Alias("RailHub.BoardWrites")]
public sealed record BoardWrites([property: Id(0)] MacAddress Controller, [property: Id(1)] int Writes);
