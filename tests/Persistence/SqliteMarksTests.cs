namespace RailHub.Persistence.Tests;

/// <summary>A database that was put beside a log that is not its own: SQLite would make a mixture of them, and say nothing.</summary>
[Collection(SqliteClub.OneAtATime)]
public sealed class SqliteMarksTests(SqliteTestDatabase database) : IClassFixture<SqliteTestDatabase>
{
    /// <summary>How a copy came about that somebody puts beside the log of a crash.</summary>
    public enum Copied
    {
        WhileItWasStopped,
        ByBackup,
        ByBackupDuringTheSameLog,
        BySqliteItselfDuringAnEarlierLog,
        FromAnotherClub,
    }

    private readonly SqliteClub _club = new(database);

    [Theory]
    [InlineData(Copied.WhileItWasStopped)]
    [InlineData(Copied.ByBackup)]
    [InlineData(Copied.ByBackupDuringTheSameLog)]
    [InlineData(Copied.BySqliteItselfDuringAnEarlierLog)]
    [InlineData(Copied.FromAnotherClub)]
    public async Task A_copy_beside_the_log_of_a_crash_is_told_and_nothing_is_touched(Copied how)
    {
        await _club.StartAsync();
        await _club.AddAsync("Old");
        var copy = await CopyAsync(how);
        await _club.AddAsync("New");
        var crash = _club.CrashImage();
        File.Copy(copy, crash, overwrite: true);
        var (before, log) = (await File.ReadAllBytesAsync(crash), await File.ReadAllBytesAsync(crash + "-wal"));

        var refused = await Assert.ThrowsAsync<DatabaseUnusableException>(() => new SqliteClub(database, crash).StartAsync());

        Assert.Contains($"The log {crash}-wal does not belong to the database {crash}", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refused.Message);
        Assert.Equal(before, await File.ReadAllBytesAsync(crash));
        Assert.Equal(log, await File.ReadAllBytesAsync(crash + "-wal"));

        // What it says helps.
        File.Move(crash + "-wal", crash + "-aside");
        var restored = new SqliteClub(database, crash);
        await restored.StartAsync();
        Assert.Equal(how == Copied.FromAnotherClub ? [] : ["Old"], await restored.NamesAsync());
    }

    [Fact]
    public async Task A_log_of_another_day_is_told()
    {
        await _club.StartAsync();
        await _club.AddAsync("Old");
        var old = _club.CrashImage();
        await _club.RestartAsync();
        await _club.AddAsync("New");
        var crash = _club.CrashImage();
        File.Copy(old + "-wal", crash + "-wal", overwrite: true);

        var refused = await Assert.ThrowsAsync<DatabaseUnusableException>(() => new SqliteClub(database, crash).StartAsync());

        Assert.Contains("does not belong", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_of_the_time_before_marks_is_told_from_the_log_after()
    {
        await _club.StartAsync();
        await _club.ExecuteAsync("PRAGMA application_id = 0; PRAGMA user_version = 0");
        await _club.AddAsync("Old");
        await _club.StopAsync();
        var copy = _club.Copy();
        await _club.StartAsync();
        await _club.AddAsync("New");
        var crash = _club.CrashImage();
        var own = new SqliteClub(database, _club.CrashImage());
        File.Copy(copy, crash, overwrite: true);

        await Assert.ThrowsAsync<DatabaseUnusableException>(() => new SqliteClub(database, crash).StartAsync());
        await own.StartAsync();
        Assert.Equal(["New", "Old"], await own.NamesAsync());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task No_crash_is_taken_for_a_mixture(int seed)
    {
        var random = new Random(seed);
        var marks = new SqliteMarks(_club.File);
        await _club.StartAsync();
        var added = new List<string>();
        for (var step = 0; step < 40; step++)
        {
            switch (random.Next(9))
            {
                case 0:
                    await _club.RestartAsync();
                    marks = new SqliteMarks(_club.File);
                    break;
                case 1 or 2:
                    await marks.MarkNewLogAsync(CancellationToken.None);
                    break;
                case 3:
                    await _club.ExecuteAsync("PRAGMA wal_checkpoint(PASSIVE)");
                    break;
                case 4:
                    await _club.ExecuteAsync("PRAGMA wal_checkpoint(RESTART)");
                    break;
                case 5:
                    await _club.ExecuteAsync("PRAGMA wal_checkpoint(TRUNCATE)");
                    break;
                default:
                    added.Add($"{step:D2}{new string('x', random.Next(3) * 9_000)}");
                    await _club.AddAsync(added[^1]);
                    break;
            }

            var crash = _club.CrashImage();
            await using (var torn = new FileStream(crash + "-wal", FileMode.Append))
            {
                // A transaction that the plug cut off.
                await torn.WriteAsync(new byte[random.Next(9_000)]);
            }

            var after = new SqliteClub(database, crash);
            await after.StartAsync();
            Assert.Equal(added, await after.NamesAsync());
        }
    }

    [Fact]
    public async Task A_log_is_marked_once()
    {
        var marks = new SqliteMarks(_club.File);
        await _club.StartAsync();
        await marks.MarkNewLogAsync(CancellationToken.None);
        await marks.MarkNewLogAsync(CancellationToken.None);
        var length = new FileInfo(_club.File + "-wal").Length;

        await marks.MarkNewLogAsync(CancellationToken.None);

        Assert.Equal(length, new FileInfo(_club.File + "-wal").Length);
    }

    private async Task<string> CopyAsync(Copied how)
    {
        var marks = new SqliteMarks(_club.File);
        var copy = _club.NewPlace();
        switch (how)
        {
            case Copied.WhileItWasStopped:
                await _club.StopAsync();
                copy = _club.Copy();
                await _club.StartAsync();
                break;
            case Copied.ByBackup:
                await SqliteBackup.BackUpAsync(_club.File, copy, isAlone: false);
                await _club.RestartAsync();
                break;
            case Copied.ByBackupDuringTheSameLog:
                await SqliteBackup.BackUpAsync(_club.File, copy, isAlone: false);
                break;
            case Copied.BySqliteItselfDuringAnEarlierLog:
                await _club.ExecuteAsync($"VACUUM INTO '{copy}'");
                for (var log = 0; log < 2; log++)
                {
                    await _club.ExecuteAsync("PRAGMA wal_checkpoint(TRUNCATE)");
                    await _club.ExecuteAsync("UPDATE layouts SET version = version + 1");
                    await marks.MarkNewLogAsync(CancellationToken.None);
                }

                break;
            default:
                var other = new SqliteClub(database, copy);
                await other.StartAsync();
                await other.StopAsync();
                break;
        }

        return copy;
    }
}
