using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using RailHub.Persistence;

namespace RailHub.TestKit;

/// <summary>A club's database in a file.</summary>
internal sealed class SqliteClubDatabase : ClubDatabase
{
    private static readonly Lazy<Task<string>> s_template = new(CreateTemplateAsync);

    private readonly string _file = NewFile();

    private SqliteClubDatabase()
    {
    }

    public override DatabaseOptions Options => DatabaseOptions.Sqlite(_file);

    public static async Task<SqliteClubDatabase> CreateAsync()
    {
        var database = new SqliteClubDatabase();
        File.Copy(await s_template.Value, database._file);
        return database;
    }

    public override ValueTask DisposeAsync()
    {
        Delete(_file);
        return ValueTask.CompletedTask;
    }

    private static string NewFile() => Path.Combine(Path.GetTempPath(), $"railhub-test-{Guid.NewGuid():N}.db");

    private static async Task<string> CreateTemplateAsync()
    {
        var file = NewFile();
        await using var services = new ServiceCollection().AddRailHubPersistence(DatabaseOptions.Sqlite(file)).BuildServiceProvider();
        await services.MigrateRailHubDatabaseAsync();
        SqliteConnection.ClearAllPools(); // Folds the write-ahead log into the file.
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Delete(file);
        return file;
    }

    private static void Delete(string file)
    {
        foreach (var part in Directory.EnumerateFiles(Path.GetDirectoryName(file)!, Path.GetFileName(file) + "*"))
        {
            File.Delete(part);
        }
    }
}
