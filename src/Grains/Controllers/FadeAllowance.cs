namespace RailHub.Grains.Controllers;

/// <summary>
/// How many steps of fades a board is sent in a day that erases its flash at each (protocol 4.8). What people, scenes and cues want in the
/// end is never counted, and never held back. Pure.
/// </summary>
/// <param name="perDay">How many.</param>
internal sealed class FadeAllowance(int perDay)
{
    /// <summary>
    /// So many steps at once are counted in the database, with the first of them: a silo that dies takes the rest with it, and however often
    /// one does, its boards are not sent more for it.
    /// </summary>
    public const int Ahead = 25;

    private static readonly TimeSpan s_day = TimeSpan.FromDays(1);

    private int _counted;

    /// <summary>The day that was begun last; null when none was.</summary>
    public FadeDay? Day { get; private set; }

    /// <summary>The same with the steps that are counted ahead; it is another one only once in <see cref="Ahead"/> steps.</summary>
    public FadeDay? DayAhead => Day is { } day ? day with { Steps = _counted } : null;

    /// <summary>By how many steps the board fades one output at most, as it reported last; null: as many as it takes, and none is counted.</summary>
    public int? MostSteps { get; set; }

    /// <summary>Whether there is none left: lights jump to where a fade leads, once it is over.</summary>
    public bool IsSpent(TimeSpan now) => perDay == 0 || (Day is { } day && day.Steps >= perDay && now - day.Since < s_day);

    /// <summary>An activation before this one has begun the day.</summary>
    public void GoOn(FadeDay day) => (Day, _counted) = (day, day.Steps);

    /// <summary>A step was sent.</summary>
    public void Take(TimeSpan now)
    {
        if (Day is not { } day || now - day.Since >= s_day)
        {
            (day, _counted) = (new FadeDay(now, 0), 0);
        }

        if (day.Steps == _counted)
        {
            _counted = Math.Max(day.Steps + 1, Math.Min(perDay, day.Steps + Ahead));
        }

        Day = day with { Steps = day.Steps + 1 };
    }
}
