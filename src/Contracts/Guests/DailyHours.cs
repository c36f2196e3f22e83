namespace RailHub.Contracts;

/// <summary>Some hours of each day, by the clocks of a place.</summary>
/// <param name="From">The first moment.</param>
/// <param name="Until">The first moment that is not in it; before <paramref name="From"/>, it is one of the next day.</param>
/// <param name="TimeZone">The place, by its IANA name: <c>Europe/Berlin</c>.</param>
[GenerateSerializer, Immutable, Alias("RailHub.DailyHours")]
public sealed record DailyHours([property: Id(0)] TimeOnly From, [property: Id(1)] TimeOnly Until, [property: Id(2)] string TimeZone)
{
    /// <summary>Until when a moment is in these hours; null when it is not. Where clocks are set meanwhile, an hour more or less.</summary>
    public DateTimeOffset? OpenUntil(DateTimeOffset moment)
    {
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out var zone))
        {
            return null;
        }

        var local = TimeOnly.FromTimeSpan(TimeZoneInfo.ConvertTime(moment, zone).TimeOfDay);
        return local.IsBetween(From, Until) ? moment + (Until - local) : null;
    }
}
