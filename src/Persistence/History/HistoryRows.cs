using Microsoft.EntityFrameworkCore;
using RailHub.Contracts;

namespace RailHub.Persistence;

/// <summary>Reads the history, and takes out what is old.</summary>
public static class HistoryRows
{
    /// <summary>What is looked for, newest first, without what undoing needs, which may be long.</summary>
    /// <param name="database">The database.</param>
    /// <param name="search">What is looked for.</param>
    /// <param name="most">
    /// How many; a few more when the last ones are of the same millisecond, so that the next part can begin before it. Fewer = there are no more.
    /// </param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<IReadOnlyList<HistoryRow>> FindHistoryAsync(
        this RailHubDb database, HistorySearch search, int most, CancellationToken cancellation)
    {
        var matching = search.In(database.History.AsNoTracking());
        var rows = await WithoutUndo(matching.OrderByDescending(row => row.At).Take(most)).ToListAsync(cancellation);
        if (rows.Count == most)
        {
            var last = rows[^1].At;
            rows.RemoveAll(row => row.At == last);
            rows.AddRange(await WithoutUndo(matching.Where(row => row.At == last)).ToListAsync(cancellation));
        }

        return rows;
    }

    /// <summary>What layouts are called, or were called when they were deleted; those of which nobody knows it any more are left out.</summary>
    public static async Task<IReadOnlyDictionary<LayoutId, string>> NameLayoutsAsync(
        this RailHubDb database, IEnumerable<LayoutId> layouts, CancellationToken cancellation)
    {
        LayoutId[] asked = [.. layouts.Distinct()];
        var names = await database.Layouts.Where(row => asked.Contains(row.Id)).ToDictionaryAsync(row => row.Id, row => row.Name, cancellation);
        foreach (var gone in asked.Where(id => !names.ContainsKey(id)))
        {
            if (await database.History
                .Where(row => row.LayoutId == gone && row.Topic == HistoryTopic.Club && row.Kind == HistoryKind.LayoutDeleted)
                .Select(row => row.Subject).FirstOrDefaultAsync(cancellation) is { } name)
            {
                names[gone] = name;
            }
        }

        return names;
    }

    /// <summary>Takes out the oldest of a topic; gives how many went.</summary>
    /// <param name="database">The database.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="before">What is older than this, in milliseconds since 1970 UTC.</param>
    /// <param name="most">How many at most: who writes meanwhile waits for no more than that.</param>
    /// <param name="cancellation">Ends it.</param>
    public static Task<int> PruneHistoryAsync(this RailHubDb database, HistoryTopic topic, long before, int most, CancellationToken cancellation) =>
        database.History.Where(row => row.Topic == topic && row.At < before).OrderBy(row => row.At).Take(most).ExecuteDeleteAsync(cancellation);

    /// <summary>The last of what the layout's own grain wrote down, newest first; of what undoing needs only whether it is there.</summary>
    public static async Task<IReadOnlyList<HistoryRow>> LastOfLayoutAsync(
        this RailHubDb database, LayoutId layout, int most, CancellationToken cancellation)
    {
        // Each by its own index: what others write down of the layout may be a thousand times as much.
        var (edits, commands) = (
            await LastAsync(HistoryTopic.Edits),
            await LastAsync(HistoryTopic.Commands));
        return [.. edits.Concat(commands).OrderByDescending(row => row.At).Take(most)];

        Task<List<HistoryRow>> LastAsync(HistoryTopic topic) =>
            WithoutUndo(database.History.AsNoTracking().Where(row => row.LayoutId == layout && row.Topic == topic).OrderByDescending(row => row.At).Take(most))
                .ToListAsync(cancellation);
    }

    private static IQueryable<HistoryRow> WithoutUndo(IQueryable<HistoryRow> rows) => rows.Select(row => new HistoryRow
    {
        Id = row.Id,
        LayoutId = row.LayoutId,
        At = row.At,
        ActorKind = row.ActorKind,
        ActorName = row.ActorName,
        ActorId = row.ActorId,
        Address = row.Address,
        Kind = row.Kind,
        Subject = row.Subject,
        Value = row.Value,
        Count = row.Count,
        Times = row.Times,
        Result = row.Result,
        Code = row.Code,
        Undo = row.Undo == null ? null : "",
        IsUndone = row.IsUndone,
    });
}
