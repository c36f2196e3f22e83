namespace RailHub.Contracts;

/// <summary>When a cue comes in a round in which nobody hurries it, and keeps none waiting that waits for a hand.</summary>
/// <param name="Cue">The cue.</param>
/// <param name="Start">When it begins, in milliseconds of the show's time.</param>
/// <param name="End">When it is complete.</param>
[GenerateSerializer, Immutable, Alias("RailHub.CueTime")]
public sealed record CueTime([property: Id(0)] CueNumber Cue, [property: Id(1)] long Start, [property: Id(2)] long End);
