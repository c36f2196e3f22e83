using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using RailHub.Persistence;

namespace RailHub.TestKit;

/// <summary>Makes trouble between a club and its database, as it looks to the club, and ends it.</summary>
public sealed class DatabaseSwitch
{
    // SQLITE_CANTOPEN
    private const int CannotOpen = 14;

    private readonly Lock _lock = new();
    private Trouble _trouble;
    private TaskCompletionSource _back = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource? _begun;
    private CommitTrouble _commit;
    private int _waiting;

    private enum Trouble
    {
        None,
        Away,
        Hung,
        ReadOnly,
    }

    private enum CommitTrouble
    {
        None,
        Before,
        After,
    }

    /// <summary>How many calls wait for the hung database at most at once, since <see cref="Hang"/>.</summary>
    public int MostWaiting { get; private set; }

    /// <summary>It cannot be reached, and says so at once.</summary>
    public void GoAway() => Set(Trouble.Away);

    /// <summary>
    /// It takes what it is told and says nothing, until it comes back or, but for SQLite, the caller gives up: that keeps its thread for as
    /// long as the disk hangs.
    /// </summary>
    public void Hang()
    {
        MostWaiting = 0;
        Set(Trouble.Hung);
    }

    /// <summary>It can be read and not written, as a standby.</summary>
    public void GoReadOnly() => Set(Trouble.ReadOnly);

    /// <summary>Ends all trouble; what still waits goes on.</summary>
    public void ComeBack() => Set(Trouble.None);

    /// <summary>The connection breaks before the next commit is carried out.</summary>
    public void FailNextCommit() => _commit = CommitTrouble.Before;

    /// <summary>The next commit is carried out, then the connection breaks and the database is away.</summary>
    public void BreakAfterNextCommit() => _commit = CommitTrouble.After;

    /// <summary>Completes when a call waits for the hung database.</summary>
    public Task Waiting()
    {
        lock (_lock)
        {
            if (_waiting > 0)
            {
                return Task.CompletedTask;
            }

            _begun ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _begun.Task.Await("a call that waits for the database");
        }
    }

    /// <summary>Puts it between what these services make and the database.</summary>
    public void InstallInto(IServiceCollection services)
    {
        var interceptor = new Interceptor(this);
        services.ConfigureDbContext<SqliteRailHubDb>(options => options.AddInterceptors(interceptor));
        services.ConfigureDbContext<PostgresRailHubDb>(options => options.AddInterceptors(interceptor));
    }

    private void Set(Trouble trouble)
    {
        TaskCompletionSource back;
        lock (_lock)
        {
            _trouble = trouble;
            back = _back;
            _back = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        back.SetResult();
    }

    private async Task PassAsync(DbConnection connection, CancellationToken cancellation)
    {
        Task back;
        lock (_lock)
        {
            if (_trouble == Trouble.Away)
            {
                throw Broken(connection);
            }

            if (_trouble != Trouble.Hung)
            {
                return;
            }

            back = _back.Task;
            _waiting++;
            MostWaiting = Math.Max(MostWaiting, _waiting);
            _begun?.TrySetResult();
            _begun = null;
        }

        try
        {
            if (connection is SqliteConnection)
            {
                back.Wait(CancellationToken.None);
            }

            await back.WaitAsync(cancellation);
        }
        finally
        {
            lock (_lock)
            {
                _waiting--;
            }
        }
    }

    private string SessionFor(DbConnection connection)
    {
        var isReadOnly = _trouble == Trouble.ReadOnly;
        return connection is SqliteConnection
            ? $"PRAGMA query_only = {(isReadOnly ? 1 : 0)}"
            : $"SET default_transaction_read_only = {(isReadOnly ? "on" : "off")}";
    }

    private static DbException Broken(DbConnection connection) => connection is SqliteConnection
        ? new SqliteException("The test has taken the database away.", CannotOpen)
        : new NpgsqlException("The test has taken the database away.");

    private sealed class Interceptor(DatabaseSwitch owner) : IDbConnectionInterceptor, IDbCommandInterceptor, IDbTransactionInterceptor
    {
        public async ValueTask<InterceptionResult> ConnectionOpeningAsync(
            DbConnection connection, ConnectionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default)
        {
            await owner.PassAsync(connection, cancellationToken);
            return result;
        }

        public async Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = owner.SessionFor(connection);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        public async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
        {
            await owner.PassAsync(command.Connection!, cancellationToken);
            return result;
        }

        public async ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            await owner.PassAsync(command.Connection!, cancellationToken);
            return result;
        }

        public async ValueTask<InterceptionResult> TransactionCommittingAsync(
            DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default)
        {
            await owner.PassAsync(transaction.Connection!, cancellationToken);
            if (owner._commit == CommitTrouble.Before)
            {
                owner._commit = CommitTrouble.None;
                throw Broken(transaction.Connection!);
            }

            return result;
        }

        public Task TransactionCommittedAsync(
            DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            if (owner._commit != CommitTrouble.After)
            {
                return Task.CompletedTask;
            }

            owner._commit = CommitTrouble.None;
            owner.GoAway();
            throw Broken(eventData.Context!.Database.GetDbConnection());
        }
    }
}
