using RailHub.Contracts;

namespace RailHub.Web.Members;

/// <summary>How long somebody who tried too often has to wait, counted down.</summary>
/// <param name="time">Counts.</param>
/// <param name="changed">Another second is over.</param>
public sealed class Cooldown(TimeProvider time, Action changed) : IDisposable
{
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);

    private ITimer? _timer;
    private TimeSpan _length;
    private long _since;

    /// <summary>The seconds that are left; 0 when nobody has to wait.</summary>
    public int Left { get; private set; }

    /// <summary>Begins to count when a refusal says how long.</summary>
    /// <returns>Whether it does.</returns>
    public bool Begin(Refusal refusal)
    {
        if (refusal is not { Kind: RefusalKind.TooMany, RetryAfter: > 0 and var seconds })
        {
            return false;
        }

        (_length, _since, Left) = (TimeSpan.FromSeconds(seconds), time.GetTimestamp(), seconds);
        _timer ??= time.CreateTimer(_ => Count(), null, s_second, s_second);
        return true;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _timer?.Dispose();
        _timer = null;
    }

    private void Count()
    {
        Left = Math.Max(0, (int)Math.Ceiling((_length - time.GetElapsedTime(_since)).TotalSeconds));
        if (Left == 0)
        {
            Dispose();
        }

        changed();
    }
}
