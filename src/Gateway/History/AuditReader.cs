using Microsoft.EntityFrameworkCore;
using RailHub.Contracts;
using RailHub.Persistence;

namespace RailHub.Gateway.History;

/// <summary>Looks up what was done. A few may look at once: a database that hangs keeps no more threads than that.</summary>
internal sealed class AuditReader(IDbContextFactory<RailHubDb> databases, TimeProvider time) : IDisposable
{
    private const int MostReaders = 4;

    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(10);

    private static readonly Refusal s_away = new(
        RefusalKind.Unavailable, RefusalCodes.DatabaseAway, "The database is away, or takes too long. Try again in a moment, or look for less.");

    private readonly SemaphoreSlim _free = new(MostReaders);

    /// <summary>A part of what is looked for, newest first.</summary>
    public Task<Outcome<AuditPage>> ReadAsync(HistorySearch search, int most, CancellationToken cancellation) => AskAsync<AuditPage>(
        async (database, either) =>
        {
            var rows = await database.FindHistoryAsync(search, most, either);
            var names = await database.NameLayoutsAsync(rows.Select(row => row.LayoutId).OfType<LayoutId>(), either);
            return new AuditPage([.. rows.Select(row => ToContract(row, names))], rows.Count < most ? null : Moment(rows[^1].At));
        },
        cancellation);

    /// <summary>What a layout is called, or was; a refusal when there never was one.</summary>
    public Task<Outcome<string>> NameAsync(LayoutId layout, CancellationToken cancellation) => AskAsync<string>(
        async (database, either) => (await database.NameLayoutsAsync([layout], either)).TryGetValue(layout, out var name)
            ? name
            : Refusal.NotFound(RefusalCodes.LayoutUnknown, "There is no such layout."),
        cancellation);

    public void Dispose() => _free.Dispose();

    private async Task<Outcome<T>> AskAsync<T>(Func<RailHubDb, CancellationToken, Task<Outcome<T>>> ask, CancellationToken cancellation)
        where T : class
    {
        using var late = new CancellationTokenSource(s_limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellation);
        try
        {
            await _free.WaitAsync(either.Token);

            // SQLite keeps its thread for as long as the disk hangs. Whatever becomes of the token, it begins, and so gives its place back.
            return await Task.Factory.StartNew(
                () => OnceAsync(ask, either.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap().WaitAsync(either.Token);
        }
        catch (Exception failure) when (DatabaseErrors.IsAway(failure) || (failure is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return s_away;
        }
    }

    private async Task<Outcome<T>> OnceAsync<T>(Func<RailHubDb, CancellationToken, Task<Outcome<T>>> ask, CancellationToken cancellation)
        where T : class
    {
        try
        {
            await using var limit = new DriverLimit(cancellation);
            await using var database = await databases.CreateDbContextAsync(limit.Token);
            return await ask(database, limit.Token);
        }
        finally
        {
            _free.Release();
        }
    }

    private static AuditEvent ToContract(HistoryRow row, IReadOnlyDictionary<LayoutId, string> names) => new(
        row.Id,
        Moment(row.At),
        row.LayoutId,
        row.LayoutId is { } layout ? names.GetValueOrDefault(layout) : null,
        row.By,
        row.Kind,
        row.Topic,
        row.Subject,
        row.Value,
        row.Count,
        row.Times,
        row.Result,
        row.Code);

    private static DateTimeOffset Moment(long at) => DateTimeOffset.FromUnixTimeMilliseconds(at);
}
