using System.Diagnostics;
using System.Net.Http.Json;

namespace RailHub.Bench.Cluster;

/// <summary>What becomes of boards, viewers and promises when a part of the cluster goes.</summary>
internal static class Failover
{
    private const int Silos = 3;
    private const int Boards = 300;
    private const int Viewers = 60;
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

    public static async Task DatabaseAsync(TimeSpan away)
    {
        await using var run = await Run.StartAsync(Silos);
        var (cluster, club, watch) = (run.Cluster, run.Club, run.Watch);
        using var http = club.Http();
        await using var somebody = new Operator(club, watch, s_pause);
        await Task.Delay(TimeSpan.FromSeconds(5));
        var kept = new List<string>();
        await EditAsync(5);
        var before = (somebody.Asked, somebody.Promised);
        var linked = Linked();

        await cluster.StopAsync("postgres");
        var (least, began) = (linked, Stopwatch.GetTimestamp());
        var edits = 0;
        while (Stopwatch.GetElapsedTime(began) < away)
        {
            least = Math.Min(least, Linked());
            edits += await EditAsync(1);
            await Task.Delay(500);
        }

        var during = (Asked: somebody.Asked - before.Asked, Promised: somebody.Promised - before.Promised);
        await cluster.StartAsync("postgres");
        var back = Stopwatch.GetTimestamp();
        while (await EditAsync(1) == 0)
        {
            await Task.Delay(100);
        }

        var editAfter = Stopwatch.GetElapsedTime(back);
        await cluster.UntilReadyAsync();
        var ready = Stopwatch.GetElapsedTime(back);
        await somebody.RestAsync(true);
        var lost = await somebody.LostAsync();
        var there = (await http.GetFromJsonAsync<System.Text.Json.JsonElement>("api/layouts")).EnumerateArray().Select(layout => layout.GetProperty("name").GetString()).ToHashSet();

        Console.WriteLine($"  database away for {away.TotalSeconds:F0} s: {during.Promised} of {during.Asked} commands were answered that they are done or kept; {edits} edits were taken meanwhile");
        Console.WriteLine($"  links at the boards: {linked} before, {least} at least meanwhile; longest answer {somebody.Longest.TotalSeconds:F1} s");
        Console.WriteLine($"  lost: {kept.Count(name => !there.Contains(name))} of {kept.Count} edits that were taken, {lost} lamps; {watch.Strange} of {watch.Commands} commands at a wrong board");
        Console.WriteLine($"  the first edit {editAfter.TotalSeconds:F1} s after its start, all ready after {ready.TotalSeconds:F1} s");
        Console.WriteLine($"  answers: {string.Join(", ", somebody.Answers.Select(pair => $"{pair.Value} {pair.Key}"))}");

        int Linked() => club.Boards.Count(board => board.StatusClients > 0);

        async Task<int> EditAsync(int times)
        {
            var taken = 0;
            for (var time = 0; time < times; time++)
            {
                var name = $"Made {Guid.NewGuid():N}";
                using var made = await http.PostAsJsonAsync("api/layouts", new { name });
                if (made.IsSuccessStatusCode)
                {
                    kept.Add(name);
                    taken++;
                }
            }

            return taken;
        }
    }

    public static async Task JoinAsync()
    {
        await using var run = await Run.StartAsync(silos: Silos, stopped: ["silo2", "silo3"]);
        var (cluster, club) = (run.Cluster, run.Club);
        var gaps = new Dictionary<object, (long Since, double Longest)>();
        var (began, even) = (Stopwatch.GetTimestamp(), double.NaN);
        await cluster.StartAsync("silo2");
        await cluster.StartAsync("silo3");
        int[] links = [];
        while (Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(90))
        {
            for (var look = 0; look < 40; look++)
            {
                var now = Stopwatch.GetTimestamp();
                foreach (var board in club.Boards)
                {
                    var gap = gaps.GetValueOrDefault(board);
                    gaps[board] = board.StatusClients > 0 ? (0, gap.Longest)
                        : gap.Since == 0 ? (now, gap.Longest)
                        : (gap.Since, Math.Max(gap.Longest, Stopwatch.GetElapsedTime(gap.Since, now).TotalSeconds));
                }

                await Task.Delay(50);
            }

            links = await cluster.LinksAsync(Silos, club.Feeds);
            Console.WriteLine($"  {Stopwatch.GetElapsedTime(began).TotalSeconds,4:F0} s  {string.Join("  ", links)}");
            var share = Boards / (double)Silos;
            if (double.IsNaN(even) && links.All(count => Math.Abs(count - share) <= 0.2 * share))
            {
                even = Stopwatch.GetElapsedTime(began).TotalSeconds;
            }
        }

        Console.WriteLine($"  within 20 % of even after {even:F0} s; longest gap of a link {gaps.Values.Max(gap => gap.Longest):F2} s; two links for {run.Watch.LongestDouble:F2} s at most");
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

    private sealed class Run : IAsyncDisposable
    {
        private Run(LocalCluster cluster, Club club, Watch watch) => (Cluster, Club, Watch) = (cluster, club, watch);

        public LocalCluster Cluster { get; }

        public Club Club { get; }

        public Watch Watch { get; }

        public static async Task<Run> StartAsync(int silos, params string[] stopped)
        {
            var cluster = await LocalCluster.StartAsync(silos, gateways: 2);
            foreach (var silo in stopped)
            {
                await cluster.StopAsync(silo);
            }

            Watch? watch = null;
            var club = await Club.MakeAsync(cluster.Address, cluster.Cookie, Boards, Viewers, options => options with { Taken = command => watch?.Note(options.Mac, command) });
            watch = new Watch(club.Boards);
            Console.WriteLine($"{silos - stopped.Length} silos, 2 gateways, {Boards} boards in {club.Layouts.Count} layouts, {Viewers} viewers");
            return new Run(cluster, club, watch);
        }

        public async ValueTask DisposeAsync()
        {
            await Watch.DisposeAsync();
            await Club.DisposeAsync();
            await Cluster.DisposeAsync();
        }
    }
}
