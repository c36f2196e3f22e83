using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using RailHub.Contracts;
using RailHub.Persistence;

namespace RailHub.Bench.Load;

/// <summary>
/// Many boards that are taken over at once, as after a power cut: what their grains ask of the database, on both. Beside it the same
/// with a query for each table, as EF would have it.
/// </summary>
internal static class Storm
{
    private const string Server = "RAILHUB_TEST_POSTGRES";
    private const int Rounds = 3;

    // As many as two cores keep busy; a server's limit is soon reached otherwise, and that is what would be measured.
    private const int Connections = 8;

    public static async Task RunAsync(int boards)
    {
        Console.WriteLine();
        var data = Directory.CreateTempSubdirectory("railhub-storm-").FullName;
        await MeasureAsync("SQLite", DatabaseOptions.Sqlite(Path.Combine(data, "storm.db")), boards);
        Directory.Delete(data, recursive: true);
        if (Environment.GetEnvironmentVariable(Server) is not { Length: > 0 } server)
        {
            Console.WriteLine($"storm: no Postgres, as {Server} is not set");
            return;
        }

        var name = $"railhub_storm_{Guid.NewGuid():N}";
        var place = new NpgsqlConnectionStringBuilder(server) { Database = name, MaxPoolSize = Connections };
        await MeasureAsync("Postgres", new DatabaseOptions { Provider = DatabaseProvider.Postgres, ConnectionString = place.ConnectionString }, boards);
        await using var source = NpgsqlDataSource.Create(server);
        await using var drop = source.CreateCommand($"DROP DATABASE {name} WITH (FORCE)");
        await drop.ExecuteNonQueryAsync();
    }

    private static async Task MeasureAsync(string name, DatabaseOptions place, int boards)
    {
        await using var services = new ServiceCollection().AddLogging().AddRailHubPersistence(place).BuildServiceProvider();
        await services.MigrateRailHubDatabaseAsync();
        var databases = services.GetRequiredService<IDbContextFactory<RailHubDb>>();
        var all = await SeedAsync(databases, boards);

        // Warm code and connections; not measured.
        await TakeAllAsync(databases, all.Take(200), OneByOneAsync);
        await TakeAllAsync(databases, all.Take(200), TogetherAsync);
        var (oneByOne, together) = (new Latencies(), new Latencies());
        for (var round = 0; round < Rounds; round++)
        {
            oneByOne.Add(await TakeAllAsync(databases, all, OneByOneAsync));
            together.Add(await TakeAllAsync(databases, all, TogetherAsync));
        }

        var (before, now) = (oneByOne.Quantiles().Median, together.Quantiles().Median);
        Console.WriteLine(
            $"storm, {boards} boards at once, {name,-8}: {now,6:F0} ms in one round trip, {before,6:F0} ms by a query for each table ({now / before:F2})");
    }

    // A board in two has something that was wanted of it.
    private static async Task<IReadOnlyList<MacAddress>> SeedAsync(IDbContextFactory<RailHubDb> databases, int boards)
    {
        MacAddress[] all = [.. Enumerable.Range(1, boards).Select(number => new MacAddress(0x02_52_48_00_00_00 + (ulong)number))];
        await using var database = await databases.CreateDbContextAsync();
        var layout = new LayoutRow { Id = LayoutId.Create(DateTimeOffset.UnixEpoch), Name = "Storm", Version = 1 };
        database.Add(layout);
        database.AddRange(all.Select((id, number) => new ControllerRow
        {
            Id = id,
            LayoutId = layout.Id,
            Name = $"Board {number}",
            Host = "127.0.0.1",
            HttpPort = 80,
            WebSocketPort = 81,
            Position = number,
            Version = 1,
        }));
        database.AddRange(all.Where((_, number) => number % 2 == 0).Select(id => new WishRow { Controller = id, Pin = 4, Active = true }));
        await database.SaveChangesAsync();
        return all;
    }

    private static async Task<double> TakeAllAsync(
        IDbContextFactory<RailHubDb> databases, IEnumerable<MacAddress> boards, Func<RailHubDb, MacAddress, Task> take)
    {
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(boards.Select(board => Task.Run(async () =>
        {
            await using var database = await databases.CreateDbContextAsync();
            await take(database, board);
        })));
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }

    private static async Task TogetherAsync(RailHubDb database, MacAddress board)
    {
        if (await database.TakeBoardAsync(Owner(board), board) is null)
        {
            throw new InvalidOperationException($"Board {board} was not found.");
        }
    }

    private static async Task OneByOneAsync(RailHubDb database, MacAddress board)
    {
        await database.TakeOwnershipAsync(Owner(board));
        await database.Controllers.AsNoTracking().SingleAsync(row => row.Id == board);
        await database.Wishes.AsNoTracking().Where(row => row.Controller == board).OrderBy(row => row.Ordinal).ToListAsync();
        await database.GroupRuns.AsNoTracking().Where(row => row.Controller == board)
            .Join(database.ChasingGroups.Include(group => group.Members), run => run.GroupId, group => group.Id, (run, group) => new { run, group })
            .ToListAsync();
    }

    private static string Owner(MacAddress board) => $"controller/{board.Compact}";
}
