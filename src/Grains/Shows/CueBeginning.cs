using RailHub.Contracts;

namespace RailHub.Grains.Shows;

/// <summary>One time that a cue begins.</summary>
/// <param name="Cue">The cue.</param>
/// <param name="Round">In which round.</param>
/// <param name="At">When.</param>
internal readonly record struct CueBeginning(CueNumber Cue, int Round, DateTimeOffset At);
