namespace RailHub.Contracts;

/// <summary>What a show would come to, before it is kept or played.</summary>
/// <param name="Writes">The boards that it writes to, those that it writes to most first.</param>
/// <param name="Conflicts">Where it meets the shows of its layout that run, by cue.</param>
/// <param name="Times">When each cue comes that is played, in the order of the list.</param>
[GenerateSerializer, Immutable, Alias("RailHub.ShowForecast")]
public sealed record ShowForecast(
    [property: Id(0)] IReadOnlyList<BoardWrites> Writes, [property: Id(1)] IReadOnlyList<CueConflict> Conflicts, [property: Id(2)] IReadOnlyList<CueTime> Times);
