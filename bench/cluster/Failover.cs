using System.Diagnostics;
using RailHub.Firmware.Virtual;

namespace RailHub.Bench.Cluster;

/// <summary>What becomes of boards, viewers and promises when a part of the cluster goes.</summary>
internal static class Failover
{
    private const int Silos = 3;
    private const int Boards = 300;
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);

    public static Task KillAsync(int rounds) => RoundsAsync(rounds, async (cluster, club, watch, round) =>
    {
        var silo = $"silo{(round % Silos) + 1}";
        var began = Stopwatch.GetTimestamp();
        await cluster.KillAsync(silo);
        return await club.UntilSeenAsync(began);
    });

    public static Task FreezeAsync(int rounds) => RoundsAsync(rounds, async (cluster, club, watch, round) =>
    {
        var silo = $"silo{(round % Silos) + 1}";
        watch.CountsDoubles = false;
        var began = Stopwatch.GetTimestamp();
        await cluster.FreezeAsync(silo);
        var recovery = await club.UntilSeenAsync(began);
        await Task.Delay(TimeSpan.FromSeconds(5));
        await cluster.ThawAsync(silo);
        watch.CountsDoubles = true;
        await Task.Delay(TimeSpan.FromSeconds(5));
        return recovery;
    });

    public static Task GatewayAsync(int rounds) => RoundsAsync(rounds, async (cluster, club, watch, round) =>
    {
        var began = Stopwatch.GetTimestamp();
        await cluster.KillAsync($"gateway{(round % 2) + 1}");
        return await club.UntilSeenAsync(began);
    });

    public static async Task JoinAsync()
    {
        await using var run = await Run.StartAsync(silos: Silos, stopped: ["silo2", "silo3"]);
        var (cluster, club) = (run.Cluster, run.Club);
        await using var gaps = new Gaps<VirtualBoard>(club.Boards, board => board.StatusClients > 0);
        var (began, even) = (Stopwatch.GetTimestamp(), double.NaN);
        await cluster.StartAsync("silo2");
        await cluster.StartAsync("silo3");
        int[] links = [];
        while (Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(90))
        {
            await Task.Delay(TimeSpan.FromSeconds(2));
            links = await cluster.LinksAsync(Silos, club.Feeds);
            Console.WriteLine($"  {Stopwatch.GetElapsedTime(began).TotalSeconds,4:F0} s  {string.Join("  ", links)}");
            var share = Boards / (double)Silos;
            if (double.IsNaN(even) && links.All(count => Math.Abs(count - share) <= 0.2 * share))
            {
                even = Stopwatch.GetElapsedTime(began).TotalSeconds;
            }
        }

        Console.WriteLine($"  within 20 % of even after {even:F0} s; {gaps.Say("links")}; two links for {run.Watch.LongestDouble:F2} s at most");
    }

    private static async Task RoundsAsync(int rounds, Func<LocalCluster, Club, Watch, int, Task<Recovery?>> hit)
    {
        await using var run = await Run.StartAsync(Silos);
        var (cluster, club, watch) = (run.Cluster, run.Club, run.Watch);
        await using var somebody = new Operator(club, watch, s_pause);
        var (all, lost, wrong) = (new List<double>(), 0, 0);
        for (var round = 0; round < rounds; round++)
        {
            var recovery = await hit(cluster, club, watch, round);
            await cluster.UntilReadyAsync();
            await somebody.RestAsync(true);
            lost += await somebody.LostAsync();
            wrong += await club.WrongAsync();
            await somebody.RestAsync(false);
            Console.WriteLine($"  {round + 1,3}: all seen live after {recovery?.Last ?? double.NaN,5:F1} s   lost so far {lost}, wrong {wrong}, two links for {watch.LongestDouble:F1} s at most");
            all.Add(recovery?.Last ?? double.PositiveInfinity);
            await Task.Delay(TimeSpan.FromSeconds(3));
        }

        all.Sort();
        Console.WriteLine();
        Console.WriteLine($"  until all boards are seen live: median {all[all.Count / 2]:F1} s, worst {all[^1]:F1} s, of {rounds}");
        Console.WriteLine($"  promised lamps that were lost: {lost}; outputs shown wrong at rest: {wrong}; commands at a wrong board: {watch.Strange} of {watch.Commands}");
        Console.WriteLine($"  two links longer than a second: {watch.LongDoubles}, the longest {watch.LongestDouble:F1} s");
        Console.WriteLine($"  asked {somebody.Asked}, promised {somebody.Promised}, refused or unknown {somebody.Refused}, longest answer {somebody.Longest.TotalSeconds:F1} s: {string.Join(", ", somebody.Answers.Select(pair => $"{pair.Value} {pair.Key}"))}");
        Console.WriteLine($"  viewers connected {club.Viewers.Sum(viewer => viewer.Connections - 1)} times again");
    }
}
