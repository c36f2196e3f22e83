using RailHub.Contracts;

namespace RailHub.Grains;

/// <summary>How close together the last cues of a show took effect.</summary>
/// <param name="Cues">The newest first; a cue is here once all its boards have been heard of.</param>
[GenerateSerializer, Immutable, Alias("RailHub.ShowSkew")]
public sealed record ShowSkew([property: Id(0)] IReadOnlyList<CueSkew> Cues);
