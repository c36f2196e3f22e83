namespace RailHub.Grains.Controllers;

/// <summary>Moments of which some are not known.</summary>
internal static class Moments
{
    /// <summary>The sooner of two; the one that is known when only one is.</summary>
    public static TimeSpan? Soonest(TimeSpan? one, TimeSpan? other) => one is null || other < one ? other ?? one : one;
}
