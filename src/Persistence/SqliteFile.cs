using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace RailHub.Persistence;

/// <summary>The file of an SQLite database: making sure that it is usable, and migrating it alone.</summary>
internal sealed class SqliteFile(string connectionString)
{
    // Long enough for another process to finish its migrations, short enough that a person sees why nothing happens.
    private static readonly TimeSpan LockTimeout = TimeSpan.FromSeconds(30);

    private readonly string _path = Path.GetFullPath(new SqliteConnectionStringBuilder(connectionString).DataSource);

    public async Task MigrateAsync(IDbContextFactory<RailHubDb> factory, CancellationToken cancellationToken)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_path)!);

            await using var held = await LockAsync(cancellationToken);
            await using var db = await factory.CreateDbContextAsync(cancellationToken);

            if (File.Exists(_path))
            {
                await CheckAsync(db, cancellationToken);
                await ReleaseAbandonedLockAsync(db, cancellationToken);
            }

            await DatabaseMigration.ApplyMissingAsync(db, _path, cancellationToken);
            await CheckWritableAsync(db, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DatabaseUnusableException($"Cannot write the database {_path}: {exception.Message}", exception);
        }
        catch (Exception exception) when (DatabaseErrors.Driver(exception) is SqliteException sqlite && DatabaseErrors.IsAway(sqlite))
        {
            throw Unusable(sqlite);
        }
    }

    /// <summary>
    /// Takes the lock under which this database is migrated: a write transaction on a file of its own, which the operating system ends
    /// with the process. EF's own lock is a row that nobody removes when a process is killed, and then every later start waits for ever
    /// (dotnet/efcore 38958); under this lock such a row can only be an abandoned one.
    /// </summary>
    private async Task<IAsyncDisposable> LockAsync(CancellationToken cancellationToken)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = _path + "-migrating",
            DefaultTimeout = (int)LockTimeout.TotalSeconds,
            Pooling = false,
        }.ConnectionString);

        try
        {
            await connection.OpenAsync(cancellationToken);
            connection.BeginTransaction(deferred: false);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private async Task CheckAsync(RailHubDb db, CancellationToken cancellationToken)
    {
        var verdict = await db.Database.SqlQuery<string>($"SELECT quick_check AS Value FROM pragma_quick_check LIMIT 1").SingleAsync(cancellationToken);
        if (verdict != "ok")
            throw Damaged(null);
    }

    private static async Task ReleaseAbandonedLockAsync(RailHubDb db, CancellationToken cancellationToken)
    {
        var exists = await db.Database
            .SqlQuery<int>($"SELECT COUNT(*) AS Value FROM sqlite_master WHERE name = '__EFMigrationsLock'")
            .SingleAsync(cancellationToken);
        if (exists > 0)
            await db.Database.ExecuteSqlAsync($"DELETE FROM \"__EFMigrationsLock\"", cancellationToken);
    }

    // A database that is up to date migrates without a write: a file that became read-only would show at the first edit only.
    private static Task<int> CheckWritableAsync(RailHubDb db, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync($"PRAGMA journal_mode = 'wal'; BEGIN IMMEDIATE; ROLLBACK", cancellationToken);

    private DatabaseUnusableException Unusable(SqliteException exception) => (SqliteResult)exception.SqliteErrorCode switch
    {
        SqliteResult.Corrupt or SqliteResult.NotADatabase => Damaged(exception),
        SqliteResult.Busy or SqliteResult.Locked => new($"The database {_path} is in use by another program that does not let go of it.", exception),
        SqliteResult.Full => new($"Cannot write the database {_path}: the disk is full.", exception),
        _ => new($"Cannot write the database {_path}: check that its directory can be written (SQLite error {exception.SqliteErrorCode}).", exception),
    };

    private DatabaseUnusableException Damaged(Exception? exception) =>
        new($"The database {_path} is damaged. Restore a backup, or move the file away to start with an empty club.", exception);
}
