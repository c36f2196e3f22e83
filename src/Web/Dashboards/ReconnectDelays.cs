namespace RailHub.Web.Dashboards;

/// <summary>
/// How long to wait before each try to connect again: quick tries first, never longer than six seconds. Each wait is spread, for thousands
/// lose their gateway at the same moment, and must not come to the next one at the same moment.
/// </summary>
public static class ReconnectDelays
{
    /// <summary>The wait before a try.</summary>
    /// <param name="attempt">0 for the first try after the connection was lost.</param>
    /// <param name="chance">0..1: where in its spread the wait lies.</param>
    public static TimeSpan Before(int attempt, double chance)
    {
        var (least, most) = attempt switch
        {
            <= 0 => (0, 0.3),
            1 => (0.3, 0.6),
            2 => (0.7, 1.3),
            3 => (1.5, 2.5),
            _ => (4.0, 6.0),
        };
        return TimeSpan.FromSeconds(least + ((most - least) * chance));
    }
}
