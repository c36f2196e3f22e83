using System.Text.Json.Serialization;

namespace RailHub.Grains.Exchange;

/// <summary>A thing that an overhaul made another one.</summary>
/// <param name="Was">As it was.</param>
/// <param name="Became">As it was then.</param>
internal sealed record Replacement<T>(T Was, T Became);

/// <summary>What leads back over the turnover of one kind. It stands in the database: members are added to, never renamed.</summary>
/// <param name="Added">What came.</param>
/// <param name="Changed">What became another.</param>
/// <param name="Removed">What went, as it was.</param>
/// <param name="Before">The order before; null where order says nothing.</param>
/// <param name="After">The order after.</param>
internal sealed record Reversal<T, TIdentity>(
    IReadOnlyList<T> Added,
    IReadOnlyList<Replacement<T>> Changed,
    IReadOnlyList<T> Removed,
    IReadOnlyList<TIdentity>? Before = null,
    IReadOnlyList<TIdentity>? After = null)
    where TIdentity : struct
{
    /// <summary>What comes back, as it was.</summary>
    [JsonIgnore]
    public IEnumerable<T> Returning => Removed.Concat(Changed.Select(thing => thing.Was));

    public static Reversal<T, TIdentity> Of(IReadOnlyList<T> before, Turnover<T> turnover, Func<T, TIdentity> identity, bool isOrdered = false)
    {
        var was = before.ToDictionary(identity);
        return new Reversal<T, TIdentity>(
            turnover.Added,
            [.. turnover.Changed.Select(became => new Replacement<T>(was[identity(became)], became))],
            turnover.Removed,
            isOrdered ? [.. before.Select(identity)] : null,
            isOrdered ? [.. turnover.After.Select(identity)] : null);
    }

    /// <summary>All of the kind as it is once that is undone.</summary>
    /// <param name="now">What there is.</param>
    /// <param name="identity">What a thing keeps whatever becomes of it.</param>
    /// <param name="isSame">Whether two versions of a thing say the same.</param>
    /// <param name="again">A thing that comes back, with a version that nobody knows yet.</param>
    /// <param name="isOther">Gets what somebody has changed since, and what therefore cannot be undone.</param>
    public IReadOnlyList<T> Back(IReadOnlyList<T> now, Func<T, TIdentity> identity, Func<T, T, bool> isSame, Func<T, T> again, Action<T> isOther)
    {
        var things = now.ToDictionary(identity);
        foreach (var came in Added)
        {
            if (things.TryGetValue(identity(came), out var there) && IsAs(there, came))
            {
                things.Remove(identity(came));
            }
        }

        foreach (var (was, became) in Changed)
        {
            if (!things.TryGetValue(identity(was), out var there))
            {
                isOther(was);
            }
            else if (!isSame(there, was) && IsAs(there, became))
            {
                things[identity(was)] = was;
            }
        }

        foreach (var went in Removed)
        {
            // What somebody has brought back already is there.
            if (!things.TryGetValue(identity(went), out var there))
            {
                things.Add(identity(went), again(went));
            }
            else
            {
                _ = IsAs(there, went);
            }
        }

        return [.. Order([.. now.Select(identity)], things).Select(id => things[id])];

        bool IsAs(T there, T known)
        {
            var same = isSame(there, known);
            if (!same)
            {
                isOther(there);
            }

            return same;
        }
    }

    // Who has made another order since keeps it; what comes back is behind all others then.
    private IEnumerable<TIdentity> Order(TIdentity[] now, Dictionary<TIdentity, T> things)
    {
        var isAsLeft = After is not null && now.Where(After.Contains).SequenceEqual(After.Where(now.Contains));
        return (isAsLeft ? Before! : []).Concat(now).Concat(things.Keys).Where(things.ContainsKey).Distinct();
    }
}
