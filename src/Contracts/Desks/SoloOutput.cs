namespace RailHub.Contracts;

/// <summary>An output that may burn while others may not.</summary>
/// <param name="Controller">The board.</param>
/// <param name="Pin">GPIO number.</param>
/// <param name="Touch">Who has said so.</param>
[GenerateSerializer, Immutable, Alias("RailHub.SoloOutput")]
public sealed record SoloOutput([property: Id(0)] MacAddress Controller, [property: Id(1)] int Pin, [property: Id(2)] DeskTouch Touch);
