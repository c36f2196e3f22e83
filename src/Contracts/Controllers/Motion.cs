using System.Text.Json.Serialization;
using RailHub.Contracts.Serialization;

namespace RailHub.Contracts;

/// <summary>How a level goes from one value to another over time.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<Curve>))]
public enum Curve
{
    /// <summary>By the same amount in the same time.</summary>
    Linear,

    /// <summary>Its root by the same amount in the same time: even to the eye, up and down; from dark, the square of the time.</summary>
    Square,

    /// <summary>Slow at both ends: 3t^2 - 2t^3.</summary>
    Smooth,
}

/// <summary>An output on its way between two levels. A dashboard draws the way itself; the steps are not sent as changes.</summary>
/// <param name="From">The level at the start, 0..100 percent.</param>
/// <param name="To">The level at the end, 0..100 percent; 0 when it goes off.</param>
/// <param name="StartsAt">When it starts.</param>
/// <param name="EndsAt">When it ends, by the plan.</param>
/// <param name="Curve">The way between.</param>
[GenerateSerializer, Immutable, Alias("RailHub.Motion")]
public sealed record Motion(
    [property: Id(0)] int From,
    [property: Id(1)] int To,
    [property: Id(2)] DateTimeOffset StartsAt,
    [property: Id(3)] DateTimeOffset EndsAt,
    [property: Id(4)] Curve Curve);
