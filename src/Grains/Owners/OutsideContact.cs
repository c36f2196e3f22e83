namespace RailHub.Grains.Owners;

/// <summary>
/// When this silo last reached anybody outside: the database, or another silo. One of several that reaches nobody may have been taken for
/// dead, and its boards taken over. Safe for threads.
/// </summary>
/// <remarks>
/// An answer proves that this silo was reached when it was asked for, and no later: a process that stood still finds old answers, and
/// old calls of others, in its sockets. So calls from others count for nothing.
/// </remarks>
/// <param name="time">The machine's time.</param>
/// <param name="quickestVote">The shortest time in which others can take a silo for dead.</param>
internal sealed class OutsideContact(TimeProvider time, TimeSpan quickestVote)
{
    private readonly Lock _lock = new();
    private long _reachedAt = time.GetTimestamp();
    private bool _isOneOfSeveral;
    private bool _isExpelled;

    /// <summary>The time that it is measured by.</summary>
    public TimeProvider Time => time;

    /// <summary>Nobody was reached for so long that others may be about to take over: nothing may be sent.</summary>
    public bool IsSilent => IsOutOfReach(quickestVote);

    /// <summary>Nobody was reached for twice as long: links are of no use any more, and stand in another's way.</summary>
    public bool IsCutOff => IsOutOfReach(quickestVote * 2);

    /// <summary>Begins to ask somebody; the answer is given to <see cref="Reached"/>.</summary>
    public long Begin() => time.GetTimestamp();

    /// <summary>Somebody outside answered what was asked at that time.</summary>
    public void Reached(long begun)
    {
        lock (_lock)
        {
            _reachedAt = Math.Max(_reachedAt, begun);
        }
    }

    /// <summary>Whether there are other silos, by the last that is known of the cluster. A silo of its own owes nobody an answer.</summary>
    public void Know(bool isOneOfSeveral)
    {
        lock (_lock)
        {
            if (isOneOfSeveral && !_isOneOfSeveral)
            {
                _reachedAt = time.GetTimestamp();
            }

            _isOneOfSeveral = isOneOfSeveral;
        }
    }

    /// <summary>The cluster has taken this silo for dead: for good.</summary>
    public void Expel()
    {
        lock (_lock)
        {
            _isExpelled = true;
        }
    }

    private bool IsOutOfReach(TimeSpan limit)
    {
        lock (_lock)
        {
            return _isExpelled || (_isOneOfSeveral && time.GetElapsedTime(_reachedAt) > limit);
        }
    }
}
