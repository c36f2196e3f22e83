namespace RailHub.Gateway.Security;

/// <summary>
/// A bucket of tokens for each of many callers: a call takes one, and they come back at a rate. Of <see cref="Most"/> callers at most, so that
/// nobody fills the memory by calling from ever new addresses; those beyond share one bucket.
/// </summary>
/// <remarks>
/// Not System.Threading.RateLimiting: its limiters (10.0) read the machine's stopwatch and fill up by timers of their own, so that no test has
/// them in hand, and its partitions have no end.
/// </remarks>
/// <param name="burst">How many calls at once.</param>
/// <param name="perSecond">How many come back in a second.</param>
/// <param name="time">The gateway's time.</param>
internal sealed class TokenBuckets(double burst, double perSecond, TimeProvider time)
{
    /// <summary>Of how many callers it is known how much they called.</summary>
    public const int Most = 10_000;

    private const string Crowd = "";
    private static readonly TimeSpan s_sweep = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, Bucket> _buckets = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private long? _sweptAt;

    /// <summary>How many callers are known.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _buckets.Count;
            }
        }
    }

    /// <summary>Takes a token; null when there was one, else in how long there will be.</summary>
    public TimeSpan? Take(string caller)
    {
        lock (_lock)
        {
            var now = time.GetTimestamp();
            var key = _buckets.ContainsKey(caller) || MakeRoom(now) ? caller : Crowd;
            var level = _buckets.TryGetValue(key, out var bucket) ? Level(bucket, now) : burst;
            _buckets[key] = new Bucket(level < 1 ? level : level - 1, now);
            return level < 1 ? TimeSpan.FromSeconds((1 - level) / perSecond) : null;
        }
    }

    // Whoever has a full bucket is as good as unknown.
    private bool MakeRoom(long now)
    {
        if (_buckets.Count >= Most && (_sweptAt is not { } swept || time.GetElapsedTime(swept, now) >= s_sweep))
        {
            _sweptAt = now;
            foreach (var (caller, bucket) in _buckets)
            {
                if (Level(bucket, now) >= burst)
                {
                    _buckets.Remove(caller);
                }
            }
        }

        return _buckets.Count < Most;
    }

    private double Level(Bucket bucket, long now) => Math.Min(burst, bucket.Level + (time.GetElapsedTime(bucket.At, now).TotalSeconds * perSecond));

    private readonly record struct Bucket(double Level, long At);
}
