using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RailHub.Contracts;
using RailHub.Persistence;

namespace RailHub.Bench.Load;

/// <summary>A million things that were done, over 400 days by 50 members in 10 layouts: what it takes to look one up, beside a club that has done nothing.</summary>
internal static class AuditSize
{
    private const int Piece = 10_000;

    private static readonly string[] s_things = ["Platform lamp", "Signal box", "Harbour crane", "Church window", "Level crossing", "Station clock"];

    public static async Task RunAsync(Boards boards, Platform platform, string layout, int rows)
    {
        using var tapper = await Tapper.EnterAsync(platform, layout);
        using var http = platform.Http(TimeSpan.FromMinutes(5));
        await TapAsync(tapper, boards, 60);
        var tapBefore = await TapAsync(tapper, boards, 20);
        var firstBefore = await AskAsync(http, "api/audit");

        var members = Enumerable.Range(0, 50).Select(_ => Guid.CreateVersion7()).ToArray();
        var began = Stopwatch.GetTimestamp();
        await FillAsync(platform.Database, rows, members, Guid.Parse(layout));
        Console.WriteLine();
        Console.WriteLine($"{rows} rows of audit, written in {Stopwatch.GetElapsedTime(began).TotalSeconds:F0} s; the database is {new FileInfo(platform.Database).Length / 1048576} MiB");

        var middle = DateTimeOffset.UtcNow.AddDays(-200).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", null);
        Console.WriteLine($"  the newest 100 before there was anything {firstBefore,8:F1} ms");
        foreach (var (what, path) in new[]
        {
            ("the newest 100", "api/audit"),
            ("the 100 before a day 200 days ago", $"api/audit?before={middle}"),
            ("of one member", $"api/audit?actor={members[7]}"),
            ("of one layout", $"api/audit?layout={layout}"),
            ("of one layout, edits", $"api/audit?layout={layout}&topic=edits"),
            ("sign-ins", "api/audit?topic=signIns"),
            ("refused", "api/audit?result=refused"),
            ("a word that is often there", "api/audit?text=harbour"),
            ("a word that is there once", "api/audit?text=needle"),
            ("a word that is nowhere", "api/audit?text=haystack"),
        })
        {
            Console.WriteLine($"  {what,-40} {await AskAsync(http, path),8:F1} ms");
        }

        Console.WriteLine($"  {"a tap before",-40} {tapBefore,8:F2} ms");
        Console.WriteLine($"  {"a tap now",-40} {await TapAsync(tapper, boards, 20),8:F2} ms");
        var (memory, table) = (platform.WorkingSet, DownloadAsync(http));
        Console.WriteLine($"  {"a tap while all of it goes out as CSV",-40} {await TapAsync(tapper, boards, 20),8:F2} ms");
        var (bytes, took) = await table;
        Console.WriteLine($"  all as CSV: {bytes / 1048576} MiB in {took.TotalSeconds:F1} s; memory {memory / 1048576} MiB before, {platform.WorkingSet / 1048576} after");
    }

    private static async Task FillAsync(string file, int rows, Guid[] members, Guid layout)
    {
        await using var services = new ServiceCollection().AddLogging().AddRailHubPersistence(DatabaseOptions.Sqlite(file)).BuildServiceProvider();
        var databases = services.GetRequiredService<IDbContextFactory<RailHubDb>>();
        var layouts = Enumerable.Range(0, 9).Select(_ => new LayoutId(Guid.CreateVersion7())).Prepend(new LayoutId(layout)).ToArray();
        var now = DateTimeOffset.UtcNow;
        var step = TimeSpan.FromDays(400) / rows;
        HistoryKind[] kinds = [HistoryKind.OutputSet, HistoryKind.OutputSet, HistoryKind.OutputSet, HistoryKind.SceneRecalled, HistoryKind.SceneReplaced, HistoryKind.SignedIn];
        for (var start = 0; start < rows; start += Piece)
        {
            await using var database = await databases.CreateDbContextAsync();
            database.ChangeTracker.AutoDetectChangesEnabled = false;
            for (var number = start; number < Math.Min(rows, start + Piece); number++)
            {
                var member = number * 7 % members.Length;
                var at = now - (step * (rows - number));
                var row = HistoryRow.Of(
                    new HistoryEventId(Guid.CreateVersion7(at)),
                    at.ToUnixTimeMilliseconds(),
                    layouts[number * 3 % layouts.Length],
                    new Actor(ActorKind.Member, $"Member {member}", members[member], $"192.168.1.{number % 200}"),
                    kinds[number % kinds.Length],
                    number == rows / 3 ? "Needle" : $"{s_things[number % s_things.Length]} {number % 40}",
                    count: 1);
                row.Result = number % 100 == 0 ? HistoryResult.Refused : HistoryResult.Done;
                database.History.Add(row);
            }

            await database.SaveChangesAsync();
        }
    }

    private static async Task<double> TapAsync(Tapper tapper, Boards boards, int rounds)
    {
        var latencies = new Latencies();
        await tapper.TapAsync(boards, latencies, rounds);
        return latencies.Quantiles().Median;
    }

    // The median of five: the first one may read from the disk.
    private static async Task<double> AskAsync(HttpClient http, string path)
    {
        var latencies = new Latencies();
        for (var round = 0; round < 5; round++)
        {
            var began = Stopwatch.GetTimestamp();
            using var answer = await http.GetAsync(new Uri(path, UriKind.Relative));
            answer.EnsureSuccessStatusCode();
            await answer.Content.ReadAsByteArrayAsync();
            latencies.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        return latencies.Quantiles().Median;
    }

    private static async Task<(long Bytes, TimeSpan Took)> DownloadAsync(HttpClient http)
    {
        var began = Stopwatch.GetTimestamp();
        await using var table = await http.GetStreamAsync(new Uri("api/audit?format=csv", UriKind.Relative));
        var (buffer, bytes) = (new byte[64 * 1024], 0L);
        while (await table.ReadAsync(buffer) is var read and > 0)
        {
            bytes += read;
        }

        return (bytes, Stopwatch.GetElapsedTime(began));
    }
}
