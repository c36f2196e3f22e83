namespace RailHub.Contracts;

/// <summary>A place on the layout's plan.</summary>
/// <param name="X">0..1 of the picture's width, from the left.</param>
/// <param name="Y">0..1 of the picture's height, from the top.</param>
[GenerateSerializer, Immutable, Alias("RailHub.PlanPlace")]
public sealed record PlanPlace([property: Id(0)] double X, [property: Id(1)] double Y);
