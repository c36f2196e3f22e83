using RailHub.Contracts;

namespace RailHub.Grains.Shows;

/// <summary>What a cue that has begun, or will, wants of a light.</summary>
/// <param name="Light">What.</param>
/// <param name="Cue">The cue.</param>
/// <param name="Start">When it begins, in the time of the round.</param>
internal readonly record struct LightInShow(CueLight Light, CueNumber Cue, TimeSpan Start)
{
    /// <summary>When it is certainly as wanted.</summary>
    public TimeSpan End => Start + Light.End - Light.Delay;
}
