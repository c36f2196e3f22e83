namespace RailHub.Grains.Controllers;

/// <summary>How a report came.</summary>
/// <param name="At">When it arrived, by the board's clock: what it shows was so by then.</param>
/// <param name="IsContinuous">Whether the link was live before it, so that a change in it happened just now.</param>
/// <param name="Effects">Where the time from a command to its effect is noted; null when it tells nothing of that.</param>
internal readonly record struct Arrival(TimeSpan At, bool IsContinuous, EffectWindow? Effects);
