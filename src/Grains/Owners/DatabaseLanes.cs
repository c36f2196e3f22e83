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
{
    /// <summary>How many pieces of work there are at once: as many threads hang with the database at most.</summary>
    public const int Count = 16;

    private readonly SemaphoreSlim _free = new(Count);

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
        var (began, outcome) = (time.GetTimestamp(), "failed");
        try
        {
            var answer = await DoAsync(work, limit).ConfigureAwait(false);
            outcome = "done";
            return answer;
        }
        catch (Exception failure)
        {
            outcome = failure is OperationCanceledException ? "late"
                : DatabaseErrors.IsFull(failure) ? "full"
                : DatabaseErrors.IsAway(failure) ? "away"
                : outcome;
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
                async () =>
                {
                    await using var database = await databases.CreateDbContextAsync(limit);
                    var begun = contact.Begin();
                    var answer = await work(database, limit);
                    contact.Reached(begun);
                    return answer;
                },
                limit,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default).Unwrap().ConfigureAwait(false);
        }
        finally
        {
            _free.Release();
        }
    }
}

/// <summary>A piece of work on the database.</summary>
/// <param name="Answer">What comes of it; cancelled when the limit comes first.</param>
/// <param name="End">Completes when nothing of it is under way any more, in whatever way it ended.</param>
internal readonly record struct Errand<T>(Task<T> Answer, Task End);
