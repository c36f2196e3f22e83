namespace RailHub.Protocol;

/// <summary>Waits between attempts: 3 s as the protocol asks (7 #32), doubling to 30 s. Not safe for two threads at once.</summary>
/// <param name="jitter">Spreads each wait by a fifth to either side, so that boards do not meet; null for exact waits.</param>
public sealed class Backoff(Random? jitter = null)
{
    private static readonly TimeSpan s_first = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(30);

    private TimeSpan _next = s_first;

    /// <summary>The wait before the next attempt; each one is longer than the one before, up to the longest.</summary>
    public TimeSpan Next()
    {
        var wait = jitter is null ? _next : _next * (0.8 + (0.4 * jitter.NextDouble()));
        _next = _next * 2 < s_longest ? _next * 2 : s_longest;
        return wait;
    }

    /// <summary>An attempt succeeded: the next wait is the first one again.</summary>
    public void Reset() => _next = s_first;
}
