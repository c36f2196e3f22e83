namespace RailHub.Grains.Owners;

/// <summary>
/// Where each grain of the club is at home, by what this silo knows of the club's rows and of its cluster. Safe for threads: whoever places
/// a grain asks.
/// </summary>
internal sealed class Homes(TimeProvider time)
{
    /// <summary>
    /// How long silos must neither have come nor gone before grains move: a restart that rolls through the cluster moves none twice.
    /// </summary>
    public static readonly TimeSpan Settling = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private IReadOnlyList<Household> _households = [];
    private HashSet<SiloAddress> _silos = [];
    private volatile Dictionary<GrainId, SiloAddress> _homes = [];
    private long _changedAt = time.GetTimestamp();
    private SiloAddress? _leaving;

    /// <summary>Whether the cluster has been the same for <see cref="Settling"/>.</summary>
    public bool AreSettled
    {
        get
        {
            lock (_lock)
            {
                return time.GetElapsedTime(_changedAt) >= Settling;
            }
        }
    }

    /// <summary>A grain's home; null of one that this silo does not know.</summary>
    public SiloAddress? Of(GrainId grain) => _homes.GetValueOrDefault(grain);

    /// <summary>All that must be alive on a silo.</summary>
    public IReadOnlyList<GrainId> On(SiloAddress silo)
    {
        IReadOnlyList<Household> households;
        Dictionary<GrainId, SiloAddress> homes;
        lock (_lock)
        {
            (households, homes) = (_households, _homes);
        }

        return
        [
            .. households.SelectMany(household => household.Boards.Concat(household.Others))
                .Where(grain => homes.TryGetValue(grain, out var home) && home.Equals(silo)),
        ];
    }

    /// <summary>What the club has, as it was just read.</summary>
    public void Know(IReadOnlyList<Household> households)
    {
        lock (_lock)
        {
            if (!Same(households, _households))
            {
                _households = households;
                Compute();
            }
        }
    }

    /// <summary>Which silos are there for grains to live on; whether that is news.</summary>
    public bool Count(IEnumerable<SiloAddress> silos)
    {
        lock (_lock)
        {
            HashSet<SiloAddress> now = [.. silos];
            now.RemoveWhere(silo => silo.Equals(_leaving));
            if (now.SetEquals(_silos))
            {
                return false;
            }

            (_silos, _changedAt) = (now, time.GetTimestamp());
            Compute();
            return true;
        }
    }

    /// <summary>A silo goes: it is nobody's home any more, though the cluster has not heard of it.</summary>
    public void Leave(SiloAddress silo)
    {
        lock (_lock)
        {
            _leaving = silo;
            _silos.Remove(silo);
            Compute();
        }
    }

    private void Compute() => _homes = Spread.Over(_households, _silos);

    private static bool Same(IReadOnlyList<Household> one, IReadOnlyList<Household> other) =>
        one.Count == other.Count && one.Zip(other).All(pair =>
            pair.First.Layout == pair.Second.Layout
            && pair.First.Boards.SequenceEqual(pair.Second.Boards) && pair.First.Others.SequenceEqual(pair.Second.Others));
}
