using RailHub.Contracts;

namespace RailHub.Grains;

/// <summary>The picture of a plan with its bytes.</summary>
/// <param name="Plan">What it is.</param>
/// <param name="Content">Its bytes; nobody changes them.</param>
[GenerateSerializer, Immutable, Alias("RailHub.PlanPicture")]
public sealed record PlanPicture([property: Id(0)] Plan Plan, [property: Id(1)] byte[] Content);
