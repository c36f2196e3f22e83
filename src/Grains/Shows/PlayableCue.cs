using RailHub.Contracts;

namespace RailHub.Grains.Shows;

/// <summary>A cue with what it wants of lights.</summary>
/// <param name="Cue">The cue.</param>
/// <param name="Lights">What it wants, in the order in which it is seen; empty when it does something else.</param>
internal sealed record PlayableCue(Cue Cue, IReadOnlyList<CueLight> Lights)
{
    public CueNumber Number => Cue.Number;

    /// <summary>How long after its trigger the next may begin by itself.</summary>
    public TimeSpan Time => TimeSpan.FromMilliseconds(Cue.Time);

    /// <summary>From its beginning to when it is complete, in show time.</summary>
    public TimeSpan Duration { get; } =
        Lights.Select(light => light.End).Append(TimeSpan.FromMilliseconds(Cue.Delay)).Max();
}
