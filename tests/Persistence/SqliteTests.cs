using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace RailHub.Persistence.Tests;

[Collection(SqliteClub.OneAtATime)]
public sealed class SqliteTests(SqliteTestDatabase database) : DatabaseSuite(database), IClassFixture<SqliteTestDatabase>
{
    private readonly SqliteTestDatabase _database = database;

    [Theory]
    [InlineData("foreign_keys", "1")]
    [InlineData("synchronous", "2")] // FULL (sqlite.org/pragma.html#pragma_synchronous)
    [InlineData("journal_mode", "wal")]
    [InlineData("busy_timeout", "5000")]
    public async Task A_connection_is_set_up_for_a_plug_that_is_pulled(string pragma, string expected)
    {
        await using var db = _database.Connect();

        Assert.Equal(expected, await PragmaAsync(db, pragma));
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_called_damaged()
    {
        var file = _database.NewFile();
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllTextAsync(file, string.Concat(Enumerable.Repeat("This is a diary. ", 500)));

        await AssertUnusableAsync(file, "is damaged");
    }

    [Fact]
    public async Task A_database_with_a_broken_page_is_called_damaged()
    {
        var file = await NewDatabaseAsync();
        await using (var stream = File.Open(file, FileMode.Open))
        {
            // Page 2 is the first table or index; page 1 has the schema, and must be readable for this damage to hide until it is looked for.
            stream.Position = 4096;
            await stream.WriteAsync(Enumerable.Repeat((byte)0x5A, 4096).ToArray());
        }

        await AssertUnusableAsync(file, "is damaged");
    }

    [Fact]
    public async Task A_directory_that_cannot_be_made_is_named()
    {
        var inTheWay = Path.Combine(_database.Directory.FullName, $"file-{Guid.NewGuid():N}");
        await File.WriteAllTextAsync(inTheWay, "");

        await AssertUnusableAsync(Path.Combine(inTheWay, "railhub.db"), "Cannot write the database");
    }

    [Fact]
    public async Task A_path_that_is_a_directory_is_named()
    {
        var file = _database.NewFile();
        Directory.CreateDirectory(file);

        await AssertUnusableAsync(file, "Cannot write the database");
    }

    [Fact]
    public async Task The_migration_lock_of_a_killed_process_does_not_stop_the_next_start()
    {
        var file = await NewDatabaseAsync();
        var services = _database.Open(DatabaseOptions.Sqlite(file));
        await using var db = TestDatabase.Connect(services);
        await db.Database.ExecuteSqlAsync($"""INSERT INTO "__EFMigrationsLock" ("Id", "Timestamp") VALUES (1, '2026-01-01')""");

        await services.MigrateRailHubDatabaseAsync().WaitAsync(Patience);

        var locks = await db.Database.SqlQuery<int>($"""SELECT COUNT(*) AS "Value" FROM "__EFMigrationsLock" """).SingleAsync();
        Assert.Equal(0, locks);
    }

    [Fact]
    public async Task A_start_that_was_killed_between_two_migrations_is_finished_by_the_next()
    {
        var file = _database.NewFile();
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var services = _database.Open(DatabaseOptions.Sqlite(file));
        await using var db = TestDatabase.Connect(services);
        await db.Database.ExecuteSqlAsync(
            $"""CREATE TABLE "__EFMigrationsLock" ("Id" INTEGER NOT NULL PRIMARY KEY, "Timestamp" TEXT NOT NULL)""");
        await db.Database.ExecuteSqlAsync($"""INSERT INTO "__EFMigrationsLock" ("Id", "Timestamp") VALUES (1, '2026-01-01')""");

        await services.MigrateRailHubDatabaseAsync().WaitAsync(Patience);

        Assert.Empty(await db.Database.GetPendingMigrationsAsync());
    }

    [Fact]
    public async Task A_full_disk_is_the_database_being_away()
    {
        var services = _database.Open(DatabaseOptions.Sqlite(await NewDatabaseAsync()));
        await using var db = TestDatabase.Connect(services);
        await db.Database.OpenConnectionAsync();
        await db.Database.ExecuteSqlAsync($"PRAGMA max_page_count = 1"); // SQLite raises it to the present size, and then is "full".
        db.Add(Club.Layout(new string('x', 100_000)));

        var full = await Assert.ThrowsAsync<DbUpdateException>(() => db.SaveChangesAsync());

        Assert.True(DatabaseErrors.IsAway(full));
        Assert.True(DatabaseErrors.IsFull(full));
        Assert.False(DatabaseErrors.IsUniqueViolation(full));
    }

    [Fact]
    public async Task A_start_on_a_full_disk_says_so()
    {
        var file = await NewDatabaseAsync();
        foreach (var full in (Exception[])[new SqliteException("SQLite said so.", 13), new IOException("The system said so.", 28)])
        {
            await using var services = new ServiceCollection()
                .AddSingleton(DatabaseOptions.Sqlite(file))
                .AddSingleton<IDbContextFactory<RailHubDb>>(new FullDisk(full))
                .BuildServiceProvider();

            var unusable = await Assert.ThrowsAsync<DatabaseUnusableException>(() => services.MigrateRailHubDatabaseAsync());

            Assert.Contains("the disk is full. Make room on it", unusable.Message, StringComparison.Ordinal);
        }
    }

    [Theory] // sqlite.org/rescode.html
    [InlineData(13, 13, true)] // SQLITE_FULL
    [InlineData(10, 4874, true)] // SQLITE_IOERR_SHMSIZE
    [InlineData(10, 778, false)] // SQLITE_IOERR_WRITE
    [InlineData(8, 8, false)] // SQLITE_READONLY
    public void Result_codes_tell_a_full_disk(int code, int extended, bool full) =>
        Assert.Equal(full, DatabaseErrors.IsFull(new DbUpdateException("Saving failed.", new SqliteException("SQLite said so.", code, extended))));

    [Theory]
    [InlineData(28, true)] // ENOSPC
    [InlineData(122, true)] // EDQUOT of Linux
    [InlineData(unchecked((int)0x80070070), true)] // ERROR_DISK_FULL
    [InlineData(5, false)] // EIO
    [InlineData(30, false)] // EROFS
    public void A_file_that_finds_no_room_tells_a_full_disk(int result, bool full) =>
        Assert.Equal(full, DatabaseErrors.IsFull(new IOException("The system said so.", result)));

    [Fact]
    public async Task A_database_without_a_byte_is_no_new_club()
    {
        var file = await NewDatabaseAsync();
        await File.WriteAllBytesAsync(file, []);

        await AssertUnusableAsync(file, "is empty (0 bytes)");
        Assert.Equal(0, new FileInfo(file).Length);
    }

    [Theory]
    [InlineData("-wal")]
    [InlineData("-journal")]
    public async Task A_log_that_has_lost_its_database_is_left_alone(string kind)
    {
        var file = await NewDatabaseAsync();
        File.Delete(file);
        await File.WriteAllTextAsync(file + kind, "what was not yet in the database");

        await AssertUnusableAsync(file, file + kind);
        Assert.Equal("what was not yet in the database", await File.ReadAllTextAsync(file + kind));
        Assert.False(File.Exists(file));
    }

    [Fact]
    public async Task An_index_of_a_log_or_an_empty_log_may_be_left_over()
    {
        var file = _database.NewFile();
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllTextAsync(file + "-shm", "left over");
        await File.WriteAllTextAsync(file + "-wal", "");

        await _database.Open(DatabaseOptions.Sqlite(file)).MigrateRailHubDatabaseAsync();

        Assert.True(File.Exists(file));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4096)]
    [InlineData(50_000)]
    public async Task A_first_start_that_was_killed_leaves_nothing_that_stops_the_next(int written)
    {
        var whole = await NewDatabaseAsync();
        var file = _database.NewFile();
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllBytesAsync(file + "-new", (await File.ReadAllBytesAsync(whole))[..written]);
        await File.WriteAllTextAsync(file + "-new-wal", "half a log");
        await File.WriteAllTextAsync(file + "-new-journal", "half a journal");
        await File.WriteAllTextAsync(file + "-migrating", "");
        var services = _database.Open(DatabaseOptions.Sqlite(file));

        await services.MigrateRailHubDatabaseAsync().WaitAsync(Patience);

        await using var db = TestDatabase.Connect(services);
        Assert.Empty(await db.Database.GetPendingMigrationsAsync());
        Assert.DoesNotContain(Directory.EnumerateFiles(Path.GetDirectoryName(file)!), path => path.Contains("-new", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_database_has_its_name_only_when_it_is_whole()
    {
        var file = _database.NewFile();
        var directory = Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        using var watcher = new FileSystemWatcher(directory.FullName) { Filter = "railhub.db" };
        var events = new List<WatcherChangeTypes>();
        watcher.Created += (_, change) => events.Add(change.ChangeType);
        watcher.Renamed += (_, change) => events.Add(change.ChangeType);
        var renamed = new TaskCompletionSource();
        watcher.Renamed += (_, _) => renamed.SetResult();
        watcher.EnableRaisingEvents = true;

        await _database.Open(DatabaseOptions.Sqlite(file)).MigrateRailHubDatabaseAsync();

        await renamed.Task.WaitAsync(Patience);
        Assert.Equal([WatcherChangeTypes.Renamed], events);
    }

    [Theory] // sqlite.org/rescode.html
    [InlineData(5, true)] // SQLITE_BUSY
    [InlineData(6, true)] // SQLITE_LOCKED
    [InlineData(8, true)] // SQLITE_READONLY
    [InlineData(10, true)] // SQLITE_IOERR
    [InlineData(11, true)] // SQLITE_CORRUPT
    [InlineData(13, true)] // SQLITE_FULL
    [InlineData(14, true)] // SQLITE_CANTOPEN
    [InlineData(26, true)] // SQLITE_NOTADB
    [InlineData(1, false)] // SQLITE_ERROR: wrong SQL
    [InlineData(19, false)] // SQLITE_CONSTRAINT
    [InlineData(21, false)] // SQLITE_MISUSE
    public void Result_codes_tell_away_from_wrong(int code, bool away)
    {
        var exception = new DbUpdateException("Saving failed.", new SqliteException("SQLite said so.", code));

        Assert.Equal(away, DatabaseErrors.IsAway(exception));
    }

    private static async Task<string> PragmaAsync(RailHubDb db, string pragma)
    {
        await db.Database.OpenConnectionAsync();
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = $"PRAGMA {pragma}";
        return $"{await command.ExecuteScalarAsync()}";
    }

    private async Task<string> NewDatabaseAsync()
    {
        var file = _database.NewFile();
        await _database.Open(DatabaseOptions.Sqlite(file)).MigrateRailHubDatabaseAsync();
        SqliteConnection.ClearAllPools();
        return file;
    }

    private async Task AssertUnusableAsync(string file, string message)
    {
        var services = _database.Open(DatabaseOptions.Sqlite(file));

        var unusable = await Assert.ThrowsAsync<DatabaseUnusableException>(() => services.MigrateRailHubDatabaseAsync());

        Assert.Contains(file, unusable.Message, StringComparison.Ordinal);
        Assert.Contains(message, unusable.Message, StringComparison.Ordinal);
        AssertOneLine(unusable);
    }

    private sealed class FullDisk(Exception full) : IDbContextFactory<RailHubDb>
    {
        public RailHubDb CreateDbContext() => throw full;
    }
}
