using RailHub.Contracts;

namespace RailHub.Grains.Shows;

/// <summary>Where a show goes on.</summary>
/// <param name="State">Where it stands.</param>
/// <param name="Change">What boards have to be told for it.</param>
internal sealed record Course(RunState State, CourseChange Change)
{
    /// <summary>The cues that begin with it.</summary>
    public IReadOnlyList<CueNumber> Begins { get; init; } = [];
}
