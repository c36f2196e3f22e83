namespace RailHub.Contracts;

/// <summary>Something of a running show that is not as its cues want it.</summary>
/// <param name="Kind">What.</param>
/// <param name="Cue">The cue; null when it is not of one.</param>
/// <param name="Controller">The board; null when it is not about one.</param>
/// <param name="Pin">The output; null when it is about all of the board.</param>
/// <param name="Subject">What else there is to say: the name of the thing that is missing, or a refusal's own words.</param>
[GenerateSerializer, Immutable, Alias("RailHub.ShowTrouble")]
public sealed record ShowTrouble(
    [property: Id(0)] ShowTroubleKind Kind,
    [property: Id(1)] CueNumber? Cue = null,
    [property: Id(2)] MacAddress? Controller = null,
    [property: Id(3)] int? Pin = null,
    [property: Id(4)] string? Subject = null);
