using RailHub.Contracts;

namespace RailHub.Grains.Shows;

/// <summary>What a cue wants of one output, with all times settled, in show time.</summary>
/// <param name="Output">The output.</param>
/// <param name="Change">What it is to be.</param>
/// <param name="Delay">From the cue's beginning to its own.</param>
/// <param name="Up">How long it takes when it becomes brighter.</param>
/// <param name="Down">How long it takes when it becomes darker.</param>
/// <param name="Curve">The way.</param>
internal sealed record CueLight(OutputAddress Output, OutputChange Change, TimeSpan Delay, TimeSpan Up, TimeSpan Down, Curve Curve)
{
    /// <summary>From the cue's beginning to where it is certainly as wanted.</summary>
    public TimeSpan End => Delay + (Up > Down ? Up : Down);
}
