using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using RailHub.Contracts;
using RailHub.Persistence;

namespace RailHub.Grains.Owners;

/// <summary>
/// Edits of the rows that one grain owns: one at a time, each in one transaction under the grain's owner epoch. After an edit of which
/// nobody knows whether it was carried out, the rows are read again before the next one.
/// </summary>
/// <param name="owner">The grain's name among the owners.</param>
/// <param name="databases">The database.</param>
/// <param name="reload">Reads the rows anew into the grain's memory.</param>
/// <param name="time">The club's time.</param>
/// <param name="logger">Where it is written down.</param>
internal sealed partial class OwnedRows(
    string owner, IDbContextFactory<RailHubDb> databases, Func<RailHubDb, CancellationToken, Task> reload, TimeProvider time, ILogger logger)
{
    /// <summary>How long an edit may take, its turn included: a database that hangs makes nobody wait longer, and no queue.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(4);

    private static readonly Refusal s_moved = new(
        RefusalKind.Unavailable, RefusalCodes.OwnerMoved, "This is just moving to another server, and was not done. Try it again.");

    private readonly SemaphoreSlim _turns = new(1);
    private bool _isUncertain;

    /// <summary>The owner epoch of this activation.</summary>
    public long Epoch { get; private set; }

    /// <summary>Another activation has taken over, or the rows were deleted.</summary>
    public bool IsLost { get; private set; }

    /// <summary>Takes the rows over and reads them.</summary>
    /// <exception cref="OrleansException">The database is away, so that the grain cannot come to life: callers try again later.</exception>
    public async Task TakeAsync(CancellationToken cancellation)
    {
        try
        {
            await using var database = await databases.CreateDbContextAsync(cancellation);
            Epoch = await database.TakeOwnershipAsync(owner, cancellation);
            await reload(database, cancellation);
        }
        catch (Exception failure) when (DatabaseErrors.IsAway(failure))
        {
            LogDatabaseAway(failure, owner);
            throw new OrleansException(Rules.Away(failure).Detail);
        }
    }

    /// <summary>Ends when work on the rows has taken too long.</summary>
    public CancellationTokenSource Limited() => new(Limit, time);

    /// <summary>Runs an edit when its turn has come. What it changes in memory it changes by <see cref="Edited{T}.Apply"/>, once it is certain.</summary>
    /// <param name="edit">Checks, and writes by the database that it is given, until it is cancelled.</param>
    public async Task<Outcome<T>> EditAsync<T>(Func<RailHubDb, CancellationToken, Task<Edited<T>>> edit)
        where T : class
    {
        using var limit = Limited();
        var hasTurn = false;
        try
        {
            await _turns.WaitAsync(limit.Token);
            hasTurn = true;
            if (IsLost)
            {
                return s_moved;
            }

            await using var database = await databases.CreateDbContextAsync(limit.Token);
            if (_isUncertain)
            {
                await reload(database, limit.Token);
                _isUncertain = false;
            }

            await using var transaction = await database.Database.BeginTransactionAsync(limit.Token);
            if (!await database.HoldOwnershipAsync(owner, Epoch, limit.Token))
            {
                IsLost = true;
                LogLost(owner, Epoch);
                return s_moved;
            }

            var edited = await edit(database, limit.Token);
            if (edited.Outcome.Refusal is not null)
            {
                return edited.Outcome;
            }

            if (edited.Event is { } happened)
            {
                database.History.Add(happened);
                await database.SaveChangesAsync(limit.Token);
            }

            _isUncertain = true;
            await transaction.CommitAsync(limit.Token);
            _isUncertain = false;
            edited.Apply?.Invoke();
            return edited.Outcome;
        }
        catch (Exception failure) when (DatabaseErrors.IsAway(failure) || (failure is OperationCanceledException && limit.IsCancellationRequested))
        {
            LogDatabaseAway(failure, owner);
            return Rules.Away(failure);
        }
        catch (DbUpdateException failure)
        {
            // Another writer, which there should not be: what is in memory is not to be trusted any more.
            _isUncertain = true;
            LogOutOfStep(failure, owner);
            throw;
        }
        finally
        {
            if (hasTurn)
            {
                _turns.Release();
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Owner}: the database is away")]
    private partial void LogDatabaseAway(Exception failure, string owner);

    [LoggerMessage(LogLevel.Information, "{Owner}: the activation with owner epoch {Epoch} is over")]
    private partial void LogLost(string owner, long epoch);

    [LoggerMessage(LogLevel.Error, "{Owner}: rows changed behind this grain; they are read again")]
    private partial void LogOutOfStep(Exception failure, string owner);
}
