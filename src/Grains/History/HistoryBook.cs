using Microsoft.EntityFrameworkCore;
using RailHub.Contracts;
using RailHub.Grains.Owners;
using RailHub.Persistence;

namespace RailHub.Grains.History;

/// <summary>
/// Who did what in a layout: the last <see cref="Most"/> events of the club's history that are about it, to be undone. Edits have theirs in
/// their own transaction; what acts on boards is written down afterwards, so that no command waits for the database.
/// </summary>
internal sealed class HistoryBook(LayoutId layout, OwnedRows rows, TimeProvider time)
{
    /// <summary>How many events are had here; the database has more.</summary>
    public const int Most = 500;

    /// <summary>How long after a level was dragged on a further step is still the same drag.</summary>
    public static readonly TimeSpan DragPause = TimeSpan.FromSeconds(5);

    private static readonly Refusal s_unknown = Refusal.NotFound(
        RefusalCodes.EventUnknown, $"There is no such event, or it is too long ago: the last {Most} can be undone.");

    private static readonly Refusal s_undone = new(RefusalKind.Conflict, RefusalCodes.NotUndoable, "This was undone already.");

    private static readonly Refusal s_notUndoable = new(RefusalKind.Conflict, RefusalCodes.NotUndoable, "This cannot be undone.");

    // Oldest first.
    private readonly List<Entry> _entries = [];
    private bool _isSaving;

    // What the database was away for too long for; null when nothing.
    private LostEntries? _lost;

    // Edits make their events outside the grain's turns.
    private readonly Lock _order = new();
    private long _last;

    /// <summary>The events, newest first.</summary>
    public IReadOnlyList<HistoryEvent> Events => [.. _entries.AsEnumerable().Reverse().Select(entry => entry.ToContract())];

    /// <summary>Reads all anew; what it gives puts it here. What is not in the database yet stays.</summary>
    public async Task<Action> ReadAsync(RailHubDb database, CancellationToken cancellation)
    {
        var kept = await database.LastOfLayoutAsync(layout, Most, cancellation);
        return () => Put(kept);
    }

    /// <summary>An edit with an event, beside those that it has: all are carried out, or none.</summary>
    public Edited<T> With<T>(Edited<T> edited, HistoryKind kind, string? subject, int count = 0, Undo? undo = null)
        where T : class
    {
        var row = Row(kind, subject, count);
        row.Undo = undo?.Write();
        return edited with
        {
            Events = [.. edited.Events, row],
            Apply = () =>
            {
                edited.Apply?.Invoke();
                var entry = new Entry(row);
                entry.Kept();
                Add(entry);
            },
        };
    }

    /// <summary>Notes what was done on boards; it is in the database a moment later, or when that is back.</summary>
    /// <param name="kind">What.</param>
    /// <param name="subject">The name of what it was done with.</param>
    /// <param name="count">How many lamps it was about.</param>
    /// <param name="undo">What undoing it needs.</param>
    /// <param name="results">What came of each lamp, where that may be refused; null where it was done.</param>
    public void Happened(HistoryKind kind, string? subject, int count = 0, Undo? undo = null, IEnumerable<CommandResult>? results = null)
    {
        var row = Row(kind, subject, count);
        row.Undo = undo?.Write();
        (row.Result, row.Code) = CommandOutcome.Of(results ?? []);
        Add(new Entry(row));
        SaveAsync().Ignore();
    }

    /// <summary>
    /// Notes that the levels of lamps were set. The steps of somebody who drags are one event, undone by what was before the first of them: in
    /// a list of the last <see cref="Most"/> they would push out everything else.
    /// </summary>
    /// <param name="count">How many lamps it was about.</param>
    /// <param name="recall">What came of it.</param>
    public void Dimmed(int count, Recall recall)
    {
        var moment = time.GetUtcNow();
        var results = recall.Results.Select(result => result.Result).ToArray();
        var outputs = recall.Before.Select(target => new OutputAddress(target.Controller, target.Pin)).ToHashSet();
        if (_entries is [.., { Drag: { } drag } last]
            && last.Row is { IsUndone: false } row
            && (row.By, row.Count, row.Result, row.Code) == (Caller.Actor ?? Actor.Platform, count, CommandOutcome.Of(results).Result, CommandOutcome.Of(results).Code)
            && outputs.IsSubsetOf(drag.Outputs) && moment - drag.At < DragPause)
        {
            last.Drag = drag with { At = moment };
            return;
        }

        Happened(HistoryKind.TargetsApplied, subject: null, count, Undo.Of(recall), results);
        _entries[^1].Drag = new Drag(outputs, moment);
    }

    /// <summary>The database has all of it.</summary>
    public bool IsKept => _lost is null && _entries.TrueForAll(entry => entry.IsKept);

    /// <summary>Writes down what is not in the database yet.</summary>
    public async Task SaveAsync()
    {
        // One at a time; what comes meanwhile is taken along by the next one.
        if (_isSaving)
        {
            return;
        }

        _isSaving = true;
        try
        {
            while (!IsKept && await KeepAsync([.. _entries.Where(entry => !entry.IsKept)], _lost))
            {
            }
        }
        finally
        {
            _isSaving = false;
        }
    }

    private async Task<bool> KeepAsync(Entry[] unsaved, LostEntries? lost)
    {
        List<HistoryRow> rowsToKeep = [.. unsaved.Select(entry => entry.Row)];
        if (lost is not null)
        {
            rowsToKeep.Add(HistoryRow.Of(lost, layout));
        }

        var kept = await rows.EditAsync<Done>(async (database, cancellation) =>
        {
            // An attempt that ran out of time may have been carried out.
            HistoryEventId[] ids = [.. rowsToKeep.Select(row => row.Id)];
            var there = await database.History.Where(row => ids.Contains(row.Id)).Select(row => row.Id).ToListAsync(cancellation);
            database.History.AddRange(rowsToKeep.Where(row => !there.Contains(row.Id)));
            await database.SaveChangesAsync(cancellation);
            return new Edited<Done>(Done.Instance, () =>
            {
                Array.ForEach(unsaved, entry => entry.Kept());
                _lost = LostEntries.Without(_lost, lost, time.GetUtcNow());
            });
        });
        return kept.Refusal is null;
    }

    /// <summary>Undoes an event: by one caller at a time, and once.</summary>
    /// <param name="id">The event.</param>
    /// <param name="undo">Undoes it by what it needs.</param>
    public async Task<Outcome<Undone>> UndoAsync(HistoryEventId id, Func<Undo, Task<Outcome<LightsOn>>> undo)
    {
        if (!(await FindUndo(id)).Succeeded(out var needed, out var refusal))
        {
            return refusal;
        }

        if (_entries.Find(entry => entry.Row.Id == id) is not { Row.IsUndone: false } entry)
        {
            return s_undone;
        }

        entry.Row.IsUndone = true;
        Outcome<LightsOn>? outcome = null;
        try
        {
            outcome = await undo(needed);
        }
        finally
        {
            entry.Row.IsUndone = outcome?.Value is not null;
        }

        if (!outcome.Succeeded(out var lights, out var refused))
        {
            return refused;
        }

        if (entry.IsKept)
        {
            await rows.EditAsync<Done>(async (database, cancellation) =>
            {
                await database.History.Where(row => row.Id == id)
                    .ExecuteUpdateAsync(set => set.SetProperty(row => row.IsUndone, true), cancellation);
                return new Edited<Done>(Done.Instance);
            });
        }

        return new Undone(entry.ToContract(), lights);
    }

    private async Task<Outcome<Undo>> FindUndo(HistoryEventId id) => _entries.Find(entry => entry.Row.Id == id)?.Row switch
    {
        null => s_unknown,
        { IsUndone: true } => s_undone,
        { Undo: null } => s_notUndoable,
        { Undo: { Length: > 0 } undo } => Undo.Read(undo),
        _ => await rows.EditAsync<Undo>(async (database, cancellation) =>
            await database.History.Where(row => row.Id == id).Select(row => row.Undo).SingleOrDefaultAsync(cancellation) is { } kept
                ? new Edited<Undo>(Undo.Read(kept))
                : s_unknown),
    };

    private void Put(IReadOnlyList<HistoryRow> kept)
    {
        var known = kept.Select(row => row.Id).ToHashSet();
        Entry[] unsaved = [.. _entries.Where(entry => !entry.IsKept && !known.Contains(entry.Row.Id))];
        _entries.Clear();
        _entries.AddRange(kept.AsEnumerable().Reverse().Select(row =>
        {
            var entry = new Entry(row);
            entry.Kept();
            return entry;
        }));
        foreach (var entry in unsaved)
        {
            Add(entry);
        }

        lock (_order)
        {
            _last = Math.Max(_last, kept.Count > 0 ? kept[0].At : 0);
        }
    }

    private void Add(Entry entry)
    {
        _entries.Add(entry);
        if (_entries.Count > Most)
        {
            if (!_entries[0].IsKept)
            {
                _lost = LostEntries.Add(_lost, DateTimeOffset.FromUnixTimeMilliseconds(_entries[0].Row.At));
            }

            _entries.RemoveAt(0);
        }
    }

    private HistoryRow Row(HistoryKind kind, string? subject, int count)
    {
        var now = time.GetUtcNow();
        long at;
        lock (_order)
        {
            at = _last = Math.Max(now.ToUnixTimeMilliseconds(), _last + 1);
        }

        return HistoryRow.Of(HistoryEventId.Create(now), at, layout, Caller.Actor ?? Actor.Platform, kind, subject, count);
    }

    /// <summary>Levels that are dragged.</summary>
    /// <param name="Outputs">What undoing brings back.</param>
    /// <param name="At">When they were dragged on last.</param>
    private sealed record Drag(HashSet<OutputAddress> Outputs, DateTimeOffset At);

    /// <summary>An event in memory.</summary>
    private sealed class Entry(HistoryRow row)
    {
        public HistoryRow Row { get; } = row;

        public bool IsKept { get; private set; }

        /// <summary>The levels that somebody drags, when it is about that.</summary>
        public Drag? Drag { get; set; }

        /// <summary>It is in the database, and so what undoing needs, which may be long, is not needed here.</summary>
        public void Kept()
        {
            IsKept = true;
            Row.Undo = Row.Undo is null ? null : "";
        }

        public HistoryEvent ToContract() => new(
            Row.Id,
            DateTimeOffset.FromUnixTimeMilliseconds(Row.At),
            Shown(Row.By),
            Row.Kind,
            Row.Subject,
            Row.Count,
            Row is { Undo: not null, IsUndone: false },
            Row.IsUndone,
            IsKept);

        // Everybody who sees the layout reads this. Of callers from before there was sign-in nothing else is known.
        private static Actor Shown(Actor by) => by.Kind == ActorKind.Anonymous ? by : by with { Id = null, Address = null };
    }
}
