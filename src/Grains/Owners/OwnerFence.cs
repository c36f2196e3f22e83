namespace RailHub.Grains.Owners;

/// <summary>
/// Whether an activation may still act for its grain. It may while supervisors call it and the process has not stood still; after that
/// its epoch must be read anew, or be excused where the database does not say. Safe for threads: the answer is asked for where a
/// command's bytes are written.
/// </summary>
internal sealed class OwnerFence(TimeProvider time, Heartbeat heartbeat)
{
    /// <summary>How long an activation goes on that no supervisor calls: three of their rounds.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(15);

    private readonly Lock _lock = new();
    private Look _proven = new(time.GetTimestamp(), heartbeat.Standstills);
    private long _calledAt = time.GetTimestamp();
    private volatile bool _isLost;

    /// <summary>Another activation has taken over.</summary>
    public bool IsLost => _isLost;

    /// <summary>Whether something may be sent now.</summary>
    public bool Holds
    {
        get
        {
            lock (_lock)
            {
                return !_isLost && !HasLapsed;
            }
        }
    }

    private bool HasLapsed => time.GetElapsedTime(_proven.At) > Longest || heartbeat.Standstills != _proven.Standstills;

    /// <summary>
    /// A supervisor called. That alone does not help an activation that has lapsed while the database can be asked: the supervisor may have
    /// stood still with it.
    /// </summary>
    public void Heard()
    {
        lock (_lock)
        {
            _calledAt = time.GetTimestamp();
            if (!HasLapsed)
            {
                _proven = _proven with { At = _calledAt };
            }
        }
    }

    /// <summary>Begins a look at the epoch; what stood still before it is covered by it, what stands still during it is not.</summary>
    public Look Begin() => new(time.GetTimestamp(), heartbeat.Standstills);

    /// <summary>The epoch was read, and still counts.</summary>
    public void Proven(Look look)
    {
        lock (_lock)
        {
            _proven = look;
        }
    }

    /// <summary>
    /// The database does not say what the epoch is. Then it is enough that a supervisor still finds this activation, unless the process has
    /// stood still since the epoch was last certain for so long that others may have taken over before the database went.
    /// </summary>
    /// <returns>Whether it holds again.</returns>
    public bool Excuse(Look look)
    {
        lock (_lock)
        {
            if (look.Standstills.Harmful == _proven.Standstills.Harmful)
            {
                _proven = new Look(_calledAt, look.Standstills);
            }

            return Holds;
        }
    }

    /// <summary>For good.</summary>
    public void Lose() => _isLost = true;

    /// <summary>When a look at the epoch began.</summary>
    internal readonly record struct Look(long At, Standstills Standstills);
}
