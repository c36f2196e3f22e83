using System.Globalization;

namespace RailHub.Web.Wall;

/// <summary>The hours in which a wall screen is dim, by the clock of its browser.</summary>
/// <param name="From">The hour in which it begins, 0..23.</param>
/// <param name="Until">The hour before which it ends, 0..23; at or before <paramref name="From"/>, it is one of the next day.</param>
public sealed record NightHours(int From, int Until)
{
    /// <summary>Whether it is dim in an hour of the day.</summary>
    public bool Has(int hour) => From < Until ? hour >= From && hour < Until : hour >= From || hour < Until;

    /// <summary>As browsers keep it: <c>22-7</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{From}-{Until}");

    /// <summary>Reads what <see cref="ToString"/> wrote; null for anything else.</summary>
    public static NightHours? Parse(string? text) =>
        text?.Split('-') is [var from, var until]
        && int.TryParse(from, NumberStyles.None, CultureInfo.InvariantCulture, out var begin) && begin <= 23
        && int.TryParse(until, NumberStyles.None, CultureInfo.InvariantCulture, out var end) && end <= 23
            ? new NightHours(begin, end)
            : null;
}
