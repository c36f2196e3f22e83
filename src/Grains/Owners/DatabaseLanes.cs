using Microsoft.EntityFrameworkCore;
using RailHub.Grains.Hosting;
using RailHub.Persistence;

namespace RailHub.Grains.Owners;

/// <summary>
/// The grains' way to the database: never in their turns, and never without a limit. SQLite knows no waiting, and keeps its thread for as
/// long as the disk hangs: so each piece of work has a thread that nobody else needs, and there are only so many at once.
/// </summary>
internal sealed class DatabaseLanes(
    IDbContextFactory<RailHubDb> databases, OutsideContact contact, GrainInstruments instruments, TimeProvider time)
    : IDatabaseWrites
{
    /// <summary>How many pieces of work there are at once: as many threads hang with the database at most.</summary>
    public const int Count = 16;

    /// <summary>How long a refusal to be written counts: a club at rest writes nothing that would show the end of it.</summary>
    public static readonly TimeSpan Lately = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _free = new(Count);
    private volatile Refusal? _refused;

    /// <inheritdoc/>
    public string? Refused => _refused is { } refused && time.GetElapsedTime(refused.At) < Lately ? refused.Why : null;

    /// <summary>Begins a piece of work, as soon as a lane is free.</summary>
    /// <param name="work">What is to be done; it may still be at it when nobody waits for it any more.</param>
    /// <param name="limit">Ends the waiting at once, and the work when it hears of it.</param>
    public Errand<T> Begin<T>(Func<RailHubDb, CancellationToken, Task<T>> work, CancellationToken limit)
    {
        var done = MeasureAsync(work, limit);
        var end = done.ContinueWith(
            static ended => _ = ended.Exception,
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
        return new Errand<T>(done.WaitAsync(limit), end);
    }

    private async Task<T> MeasureAsync<T>(Func<RailHubDb, CancellationToken, Task<T>> work, CancellationToken limit)
    {
        var (began, outcome) = (time.GetTimestamp(), DatabaseOutcome.Failed);
        try
        {
            var answer = await DoAsync(work, limit).ConfigureAwait(false);
            outcome = DatabaseOutcome.Done;
            return answer;
        }
        catch (Exception failure)
        {
            outcome = failure is OperationCanceledException ? DatabaseOutcome.Late
                : DatabaseErrors.IsFull(failure) ? DatabaseOutcome.Full
                : DatabaseErrors.IsReadOnly(failure) ? DatabaseOutcome.ReadOnly
                : DatabaseErrors.IsAway(failure) ? DatabaseOutcome.Away
                : outcome;
            if (outcome is DatabaseOutcome.Full or DatabaseOutcome.ReadOnly)
            {
                _refused = new Refusal(time.GetTimestamp(), outcome == DatabaseOutcome.Full ? "its disk is full" : "it can only be read");
            }

            throw;
        }
        finally
        {
            instruments.Worked(time.GetElapsedTime(began), outcome);
        }
    }

    private async Task<T> DoAsync<T>(Func<RailHubDb, CancellationToken, Task<T>> work, CancellationToken limit)
    {
        // Out of the grain's turns, of which there may be no more when the work ends.
        await _free.WaitAsync(limit).ConfigureAwait(false);
        try
        {
            return await Task.Factory.StartNew(
                () => UseAsync(work, limit), limit, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap().ConfigureAwait(false);
        }
        finally
        {
            _free.Release();
        }
    }

    private async Task<T> UseAsync<T>(Func<RailHubDb, CancellationToken, Task<T>> work, CancellationToken limit)
    {
        await using var driver = new DriverLimit(limit);
        await using var database = await databases.CreateDbContextAsync(driver.Token);

        // A pooled context keeps its events from one use to the next (dotnet/efcore issue 27473).
        database.SavedChanges += Written;
        try
        {
            var begun = contact.Begin();
            var answer = await work(database, driver.Token);
            contact.Reached(begun);
            return answer;
        }
        finally
        {
            database.SavedChanges -= Written;
        }
    }

    private void Written(object? database, SavedChangesEventArgs saved)
    {
        if (saved.EntitiesSavedCount > 0)
        {
            _refused = null;
        }
    }

    private sealed record Refusal(long At, string Why);
}

/// <summary>A piece of work on the database.</summary>
/// <param name="Answer">What comes of it; cancelled when the limit comes first.</param>
/// <param name="End">Completes when nothing of it is under way any more, in whatever way it ended.</param>
internal readonly record struct Errand<T>(Task<T> Answer, Task End);
