namespace RailHub.Contracts;

/// <summary>A cue wants what a show that runs wants too: of each output what begins last wins.</summary>
/// <param name="Cue">The cue.</param>
/// <param name="Show">The show that runs.</param>
/// <param name="Name">Its name.</param>
/// <param name="Outputs">What both want, at least one.</param>
[GenerateSerializer, Immutable, Alias("RailHub.CueConflict")]
public sealed record CueConflict(
    [property: Id(0)] CueNumber Cue,
    [property: Id(1)] ShowId Show,
    [property: Id(2)] string Name,
    [property: Id(3)] IReadOnlyList<OutputAddress> Outputs);
