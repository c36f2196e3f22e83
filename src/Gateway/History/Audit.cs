using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;
using RailHub.Contracts;
using RailHub.Gateway.Dashboards;
using RailHub.Gateway.Hosting;
using RailHub.Persistence;

namespace RailHub.Gateway.History;

/// <summary>
/// Writes down what is done through this gateway, behind the back of who does it: nobody waits for the database, whatever becomes of it.
/// While it is away, as much as fits is kept in memory; what does not is counted, and told when the database is back.
/// </summary>
/// <remarks>What grains change they write down themselves, each edit in its own transaction (<c>Grains/History</c>).</remarks>
internal sealed partial class Audit(
    IDbContextFactory<RailHubDb> databases, ClubRelay relay, TimeProvider time, GatewayInstruments instruments, ILogger<Audit> logger)
    : BackgroundService
{
    /// <summary>How many entries are in memory at most.</summary>
    public const int Most = 10_000;

    /// <summary>How many of these may be of those that anybody can make many of: what is done to the club itself has room when they fill theirs.</summary>
    public const int MostMerged = 8_000;

    /// <summary>For how long what one actor does with one thing is told as one.</summary>
    public static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <summary>How long after a write the next one begins.</summary>
    public static readonly TimeSpan Rest = TimeSpan.FromSeconds(2);

    private const int Piece = 200;

    // How long a write may take, and, at the end of the process, all that is left.
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_lastLimit = TimeSpan.FromSeconds(3);

    private readonly Lock _lock = new();
    private readonly Channel<bool> _news = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    // What is told as one, while its minute lasts.
    private readonly Dictionary<(HistoryKind, Actor, LayoutId?, object?, string?, HistoryResult, string?), PendingEntry> _open = [];

    // The oldest first.
    private List<PendingEntry> _unsaved = [];
    private LostEntries? _lost;
    private long _last;

    // The last write; it may still be at it when nobody waits for it any more.
    private Task _writing = Task.CompletedTask;

    /// <summary>Notes something that was done. Returns at once.</summary>
    public void Note(AuditEntry entry)
    {
        var by = entry.By ?? Caller.Actor ?? Actor.Platform;
        lock (_lock)
        {
            if (!TryRepeat(entry, by))
            {
                Add(entry, by);
            }
        }

        _news.Writer.TryWrite(true);
    }

    /// <summary>Notes a command with what came of it.</summary>
    public async Task<Outcome<T>> Tell<T>(AuditEntry entry, Task<Outcome<T>> command)
        where T : class
    {
        var outcome = await command;
        Note(entry.With(outcome));
        return outcome;
    }

    /// <summary>The same of a command that the layout's grain notes when it was done.</summary>
    public async Task<Outcome<T>> TellRefused<T>(AuditEntry entry, Task<Outcome<T>> command)
        where T : class
    {
        var outcome = await command;
        if (outcome.Refusal is not null)
        {
            Note(entry.With(outcome));
        }

        return outcome;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await _news.Reader.ReadAsync(stoppingToken);
                await SaveAsync(s_limit, stoppingToken);
                await Task.Delay(Rest, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            await SaveAsync(s_lastLimit, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }

        lock (_lock)
        {
            if (_unsaved.Count > 0 || _lost is not null)
            {
                LogLeft(_unsaved.Count + (_lost?.Count ?? 0));
            }
        }
    }

    private bool TryRepeat(AuditEntry entry, Actor by)
    {
        if (!entry.IsMerged || !_open.TryGetValue(Key(entry, by), out var open) || time.GetElapsedTime(open.Since) >= Minute)
        {
            return false;
        }

        if (!open.IsUnsaved)
        {
            _unsaved.Add(open);
        }

        open.Repeat(entry);
        return true;
    }

    private void Add(AuditEntry entry, Actor by)
    {
        var now = time.GetUtcNow();
        if (_unsaved.Count >= (entry.IsMerged ? MostMerged : Most))
        {
            _lost = LostEntries.Add(_lost, now);
            instruments.AuditLost();
            return;
        }

        var pending = new PendingEntry(
            entry, by, HistoryEventId.Create(now), _last = Math.Max(now.ToUnixTimeMilliseconds(), _last + 1), time.GetTimestamp());
        _unsaved.Add(pending);
        if (entry.IsMerged && _open.Count < MostMerged)
        {
            _open[Key(entry, by)] = pending;
        }
    }

    private static (HistoryKind, Actor, LayoutId?, object?, string?, HistoryResult, string?) Key(AuditEntry entry, Actor by) =>
        (entry.Kind, by, entry.Layout, entry.Thing, entry.Subject, entry.Result, entry.Code);

    private void Close()
    {
        foreach (var (key, pending) in _open)
        {
            if (time.GetElapsedTime(pending.Since) >= Minute)
            {
                _open.Remove(key);
            }
        }
    }

    /// <summary>Writes until nothing is left, or the database is away.</summary>
    private async Task SaveAsync(TimeSpan limit, CancellationToken stop)
    {
        while (true)
        {
            PendingEntry.Draft[] piece;
            LostEntries? lost;
            lock (_lock)
            {
                Close();
                (piece, lost) = ([.. _unsaved.Take(Piece).Select(pending => pending.ToDraft())], _lost);
            }

            if ((piece.Length == 0 && lost is null) || !await TrySaveAsync(piece, lost, limit, stop))
            {
                return;
            }
        }
    }

    private async Task<bool> TrySaveAsync(PendingEntry.Draft[] piece, LostEntries? lost, TimeSpan most, CancellationToken stop)
    {
        List<HistoryRow> rows = [.. piece.Select(draft => draft.ToRow(relay))];
        if (lost is not null)
        {
            rows.Add(HistoryRow.Of(lost, layout: null));
        }

        using var late = new CancellationTokenSource(most, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(late.Token, stop);
        try
        {
            // SQLite keeps its thread for as long as the disk hangs: one of its own, and no second one before that has ended.
            await _writing.WaitAsync(limit.Token);
            var writing = Task.Factory.StartNew(
                () => WriteAsync(rows, limit.Token), limit.Token, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
            _writing = writing.ContinueWith(
                static ended => _ = ended.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            await writing.WaitAsync(limit.Token);
        }
        catch (Exception failure) when (!stop.IsCancellationRequested)
        {
            LogFailed(failure);
            _news.Writer.TryWrite(true);
            return false;
        }

        Kept(piece, lost);
        return true;
    }

    private async Task WriteAsync(List<HistoryRow> rows, CancellationToken cancellation)
    {
        await using var limit = new DriverLimit(cancellation);
        await using var database = await databases.CreateDbContextAsync(limit.Token);

        // What was done once more is there already, and so is what an attempt wrote that ran out of time.
        HistoryEventId[] ids = [.. rows.Select(row => row.Id)];
        var there = (await database.History.Where(row => ids.Contains(row.Id)).Select(row => row.Id).ToListAsync(limit.Token)).ToHashSet();
        database.History.AddRange(rows.Where(row => !there.Contains(row.Id)));
        database.History.UpdateRange(rows.Where(row => there.Contains(row.Id)));
        await database.SaveChangesAsync(limit.Token);
    }

    private void Kept(PendingEntry.Draft[] piece, LostEntries? lost)
    {
        lock (_lock)
        {
            foreach (var draft in piece)
            {
                draft.Pending.Kept(draft.Times);
            }

            _unsaved = [.. _unsaved.Where(pending => pending.IsUnsaved)];
            _lost = LostEntries.Without(_lost, lost, time.GetUtcNow());
        }

        if (lost is not null)
        {
            LogLost(lost.Count, lost.Since);
        }
    }

    [LoggerMessage(LogLevel.Warning, "What is done cannot be written down just now; it is tried again")]
    private partial void LogFailed(Exception failure);

    [LoggerMessage(LogLevel.Warning, "{Count} things that were done since {Since:u} could not be kept until the database was back, and are lost")]
    private partial void LogLost(int count, DateTimeOffset since);

    [LoggerMessage(LogLevel.Warning, "{Count} things that were done are not written down: the database was away when this process ended")]
    private partial void LogLeft(int count);
}
