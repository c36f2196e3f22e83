namespace RailHub.Protocol;

/// <summary>
/// Judges how long a board has been silent against how often it spoke before: firmwares send every 0.5 or 2 s, and some stall for 5 s
/// (protocol 7 #1, 8.1 #9).
/// </summary>
internal sealed class SilenceGauge(TimeProvider time)
{
    private static readonly TimeSpan s_leastPatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_leastTrust = TimeSpan.FromSeconds(5);

    private long _last = time.GetTimestamp();
    private bool _hasHeard;
    private TimeSpan _period;

    /// <summary>Time since the last message, at first since the beginning.</summary>
    public TimeSpan Silence => time.GetElapsedTime(_last);

    /// <summary>The silence from which on a board's status is stale; twice as long, and the connection is given up.</summary>
    public TimeSpan Patience => _period * 4 > s_leastPatience ? _period * 4 : s_leastPatience;

    /// <summary>The silence up to which the board is taken for the same as before; beyond it another may have its address.</summary>
    public TimeSpan Trust => _period * 2 > s_leastTrust ? _period * 2 : s_leastTrust;

    public void Heard()
    {
        var gap = Silence;
        _last = time.GetTimestamp();
        // The first message answers the connect. Later gaps are smoothed, so that one stall does not make the gauge patient for long.
        if (_hasHeard)
        {
            _period = _period == TimeSpan.Zero ? gap : _period + ((gap - _period) / 8);
        }

        _hasHeard = true;
    }
}
