using RailHub.Contracts;

namespace RailHub.Grains.Shows;

/// <summary>A cue that has begun.</summary>
/// <param name="Number">The cue.</param>
/// <param name="At">When, in the time of the round; negative when it was in the round before.</param>
internal readonly record struct BegunCue(CueNumber Number, TimeSpan At);
