namespace RailHub.Contracts;

/// <summary>An output that is held at a light.</summary>
/// <param name="Controller">The board.</param>
/// <param name="Pin">GPIO number.</param>
/// <param name="Active">Whether it is held lit.</param>
/// <param name="Brightness">At how many percent, 0..100.</param>
/// <param name="Touch">Who has parked it.</param>
[GenerateSerializer, Immutable, Alias("RailHub.ParkedOutput")]
public sealed record ParkedOutput(
    [property: Id(0)] MacAddress Controller,
    [property: Id(1)] int Pin,
    [property: Id(2)] bool Active,
    [property: Id(3)] int Brightness,
    [property: Id(4)] DeskTouch Touch);
