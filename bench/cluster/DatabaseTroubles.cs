using System.Diagnostics;

namespace RailHub.Bench.Cluster;

/// <summary>The ways in which a database is of no use, each for a while.</summary>
internal static class DatabaseTroubles
{
    private const int Silos = 3;
    private const int FirstPort = 23000;
    private const int RoadPort = FirstPort + 3;
    private const string Rest = "Username=railhub;Database=railhub";
    private static readonly TimeSpan s_late = TimeSpan.FromSeconds(2);

    /// <summary>It is stopped.</summary>
    public static async Task StopAsync(TimeSpan lasting)
    {
        await using var run = await Run.StartAsync(Silos);
        await Outage.WatchAsync(run, "stopped", lasting, () => run.Cluster.StopAsync("postgres"), () => run.Cluster.StartAsync("postgres"));
    }

    /// <summary>Each of its answers comes two seconds late.</summary>
    public static async Task SlowAsync(TimeSpan lasting)
    {
        await using var road = new Road(FirstPort, RoadPort);
        await using var run = await Run.StartAsync(Silos, settings: Settings($"Host=127.0.0.1;Port={RoadPort};{Rest}"));
        await Outage.WatchAsync(run, $"answers {s_late.TotalSeconds:F0} s late", lasting, () => Delay(s_late), () => Delay(TimeSpan.Zero));

        Task Delay(TimeSpan delay)
        {
            road.Delay = delay;
            return Task.CompletedTask;
        }
    }

    /// <summary>Its disk is full, with its log on it.</summary>
    public static async Task FullAsync(TimeSpan lasting)
    {
        await using var run = await Run.StartAsync(Silos, settings: new Dictionary<string, string> { ["RAILHUB_CLUSTER_DISK"] = "250m" });
        var filling = Path.Combine(run.Cluster.DatabaseFiles, "filling");
        await Outage.WatchAsync(run, "disk full", lasting, FillAsync, () =>
        {
            File.Delete(filling);
            return Task.CompletedTask;
        });
        Console.WriteLine($"  Postgres says: {string.Join(" | ", (await run.Cluster.LogAsync("postgres"))
            .Where(line => line.Contains("No space", StringComparison.Ordinal) || line.Contains("PANIC", StringComparison.Ordinal) || line.Contains("--- ", StringComparison.Ordinal))
            .Select(line => line[Math.Min(line.Length, 35)..]).GroupBy(line => line).OrderByDescending(group => group.Count()).Take(5).Select(group => $"{group.Count()} x {group.Key}"))}");

        async Task FillAsync()
        {
            await using var file = new FileStream(filling, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
            try
            {
                for (var block = new byte[4096]; ;)
                {
                    await file.WriteAsync(block);
                }
            }
            catch (IOException)
            {
                // That was the last of it.
            }
        }
    }

    /// <summary>
    /// Its machine goes without a word, and ten seconds later another one, which followed it, is told to serve in its place. Silos and gateways know both
    /// from the beginning.
    /// </summary>
    public static async Task MovedAsync()
    {
        await using var road = new Road(FirstPort, RoadPort);
        await using var run = await Run.StartAsync(Silos, settings: Settings($"Host=localhost:{RoadPort},127.0.0.1:{FirstPort + 2};{Rest}"));
        await run.Cluster.AddStandbyAsync();
        await Task.Delay(TimeSpan.FromSeconds(3));
        await Outage.WatchAsync(
            run,
            "gone without a word",
            TimeSpan.FromSeconds(20),
            async () =>
            {
                road.IsSilent = true;
                await run.Cluster.StopAsync("postgres");
            },
            run.Cluster.PromoteAsync);
        var began = Stopwatch.GetTimestamp();
        await run.Cluster.RestartAsync("silo1");
        await run.Cluster.RestartAsync("gateway1");
        await run.Cluster.UntilReadyAsync();
        Console.WriteLine($"  a silo and a gateway that are started again then are ready after {Stopwatch.GetElapsedTime(began).TotalSeconds:F1} s");
    }

    private static Dictionary<string, string> Settings(string database) => new() { ["RAILHUB_CLUSTER_DATABASE"] = database };
}
