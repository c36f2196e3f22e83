namespace RailHub.Protocol;

/// <summary>Waits between attempts: 3 s as the protocol asks (7 #32), doubling to 30 s, each spread by a fifth so that boards do not meet.</summary>
internal sealed class Backoff(Random jitter)
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private TimeSpan _next = First;

    public TimeSpan Next()
    {
        var wait = _next * (0.8 + (0.4 * jitter.NextDouble()));
        _next = _next * 2 < Longest ? _next * 2 : Longest;
        return wait;
    }

    public void Reset() => _next = First;
}
