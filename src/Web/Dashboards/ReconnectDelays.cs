namespace RailHub.Web.Dashboards;

/// <summary>How long to wait before each try to connect again: at once, then a little, never longer than five seconds.</summary>
public static class ReconnectDelays
{
    /// <summary>The wait before a try.</summary>
    /// <param name="attempt">0 for the first try after the connection was lost.</param>
    public static TimeSpan Before(int attempt) => TimeSpan.FromSeconds(attempt switch
    {
        <= 0 => 0,
        1 => 1,
        2 => 2,
        _ => 5,
    });
}
