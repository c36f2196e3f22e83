namespace RailHub.Grains.Owners;

/// <summary>
/// Whether an activation may still act for its grain. It may while its epoch is looked up every few seconds, or that is excused where the
/// database does not say, and the process has neither stood still since nor lost contact. Safe for threads: the answer is asked for where
/// a command's bytes are written.
/// </summary>
internal sealed class OwnerFence(TimeProvider time, Heartbeat heartbeat, OutsideContact contact)
{
    /// <summary>How long an activation goes on that its supervisor tells nothing: three of its rounds.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(15);

    private readonly Lock _lock = new();
    private Look _proven = new(time.GetTimestamp(), heartbeat.Standstills);
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
                return !_isLost && !contact.IsSilent
                    && time.GetElapsedTime(_proven.At) <= Longest && heartbeat.Standstills == _proven.Standstills;
            }
        }
    }

    /// <summary>Begins a look at the epoch; what stood still before it is covered by it, what stands still during it is not.</summary>
    public Look Begin() => Look.Begin(time, heartbeat);

    /// <summary>The epoch was read, and still counts.</summary>
    public void Proven(Look look)
    {
        lock (_lock)
        {
            if (look.At >= _proven.At)
            {
                _proven = look;
            }
        }
    }

    /// <summary>
    /// The database does not say what the epoch is. That is as good, unless the process has stood still since the epoch was last certain for
    /// so long that others may have taken over before the database went, or nobody else can be reached either.
    /// </summary>
    /// <returns>Whether it holds again.</returns>
    public bool Excuse(Look look)
    {
        lock (_lock)
        {
            if (look.At >= _proven.At && look.Standstills.Harmful == _proven.Standstills.Harmful && !contact.IsSilent)
            {
                _proven = look;
            }

            return Holds;
        }
    }

    /// <summary>For good.</summary>
    public void Lose() => _isLost = true;

    /// <summary>When a look at epochs began; one may be for many activations of this process.</summary>
    internal readonly record struct Look(long At, Standstills Standstills)
    {
        public static Look Begin(TimeProvider time, Heartbeat heartbeat) => new(time.GetTimestamp(), heartbeat.Standstills);
    }
}
