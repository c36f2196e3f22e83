namespace RailHub.Contracts;

/// <summary>How close together a cue took effect on its boards.</summary>
/// <param name="Cue">The cue.</param>
/// <param name="Round">In which round of the show.</param>
/// <param name="At">When it began.</param>
/// <param name="Boards">The boards that had something to do for it, and those that were away. What was so already is nothing to do.</param>
[GenerateSerializer, Immutable, Alias("RailHub.CueSkew")]
public sealed record CueSkew(
    [property: Id(0)] CueNumber Cue,
    [property: Id(1)] int Round,
    [property: Id(2)] DateTimeOffset At,
    [property: Id(3)] IReadOnlyList<BoardSkew> Boards);
