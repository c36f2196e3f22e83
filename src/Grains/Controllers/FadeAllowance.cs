namespace RailHub.Grains.Controllers;

/// <summary>
/// How many steps of fades a board is sent in a day that erases its flash at each (protocol 4.8). What people, scenes and cues want in the
/// end is never counted, and never held back. Pure; an activation begins a new day.
/// </summary>
/// <param name="perDay">How many.</param>
internal sealed class FadeAllowance(int perDay)
{
    private static readonly TimeSpan s_day = TimeSpan.FromDays(1);

    private TimeSpan? _since;
    private int _taken;

    /// <summary>By how many steps the board fades one output at most, as it reported last; null: as many as it takes, and none is counted.</summary>
    public int? MostSteps { get; set; }

    /// <summary>Whether there is none left: lights jump to where a fade leads, once it is over.</summary>
    public bool IsSpent(TimeSpan now) => _taken >= perDay && (_since is not { } since || now - since < s_day);

    /// <summary>A step was sent.</summary>
    public void Take(TimeSpan now)
    {
        if (_since is not { } since || now - since >= s_day)
        {
            (_since, _taken) = (now, 0);
        }

        _taken++;
    }
}
