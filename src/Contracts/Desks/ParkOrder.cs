namespace RailHub.Contracts;

/// <summary>An output to be held at a light.</summary>
/// <param name="Controller">The board.</param>
/// <param name="Pin">GPIO number.</param>
/// <param name="Active">Whether it is to be lit.</param>
/// <param name="Brightness">At how many percent, 0..100.</param>
[GenerateSerializer, Immutable, Alias("RailHub.ParkOrder")]
public sealed record ParkOrder(
    [property: Id(0)] MacAddress Controller, [property: Id(1)] int Pin, [property: Id(2)] bool Active, [property: Id(3)] int Brightness);
