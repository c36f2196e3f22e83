using Microsoft.Data.Sqlite;

namespace RailHub.Persistence;

/// <summary>Copies a club out of its SQLite database while it runs, and puts such a copy in its place while it does not.</summary>
public static class SqliteBackup
{
    /// <summary>
    /// Copies a database as it is at one moment, whoever writes meanwhile, into a file by itself. The file has its name only when it is
    /// whole and was read through without a fault.
    /// </summary>
    /// <param name="database">The club's file.</param>
    /// <param name="file">The copy. What is there under this name is replaced.</param>
    /// <param name="isAlone">Nobody else can have the database open, so that its log can be looked at as well.</param>
    /// <param name="cancellation">Ends it between two steps; the copying itself is one.</param>
    /// <exception cref="DatabaseUnusableException">The database cannot be read or is damaged, or the copy cannot be written.</exception>
    public static Task BackUpAsync(string database, string file, bool isAlone, CancellationToken cancellation = default) =>
        ExplainAsync($"the club in {database} cannot be copied to {file}", async () =>
        {
            if (isAlone)
            {
                FinishRestore(database);
                SqliteMarks.Check(database);
            }

            var unfinished = file + "-unfinished";
            using var rest = new Rest(unfinished);
            await using (var source = await SqliteCommands.ConnectAsync(database, SqliteOpenMode.ReadWrite, cancellation))
            await using (var copy = await SqliteCommands.ConnectAsync(unfinished, SqliteOpenMode.ReadWriteCreate, cancellation))
            {
                source.BackupDatabase(copy);

                // One file, which can be read where nothing can be written.
                await copy.ExecuteAsync("PRAGMA journal_mode = DELETE", cancellation);
                await SqliteMarks.ChangeAsync(copy, cancellation);
                await CheckAsync(copy, database, cancellation);
            }

            File.Move(unfinished, file, overwrite: true);
        });

    /// <summary>
    /// Puts a copy in the place of a database that nobody has open, when it is whole and this program can live with it. Ended at any moment,
    /// it was done or not: what it had begun is finished by the next call, or the next start.
    /// </summary>
    /// <param name="database">The club's file; there need be none.</param>
    /// <param name="file">The copy. It is only read; a log beside it counts as its own.</param>
    /// <param name="cancellation">Ends it before anything is replaced.</param>
    /// <returns>Where the database is now that was there before, with its log; null when there was none.</returns>
    /// <exception cref="DatabaseUnusableException">The copy is no club, is damaged, was made by a newer program, or cannot be written in its place.</exception>
    public static async Task<string?> RestoreAsync(string database, string file, CancellationToken cancellation = default)
    {
        string? aside = null;
        await ExplainAsync($"{file} cannot be restored to {database}", async () =>
        {
            if (!File.Exists(file))
            {
                throw new DatabaseUnusableException($"There is no file {file}.");
            }

            SqliteMarks.Check(file);
            var unfinished = database + "-restoring";
            using var rest = new Rest(unfinished);
            Copy(file, unfinished);
            if (File.Exists(WriteAheadLog.Of(file)))
            {
                Copy(WriteAheadLog.Of(file), WriteAheadLog.Of(unfinished));
            }

            await using (var copy = await SqliteCommands.ConnectAsync(unfinished, SqliteOpenMode.ReadWrite, cancellation))
            {
                await CheckAsync(copy, file, cancellation);
                await SqliteMarks.ChangeAsync(copy, cancellation);
                await copy.ExecuteAsync("PRAGMA journal_mode = DELETE", cancellation);
            }

            await using (var club = new SqliteRailHubDb(PersistenceServices.SqliteOptions($"Data Source={unfinished};Pooling=False")))
            {
                await DatabaseMigration.CheckKnownAsync(club, file, cancellation);
            }

            cancellation.ThrowIfCancellationRequested();
            File.Move(unfinished, Restored(database), overwrite: true);
            aside = FinishRestore(database);
        });
        return aside;
    }

    /// <summary>Finishes what a restore had begun when it ended: from here on it can only go forward.</summary>
    internal static string? FinishRestore(string database)
    {
        if (!File.Exists(Restored(database)))
        {
            return null;
        }

        // The log first: as long as the database is not under the name, whoever goes on finds the same one.
        var aside = Aside(database);
        foreach (var kind in (string[])["-wal", "-journal", ""])
        {
            if (File.Exists(database + kind))
            {
                File.Move(database + kind, aside + kind, overwrite: true);
            }
        }

        File.Delete(database + "-shm");
        File.Move(Restored(database), database);
        return File.Exists(aside) ? aside : null;
    }

    private static string Restored(string database) => database + "-restored";

    private static string Aside(string database)
    {
        for (var number = 1; ; number++)
        {
            var aside = Path.ChangeExtension(database, $"replaced-{number}{Path.GetExtension(database)}");
            if (!File.Exists(aside))
            {
                return aside;
            }
        }
    }

    private static async Task CheckAsync(SqliteConnection copy, string original, CancellationToken cancellation)
    {
        if (await copy.ReadAsync("PRAGMA quick_check(1)", cancellation) != "ok")
        {
            throw new DatabaseUnusableException($"The database {original} is damaged, and so is a copy of it.");
        }

        if (await copy.ReadAsync("SELECT count(*) FROM sqlite_master WHERE name = '__EFMigrationsHistory'", cancellation) == "0")
        {
            throw new DatabaseUnusableException($"The database {original} is no club of RailHub.");
        }
    }

    private static void Copy(string from, string to)
    {
        using var source = new FileStream(from, FileMode.Open, FileAccess.Read, FileShare.Read);
        using var target = new FileStream(to, FileMode.Create, FileAccess.Write, FileShare.None);
        source.CopyTo(target);
        target.Flush(flushToDisk: true);
    }

    private static async Task ExplainAsync(string what, Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Failed(DatabaseErrors.IsFull(failure) ? "the disk is full" : failure.Message.TrimEnd('.'), failure);
        }
        catch (Exception failure) when (DatabaseErrors.Driver(failure) is SqliteException sqlite && DatabaseErrors.IsAway(sqlite))
        {
            throw Failed(
                (SqliteResult)sqlite.SqliteErrorCode switch
                {
                    _ when DatabaseErrors.IsFull(sqlite) => "the disk is full",
                    SqliteResult.Corrupt or SqliteResult.NotADatabase => "it is damaged",
                    SqliteResult.Busy or SqliteResult.Locked => "another program does not let go of it",
                    _ => $"SQLite error {sqlite.SqliteErrorCode}; check what may be read and written there",
                },
                failure);
        }

        DatabaseUnusableException Failed(string why, Exception cause) => new($"{char.ToUpperInvariant(what[0])}{what[1..]}: {why}.", cause);
    }

    // What a copy that failed, or was killed, leaves of itself: it is of no use, and as large as the club.
    private sealed class Rest : IDisposable
    {
        private readonly string _unfinished;

        public Rest(string unfinished)
        {
            _unfinished = unfinished;
            Delete();
        }

        public void Dispose() => Delete();

        private void Delete()
        {
            foreach (var kind in (string[])["", "-wal", "-shm", "-journal"])
            {
                File.Delete(_unfinished + kind);
            }
        }
    }
}
