using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace RailHub.Persistence;

/// <summary>The file of an SQLite database: making sure that it is usable, and migrating it alone.</summary>
internal sealed class SqliteFile(string connectionString)
{
    // Long enough for another process to finish its migrations, short enough that a person sees why nothing happens.
    private static readonly TimeSpan s_lockTimeout = TimeSpan.FromSeconds(30);

    private readonly string _path = Path.GetFullPath(new SqliteConnectionStringBuilder(connectionString).DataSource);

    private string DiskFull => $"Cannot write the database {_path}: the disk is full. Make room on it and start again.";

    public async Task MigrateAsync(IDbContextFactory<RailHubDb> factory, CancellationToken cancellation)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_path)!);

            await using var held = await LockAsync(cancellation);
            SqliteBackup.FinishRestore(_path);
            if (!File.Exists(_path))
            {
                RefuseLogWithoutDatabase();
                await CreateAsync(cancellation);
            }
            else if (new FileInfo(_path).Length == 0)
            {
                // SQLite takes it for a new database, and deletes a log beside it.
                throw new DatabaseUnusableException(
                    $"The database {_path} is empty (0 bytes): what was in it is lost. Restore a backup, or move the file away to start with an empty club.");
            }

            // Before anybody opens it: SQLite mixes whatever log is there with it.
            SqliteMarks.Check(_path);

            await using var db = await factory.CreateDbContextAsync(cancellation);
            await CheckAsync(db, cancellation);
            await ReleaseAbandonedLockAsync(db, cancellation);
            await DatabaseMigration.ApplyMissingAsync(db, _path, cancellation);
            await CheckWritableAsync(db, cancellation);
            await SqliteMarks.BeginAsync(_path, cancellation);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DatabaseUnusableException(
                DatabaseErrors.IsFull(exception) ? DiskFull : $"Cannot write the database {_path}: {exception.Message}", exception);
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
    private async Task<IAsyncDisposable> LockAsync(CancellationToken cancellation)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = _path + "-migrating",
            DefaultTimeout = (int)s_lockTimeout.TotalSeconds,
            Pooling = false,
        }.ConnectionString);

        try
        {
            await connection.OpenAsync(cancellation);
            connection.BeginTransaction(deferred: false);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    // Whoever moved a database away may have left what was not yet in it; SQLite deletes a log that has no database.
    private void RefuseLogWithoutDatabase()
    {
        foreach (var log in (string[])[_path + "-wal", _path + "-journal"])
        {
            if (new FileInfo(log) is { Exists: true, Length: > 0 })
            {
                throw new DatabaseUnusableException(
                    $"The database {_path} is not there, but its log {log} is. Put the database back beside it, or move the log away to start with an empty club.");
            }
        }
    }

    // Under another name until it is whole: a start that is killed meanwhile leaves no database, not an empty one that cannot be told
    // from one that lost what was in it.
    private async Task CreateAsync(CancellationToken cancellation)
    {
        var unfinished = _path + "-new";
        foreach (var rest in (string[])[unfinished, unfinished + "-wal", unfinished + "-shm", unfinished + "-journal"])
        {
            File.Delete(rest);
        }

        var connection = new SqliteConnectionStringBuilder(connectionString) { DataSource = unfinished, Pooling = false };
        await using (var db = new SqliteRailHubDb(PersistenceServices.SqliteOptions(connection.ConnectionString)))
        {
            await DatabaseMigration.ApplyMissingAsync(db, unfinished, cancellation);

            // Fails when the log cannot be written back whole, where closing would leave it behind without a word.
            await db.Database.ExecuteSqlAsync($"PRAGMA wal_checkpoint(TRUNCATE)", cancellation);
        }

        File.Move(unfinished, _path);
    }

    private async Task CheckAsync(RailHubDb db, CancellationToken cancellation)
    {
        var verdict = await db.Database.SqlQuery<string>($"SELECT quick_check AS Value FROM pragma_quick_check LIMIT 1").SingleAsync(cancellation);
        if (verdict != "ok")
        {
            throw Damaged(null);
        }
    }

    private static async Task ReleaseAbandonedLockAsync(RailHubDb db, CancellationToken cancellation)
    {
        var exists = await db.Database
            .SqlQuery<int>($"SELECT COUNT(*) AS Value FROM sqlite_master WHERE name = '__EFMigrationsLock'")
            .SingleAsync(cancellation);
        if (exists > 0)
        {
            await db.Database.ExecuteSqlAsync($"DELETE FROM \"__EFMigrationsLock\"", cancellation);
        }
    }

    // A database that is up to date migrates without a write: a file that became read-only would show at the first edit only.
    private static Task<int> CheckWritableAsync(RailHubDb db, CancellationToken cancellation) =>
        db.Database.ExecuteSqlAsync($"PRAGMA journal_mode = 'wal'; BEGIN IMMEDIATE; ROLLBACK", cancellation);

    private DatabaseUnusableException Unusable(SqliteException exception) => (SqliteResult)exception.SqliteErrorCode switch
    {
        _ when DatabaseErrors.IsFull(exception) => new(DiskFull, exception),
        SqliteResult.Corrupt or SqliteResult.NotADatabase => Damaged(exception),
        SqliteResult.Busy or SqliteResult.Locked => new($"The database {_path} is in use by another program that does not let go of it.", exception),
        _ => new($"Cannot write the database {_path}: check that its directory can be written (SQLite error {exception.SqliteErrorCode}).", exception),
    };

    private DatabaseUnusableException Damaged(Exception? exception) =>
        new($"The database {_path} is damaged. Restore a backup, or move the file away to start with an empty club.", exception);
}
