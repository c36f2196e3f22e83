using Microsoft.Data.Sqlite;

namespace RailHub.Persistence.Tests;

[Collection(SqliteClub.OneAtATime)]
public sealed class SqliteBackupTests(SqliteTestDatabase database) : IClassFixture<SqliteTestDatabase>
{
    private readonly SqliteClub _club = new(database);

    [Fact]
    public async Task A_copy_is_the_club_at_one_moment_whoever_writes_meanwhile()
    {
        await _club.StartAsync();
        using var stop = new CancellationTokenSource();
        var writing = Task.Run(async () =>
        {
            for (var number = 0; !stop.IsCancellationRequested; number++)
            {
                await _club.AddAsync($"l{number}", $"r{number}");
            }
        }, CancellationToken.None);

        var copies = new List<string>();
        while (copies.Count < 5 || (await NamesAsync(copies[^1])).Count < 10)
        {
            copies.Add(_club.NewPlace());
            await SqliteBackup.BackUpAsync(_club.File, copies[^1], isAlone: false);
        }

        await stop.CancelAsync();
        await writing;
        foreach (var copy in copies)
        {
            var names = await NamesAsync(copy);
            Assert.Equal(names.Where(name => name[0] == 'l').Select(name => name[1..]), names.Where(name => name[0] == 'r').Select(name => name[1..]));
            Assert.Equal([copy], Directory.EnumerateFiles(Path.GetDirectoryName(copy)!));
        }
    }

    [Fact]
    public async Task A_copy_takes_the_place_of_an_older_one_only_when_it_is_whole()
    {
        await _club.StartAsync();
        await _club.AddAsync("Here");
        await _club.StopAsync();
        var copy = _club.NewPlace();
        await SqliteBackup.BackUpAsync(_club.File, copy, isAlone: true);
        await BreakAsync(_club.File);

        var failed = await Assert.ThrowsAsync<DatabaseUnusableException>(() => SqliteBackup.BackUpAsync(_club.File, copy, isAlone: true));

        Assert.Contains("damaged", failed.Message, StringComparison.Ordinal);
        Assert.Equal(["Here"], await NamesAsync(copy));
        Assert.Equal([copy], Directory.EnumerateFiles(Path.GetDirectoryName(copy)!));
    }

    [Fact]
    public async Task A_copy_of_a_mixture_is_not_made()
    {
        await _club.StartAsync();
        await _club.AddAsync("Old");
        await _club.StopAsync();
        var old = _club.Copy();
        await _club.StartAsync();
        await _club.AddAsync("New");
        var crash = _club.CrashImage();
        File.Copy(old, crash, overwrite: true);

        var failed = await Assert.ThrowsAsync<DatabaseUnusableException>(() => SqliteBackup.BackUpAsync(crash, _club.NewPlace(), isAlone: true));

        Assert.Contains("does not belong", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_place_that_cannot_be_written_is_named()
    {
        await _club.StartAsync();
        var place = Path.Combine(Path.GetDirectoryName(_club.File)!, "nowhere", "copy.db");

        var failed = await Assert.ThrowsAsync<DatabaseUnusableException>(() => SqliteBackup.BackUpAsync(_club.File, place, isAlone: false));

        Assert.Contains(place, failed.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failed.Message);
    }

    [Fact]
    public async Task A_club_is_as_it_was_copied_and_what_was_there_is_kept_with_its_log()
    {
        await _club.StartAsync();
        await _club.AddAsync("Old");
        var copy = _club.NewPlace();
        await SqliteBackup.BackUpAsync(_club.File, copy, isAlone: false);
        await _club.AddAsync("New");
        var crash = _club.CrashImage();

        var aside = await SqliteBackup.RestoreAsync(crash, copy);
        var again = await SqliteBackup.RestoreAsync(crash, copy);

        Assert.Equal(["Old"], await StartedNamesAsync(crash));
        Assert.Equal(["New", "Old"], await StartedNamesAsync(aside!));
        Assert.Equal(["Old"], await StartedNamesAsync(again!));
        Assert.NotEqual(aside, again);
    }

    [Fact]
    public async Task A_club_is_restored_where_there_was_none()
    {
        await _club.StartAsync();
        await _club.AddAsync("Here");
        var (copy, place) = (_club.NewPlace(), _club.NewPlace());
        await SqliteBackup.BackUpAsync(_club.File, copy, isAlone: false);

        Assert.Null(await SqliteBackup.RestoreAsync(place, copy));

        Assert.Equal(["Here"], await StartedNamesAsync(place));
    }

    [Fact]
    public async Task A_database_that_was_copied_with_its_log_is_restored_with_it()
    {
        await _club.StartAsync();
        await _club.AddAsync("In the log");
        var place = _club.NewPlace();

        await SqliteBackup.RestoreAsync(place, _club.CrashImage());

        Assert.Equal(["In the log"], await StartedNamesAsync(place));
    }

    [Theory]
    [InlineData("none", "There is no file")]
    [InlineData("empty", "is no club of RailHub")]
    [InlineData("text", "is damaged")]
    [InlineData("page", "is damaged")]
    [InlineData("other", "is no club of RailHub")]
    [InlineData("newer", "by a newer version of this program")]
    [InlineData("mixture", "does not belong")]
    public async Task What_is_no_copy_of_a_club_replaces_none(string what, string reason)
    {
        await _club.StartAsync();
        await _club.AddAsync("Here");
        var copy = _club.NewPlace();
        await SqliteBackup.BackUpAsync(_club.File, copy, isAlone: false);
        switch (what)
        {
            case "none":
                File.Delete(copy);
                break;
            case "empty":
                await File.WriteAllBytesAsync(copy, []);
                break;
            case "text":
                await File.WriteAllTextAsync(copy, string.Concat(Enumerable.Repeat("This is a diary. ", 500)));
                break;
            case "page":
                await BreakAsync(copy);
                break;
            case "other":
                File.Delete(copy);
                await ExecuteAsync(copy, "CREATE TABLE diary (day TEXT)");
                break;
            case "newer":
                await ExecuteAsync(copy, """INSERT INTO "__EFMigrationsHistory" VALUES ('99991231235959_Tomorrow', '99.0')""");
                break;
            default:
                await _club.RestartAsync();
                File.Copy(_club.CrashImage() + "-wal", copy + "-wal");
                break;
        }

        var crash = _club.CrashImage();
        string[] files = [.. Directory.EnumerateFiles(Path.GetDirectoryName(crash)!).Order()];

        var failed = await Assert.ThrowsAsync<DatabaseUnusableException>(() => SqliteBackup.RestoreAsync(crash, copy));

        Assert.Contains(reason, failed.Message, StringComparison.Ordinal);
        Assert.Contains(copy, failed.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failed.Message);
        Assert.Equal(files, Directory.EnumerateFiles(Path.GetDirectoryName(crash)!).Order());
        Assert.Equal(["Here"], await StartedNamesAsync(crash));
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task A_restore_that_was_killed_is_finished_by_the_next_start(bool logIsMoved, bool databaseIsMoved)
    {
        await _club.StartAsync();
        await _club.AddAsync("Old");
        var (copy, whole) = (_club.NewPlace(), _club.NewPlace());
        await SqliteBackup.BackUpAsync(_club.File, copy, isAlone: false);
        await SqliteBackup.RestoreAsync(whole, copy);
        await _club.AddAsync("New");
        var crash = _club.CrashImage();
        var aside = Path.Combine(Path.GetDirectoryName(crash)!, "railhub.replaced-1.db");
        File.Move(whole, crash + "-restored");
        if (logIsMoved)
        {
            File.Move(crash + "-wal", aside + "-wal");
        }

        if (databaseIsMoved)
        {
            File.Move(crash, aside);
        }

        Assert.Equal(["Old"], await StartedNamesAsync(crash));
        Assert.Equal(["New", "Old"], await StartedNamesAsync(aside));
    }

    private async Task<List<string>> StartedNamesAsync(string file)
    {
        var club = new SqliteClub(database, file);
        await club.StartAsync();
        return await club.NamesAsync();
    }

    private static async Task<List<string>> NamesAsync(string copy)
    {
        await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = copy, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT name FROM layouts ORDER BY name";
        await using var reader = await command.ExecuteReaderAsync();
        var names = new List<string>();
        while (await reader.ReadAsync())
        {
            names.Add(reader.GetString(0));
        }

        return names;
    }

    private static async Task ExecuteAsync(string file, string sql)
    {
        await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    // Page 2 is the first table or index; page 1 has the schema.
    private static async Task BreakAsync(string file)
    {
        await using var stream = File.Open(file, FileMode.Open);
        stream.Position = 4096;
        await stream.WriteAsync(Enumerable.Repeat((byte)0x5A, 4096).ToArray());
    }
}
