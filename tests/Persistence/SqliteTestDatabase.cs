using Microsoft.Data.Sqlite;

namespace RailHub.Persistence.Tests;

public sealed class SqliteTestDatabase : TestDatabase
{
    private int _places;

    public DirectoryInfo Directory { get; } = System.IO.Directory.CreateTempSubdirectory("railhub-persistence-");

    public string NewFile() => Path.Combine(Directory.FullName, $"club-{Interlocked.Increment(ref _places)}", "railhub.db");

    public override DatabaseOptions NewPlace() => DatabaseOptions.Sqlite(NewFile());

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(recursive: true);
    }
}
