using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace RailHub.Persistence.Tests;

/// <summary>A club in a file of its own, which is started and stopped as its process does it; its layouts stand for all that is in it.</summary>
internal sealed class SqliteClub(SqliteTestDatabase database, string? file = null)
{
    /// <summary>The collection of tests that must not run beside those that close the connections of all.</summary>
    public const string OneAtATime = "SQLite, one test at a time";

    private IServiceProvider? _services;

    public string File { get; } = file ?? database.NewFile();

    public async Task StartAsync()
    {
        _services = database.Open(DatabaseOptions.Sqlite(File));
        await _services.MigrateRailHubDatabaseAsync();
    }

    /// <summary>In good order: the log goes into the database.</summary>
    public async Task StopAsync()
    {
        await using (var db = TestDatabase.Connect(_services!))
        {
            // Its own connections only: the logs of others would go with theirs.
            using var own = new SqliteConnection(db.Database.GetConnectionString());
            SqliteConnection.ClearPool(own);
        }

        await ((ServiceProvider)_services!).DisposeAsync();
    }

    public async Task RestartAsync()
    {
        await StopAsync();
        await StartAsync();
    }

    /// <summary>All of them, or none.</summary>
    public async Task AddAsync(params string[] names)
    {
        await using var db = TestDatabase.Connect(_services!);
        db.AddRange(names.Select(Club.Layout));
        await db.SaveChangesAsync();
    }

    public async Task<List<string>> NamesAsync()
    {
        await using var db = TestDatabase.Connect(_services!);
        return await db.Layouts.Select(layout => layout.Name).OrderBy(name => name).ToListAsync();
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var db = TestDatabase.Connect(_services!);
        await db.Database.ExecuteSqlRawAsync(sql);
    }

    /// <summary>A place where nothing is yet, in a directory that is.</summary>
    public string NewPlace()
    {
        var place = database.NewFile();
        Directory.CreateDirectory(Path.GetDirectoryName(place)!);
        return place;
    }

    /// <summary>The database alone, as a person copies it.</summary>
    public string Copy()
    {
        var copy = NewPlace();
        System.IO.File.Copy(File, copy);
        return copy;
    }

    /// <summary>Database and log as they are now, as a plug that is pulled leaves them.</summary>
    public string CrashImage()
    {
        var image = Copy();
        if (System.IO.File.Exists(File + "-wal"))
        {
            System.IO.File.Copy(File + "-wal", image + "-wal");
        }

        return image;
    }
}
