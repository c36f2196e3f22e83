namespace RailHub.Contracts;

/// <summary>What an operator does with a show, with what it takes.</summary>
/// <param name="Do">What.</param>
/// <param name="Cue">The cue to go to; only with <see cref="ShowTransport.GoTo"/>.</param>
/// <param name="Position">Where to, in milliseconds of the show's time, 0..604,800,000; only with <see cref="ShowTransport.Seek"/>.</param>
/// <param name="Rate">0..2000 percent; only with <see cref="ShowTransport.Rate"/>.</param>
[GenerateSerializer, Immutable, Alias("RailHub.ShowOrder")]
public sealed record ShowOrder(
    [property: Id(0)] ShowTransport Do,
    [property: Id(1)] CueNumber? Cue = null,
    [property: Id(2)] long? Position = null,
    [property: Id(3)] int? Rate = null);
