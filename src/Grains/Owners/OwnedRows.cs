using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using RailHub.Contracts;
using RailHub.Persistence;

namespace RailHub.Grains.Owners;

/// <summary>
/// Edits of the rows that one grain owns: one at a time, each in one transaction under the grain's owner epoch. After an edit of which
/// nobody knows whether it was carried out, the rows are read again as soon as the database answers, and before the next edit.
/// </summary>
/// <remarks>Used in the grain's turns; what waits for the database does not hold them up.</remarks>
/// <param name="owner">The grain's name among the owners.</param>
/// <param name="lanes">The way to the database.</param>
/// <param name="read">Reads the rows anew; what it gives puts them into the grain's memory, and tells those who hear of it.</param>
/// <param name="over">Told when this activation has nothing to do any more.</param>
/// <param name="time">The club's time.</param>
/// <param name="logger">Where it is written down.</param>
internal sealed partial class OwnedRows(
    string owner, DatabaseLanes lanes, Func<RailHubDb, CancellationToken, Task<Action>> read, Action over, TimeProvider time, ILogger logger)
{
    /// <summary>How long an edit may take, its turn included: a database that hangs makes nobody wait longer, and no queue.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(4);

    /// <summary>How long after a look at rows that are not certain failed the next one is tried.</summary>
    public static readonly TimeSpan Rest = TimeSpan.FromSeconds(5);

    private static readonly Refusal s_moved = new(
        RefusalKind.Unavailable, RefusalCodes.OwnerMoved, "This is just moving to another server, and was not done. Try it again.");

    private readonly SemaphoreSlim _turns = new(1);
    private readonly CancellationTokenSource _gone = new();
    private volatile bool _isUncertain;
    private bool _isLooking;

    /// <summary>The owner epoch of this activation.</summary>
    public long Epoch { get; private set; }

    /// <summary>Another activation has taken over, or the rows were deleted.</summary>
    public bool IsLost { get; private set; }

    /// <summary>An edit is under way, or nobody knows what came of the last one.</summary>
    public bool IsBusy => _isUncertain || _turns.CurrentCount == 0;

    /// <summary>Takes the rows over and reads them.</summary>
    /// <exception cref="OrleansException">The database is away, so that the grain cannot come to life: callers try again later.</exception>
    public async Task TakeAsync(CancellationToken cancellation)
    {
        try
        {
            var taken = lanes.Begin(
                async (database, limit) => (Epoch: await database.TakeOwnershipAsync(owner, limit), Put: await read(database, limit)),
                cancellation);
            (Epoch, var put) = await taken.Answer;
            put();
        }
        catch (Exception failure) when (DatabaseErrors.IsAway(failure))
        {
            LogDatabaseAway(failure, owner);
            throw new OrleansException(Rules.Away(failure).Detail);
        }
    }

    /// <summary>The grain goes: nothing is looked at any more.</summary>
    public Task LeaveAsync() => _gone.CancelAsync();

    /// <summary>Somebody else may have changed the rows: they are read again.</summary>
    public void Doubt()
    {
        _isUncertain = true;
        LookAsync().Ignore();
    }

    /// <summary>
    /// Runs an edit when its turn has come. What it changes in memory it changes by <see cref="Edited{T}.Apply"/>, once it is certain.
    /// </summary>
    /// <param name="edit">
    /// Checks, and writes by the database that it is given, until it is cancelled. It is outside the grain's turns, and may read its
    /// memory: nothing but edits changes that, one at a time.
    /// </param>
    public Task<Outcome<T>> EditAsync<T>(Func<RailHubDb, CancellationToken, Task<Edited<T>>> edit)
        where T : class => InTurnAsync<T>(async turn =>
        {
            if (IsLost || (_isUncertain && !await ReadAsync(turn)))
            {
                return s_moved;
            }

            if (await turn.RunAsync(lanes, (database, limit) => CarryOutAsync(edit, database, limit)) is not { } edited)
            {
                LogLost(owner, Epoch);
                Lose();
                return s_moved;
            }

            if (edited.Outcome.Refusal is null)
            {
                edited.Apply?.Invoke();
                _isUncertain = false;
            }

            return edited.Outcome;
        });

    /// <summary>Null when this activation owns the rows no more.</summary>
    private async Task<Edited<T>?> CarryOutAsync<T>(
        Func<RailHubDb, CancellationToken, Task<Edited<T>>> edit, RailHubDb database, CancellationToken limit)
        where T : class
    {
        await using var transaction = await database.Database.BeginTransactionAsync(limit);
        if (!await database.HoldOwnershipAsync(owner, Epoch, limit))
        {
            return null;
        }

        try
        {
            var edited = await edit(database, limit);
            if (edited.Outcome.Refusal is null)
            {
                if (edited.Events.Length > 0)
                {
                    database.History.AddRange(edited.Events);
                    await database.SaveChangesAsync(limit);
                }

                _isUncertain = true;
                await transaction.CommitAsync(limit);
            }

            return edited;
        }
        catch (DbUpdateException failure) when (!DatabaseErrors.IsAway(failure))
        {
            // Another writer, which there should not be: what is in memory is not to be trusted any more.
            _isUncertain = true;
            LogOutOfStep(failure, owner);
            throw;
        }
    }

    /// <summary>Reads the rows anew; <see langword="false"/> when they are another activation's by now.</summary>
    private async Task<bool> ReadAsync(Turn turn)
    {
        // Before it begins: a doubt that comes meanwhile stays.
        _isUncertain = false;
        long? epoch;
        try
        {
            (epoch, var put) = await turn.RunAsync(
                lanes, async (database, limit) => (await database.ReadOwnershipAsync(owner, limit), await read(database, limit)));
            put();
        }
        catch
        {
            _isUncertain = true;
            throw;
        }

        if (epoch != Epoch)
        {
            LogLost(owner, Epoch);
            Lose();
        }

        return !IsLost;
    }

    private void Lose()
    {
        IsLost = true;
        over();
    }

    /// <summary>Reads rows that are not certain again, until that succeeds.</summary>
    private async Task LookAsync()
    {
        if (_isLooking)
        {
            return;
        }

        _isLooking = true;
        try
        {
            while (_isUncertain && !IsLost)
            {
                await InTurnAsync<Done>(async turn => !_isUncertain || IsLost || await ReadAsync(turn) ? Done.Instance : s_moved);
                if (_isUncertain)
                {
                    await Task.Delay(Rest, time, _gone.Token);
                }
            }
        }
        catch (Exception failure) when (!_gone.IsCancellationRequested)
        {
            LogNotRead(failure, owner);
        }
        finally
        {
            _isLooking = false;
        }
    }

    private async Task<Outcome<T>> InTurnAsync<T>(Func<Turn, Task<Outcome<T>>> work)
        where T : class
    {
        using var limit = new CancellationTokenSource(Limit, time);
        Turn? turn = null;
        try
        {
            await _turns.WaitAsync(limit.Token);
            turn = new Turn(limit.Token);
            return await work(turn);
        }
        catch (Exception failure) when (DatabaseErrors.IsAway(failure) || (failure is OperationCanceledException && limit.IsCancellationRequested))
        {
            LogDatabaseAway(failure, owner);
            return Rules.Away(failure);
        }
        finally
        {
            if (turn is not null)
            {
                EndAsync(turn).Ignore();
            }
        }
    }

    /// <summary>The next has its turn when nothing of this one is under way any more.</summary>
    private async Task EndAsync(Turn turn)
    {
        await turn.End;
        _turns.Release();
        if (_isUncertain)
        {
            await LookAsync();
        }
    }

    /// <summary>What one edit does with the database.</summary>
    private sealed class Turn(CancellationToken limit)
    {
        public Task End { get; private set; } = Task.CompletedTask;

        public Task<T> RunAsync<T>(DatabaseLanes lanes, Func<RailHubDb, CancellationToken, Task<T>> work)
        {
            var errand = lanes.Begin(work, limit);
            End = errand.End;
            return errand.Answer;
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Owner}: the database is away")]
    private partial void LogDatabaseAway(Exception failure, string owner);

    [LoggerMessage(LogLevel.Information, "{Owner}: the activation with owner epoch {Epoch} is over")]
    private partial void LogLost(string owner, long epoch);

    [LoggerMessage(LogLevel.Error, "{Owner}: reading the rows again failed; the next edit does it")]
    private partial void LogNotRead(Exception failure, string owner);

    [LoggerMessage(LogLevel.Error, "{Owner}: rows changed behind this grain; they are read again")]
    private partial void LogOutOfStep(Exception failure, string owner);
}
