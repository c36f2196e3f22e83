using System.Text.Json.Serialization;

namespace RailHub.Contracts;

/// <summary>One PWM pin of a controller, by which every output of the club is addressed.</summary>
/// <param name="Controller">The board.</param>
/// <param name="Pin">GPIO number, the key of the board's own API.</param>
[GenerateSerializer, Immutable, Alias("RailHub.OutputAddress")]
[method: JsonConstructor]
public readonly record struct OutputAddress([property: Id(0)] MacAddress Controller, [property: Id(1)] int Pin);
