using System.Text.Json;
using RailHub.Contracts;
using RailHub.Contracts.Serialization;
using RailHub.Gateway.Dashboards;
using RailHub.Persistence;

namespace RailHub.Gateway.History;

/// <summary>An entry on its way to the database. Its owner holds a lock.</summary>
/// <param name="entry">What was done first.</param>
/// <param name="by">Who did it.</param>
/// <param name="id">The identity of its row.</param>
/// <param name="at">When, in milliseconds since 1970 UTC.</param>
/// <param name="since">The same on the monotonic clock.</param>
internal sealed class PendingEntry(AuditEntry entry, Actor by, HistoryEventId id, long at, long since)
{
    private object? _value = entry.Value;
    private int _kept;

    public HistoryEventId Id => id;

    /// <summary>When it began, on the monotonic clock.</summary>
    public long Since => since;

    public int Times { get; private set; } = 1;

    /// <summary>The database does not have all of it.</summary>
    public bool IsUnsaved => _kept < Times;

    /// <summary>It was done once more.</summary>
    public void Repeat(AuditEntry again)
    {
        Times++;

        // One may set the brightness and then the interval: told together, both are so.
        _value = (_value, again.Value) is (OutputChange before, OutputChange after) ? before.Then(after) : again.Value;
    }

    /// <summary>The database has it as it was done this often.</summary>
    public void Kept(int times) => _kept = times;

    /// <summary>What is to be written now.</summary>
    public Draft ToDraft() => new(this, entry, by, id, at, _value, Times);

    /// <summary>An entry as it is at one moment.</summary>
    internal sealed record Draft(PendingEntry Pending, AuditEntry Entry, Actor By, HistoryEventId Id, long At, object? Value, int Times)
    {
        /// <summary>The row, with the name that its thing has by now.</summary>
        public HistoryRow ToRow(ClubRelay relay)
        {
            var subject = Entry.Subject
                ?? (Entry.Layout is { } layout && Entry.Thing is { } thing ? relay.Find(layout)?.NameOf(thing) : null)
                ?? (Entry.Thing is OutputAddress output ? $"{output.Controller} GPIO {output.Pin}" : null);
            var row = HistoryRow.Of(Id, At, Entry.Layout, By, Entry.Kind, subject, Entry.Count);
            row.Value = Value is OutputChange change ? JsonSerializer.Serialize(change, ContractsJson.Default.OutputChange) : Value?.ToString();
            (row.Times, row.Result, row.Code) = (Times, Entry.Result, Entry.Code);
            return row;
        }
    }
}
