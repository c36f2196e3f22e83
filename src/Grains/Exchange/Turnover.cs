namespace RailHub.Grains.Exchange;

/// <summary>What becomes of the things of one kind. What stays has the version that it had; whoever writes it raises that.</summary>
/// <param name="After">All as they are then, in their order.</param>
/// <param name="Added">What comes.</param>
/// <param name="Changed">What becomes another, as it is then.</param>
/// <param name="Removed">What goes, as it was.</param>
/// <param name="Unchanged">What stays as it is.</param>
/// <param name="IsReordered">Whether what stays has another order among itself then.</param>
internal sealed record Turnover<T>(
    IReadOnlyList<T> After, IReadOnlyList<T> Added, IReadOnlyList<T> Changed, IReadOnlyList<T> Removed, IReadOnlyList<T> Unchanged, bool IsReordered)
{
    public bool IsNothing => Added.Count == 0 && Changed.Count == 0 && Removed.Count == 0 && !IsReordered;

    /// <summary>What leads from one state to the other.</summary>
    /// <param name="before">What there is.</param>
    /// <param name="after">What there is to be.</param>
    /// <param name="identity">What a thing keeps whatever becomes of it.</param>
    /// <param name="isSame">Whether a thing is the same before and after.</param>
    /// <param name="isOrdered">Whether the order says anything.</param>
    public static Turnover<T> Between<TIdentity>(
        IReadOnlyList<T> before, IReadOnlyList<T> after, Func<T, TIdentity> identity, Func<T, T, bool> isSame, bool isOrdered = false)
        where TIdentity : notnull
    {
        var known = before.ToDictionary(identity);
        var stays = after.Select(identity).ToHashSet();
        var (added, changed, unchanged) = (new List<T>(), new List<T>(), new List<T>());
        foreach (var thing in after)
        {
            (!known.TryGetValue(identity(thing), out var was) ? added : isSame(was, thing) ? unchanged : changed).Add(thing);
        }

        return new Turnover<T>(
            after,
            added,
            changed,
            [.. before.Where(thing => !stays.Contains(identity(thing)))],
            unchanged,
            isOrdered && !before.Select(identity).Where(stays.Contains).SequenceEqual(after.Select(identity).Where(known.ContainsKey)));
    }
}
