using RailHub.Contracts;

namespace RailHub.Grains;

/// <summary>Shows with how they run, by name.</summary>
/// <param name="Shows">The shows.</param>
[GenerateSerializer, Immutable, Alias("RailHub.ShowList")]
public sealed record ShowList([property: Id(0)] IReadOnlyList<ShowSummary> Shows);
