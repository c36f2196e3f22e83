namespace RailHub.Grains;

/// <summary>When a board did what was planned.</summary>
/// <param name="Pin">GPIO number.</param>
/// <param name="From">The moment from which it was planned, by the sender's clock: <see cref="Intent.From"/>.</param>
/// <param name="Late">
/// How long after the moment that was meant it was seen to be so; negative: before. Null when nothing had to be done for it.
/// </param>
[GenerateSerializer, Immutable, Alias("RailHub.PlanEffect")]
public readonly record struct PlanEffect([property: Id(0)] int Pin, [property: Id(1)] DateTimeOffset From, [property: Id(2)] TimeSpan? Late);
