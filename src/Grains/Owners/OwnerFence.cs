namespace RailHub.Grains.Owners;

/// <summary>
/// Whether an activation may still act for its grain. It may while supervisors call it and the process has not stood still; after that
/// its epoch must be read anew. Safe for threads: the answer is asked for where a command's bytes are written.
/// </summary>
internal sealed class OwnerFence(TimeProvider time, Heartbeat heartbeat)
{
    /// <summary>How long an activation goes on that no supervisor calls: three of their rounds.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(15);

    private long _heardAt = time.GetTimestamp();
    private long _standstills = heartbeat.Standstills;
    private volatile bool _isLost;

    /// <summary>Another activation has taken over.</summary>
    public bool IsLost => _isLost;

    /// <summary>Whether something may be sent now.</summary>
    public bool Holds => !_isLost && !HasLapsed;

    private bool HasLapsed =>
        time.GetElapsedTime(Interlocked.Read(ref _heardAt)) > Longest || heartbeat.Standstills != Interlocked.Read(ref _standstills);

    /// <summary>A supervisor called. That alone does not help an activation that has lapsed: the supervisor may have stood still with it.</summary>
    public void Heard()
    {
        if (!HasLapsed)
        {
            Interlocked.Exchange(ref _heardAt, time.GetTimestamp());
        }
    }

    /// <summary>Begins a look at the epoch; what stood still before it is covered by it, what stands still during it is not.</summary>
    public Look Begin() => new(time.GetTimestamp(), heartbeat.Standstills);

    /// <summary>The epoch was read, and still counts.</summary>
    public void Proven(Look look)
    {
        Interlocked.Exchange(ref _standstills, look.Standstills);
        Interlocked.Exchange(ref _heardAt, look.At);
    }

    /// <summary>For good.</summary>
    public void Lose() => _isLost = true;

    /// <summary>When a look at the epoch began.</summary>
    internal readonly record struct Look(long At, long Standstills);
}
