using System.Diagnostics;
using RailHub.Firmware.Virtual;

namespace RailHub.Bench.Cluster;

/// <summary>Many boards are linked at once: by silos that all start at the same time, and after a silo's death.</summary>
internal static class BootStorm
{
    private const int Silos = 3;
    private static readonly TimeSpan s_window = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(20);

    public static async Task RunAsync()
    {
        await StartsAsync(boards: 200);
        await DiesAsync(boards: 300);
    }

    private static async Task StartsAsync(int boards)
    {
        await using var run = await Run.StartAsync(Silos, boards: boards);
        string[] silos = [.. Enumerable.Range(1, Silos).Select(number => $"silo{number}")];
        await Task.WhenAll(silos.Select(run.Cluster.StopAsync));
        while (run.Club.Boards.Any(board => board.StatusClients > 0))
        {
            await Task.Delay(100);
        }

        await CountAsync(run, "all silos start at once", () => Task.WhenAll(silos.Select(run.Cluster.StartAsync)), isOver: () => run.Club.Boards.All(board => board.StatusClients > 0));
    }

    private static async Task DiesAsync(int boards)
    {
        await using var run = await Run.StartAsync(Silos, boards: boards);
        await Task.Delay(TimeSpan.FromSeconds(15));
        var (links, had) = (await run.Cluster.LinksAsync(Silos, run.Club.Feeds), 0);
        await CountAsync(run, $"a silo dies that had {links[0]} of {boards} links", () => run.Cluster.KillAsync("silo1"), isOver: () =>
        {
            had += run.Club.Boards.Count(board => board.StatusClients == 0);
            return had > 0 && run.Club.Boards.All(board => board.StatusClients > 0);
        });
    }

    private static async Task CountAsync(Run run, string name, Func<Task> blow, Func<bool> isOver)
    {
        var club = run.Club;
        var before = Opened();
        var (opened, began) = (new List<(TimeSpan At, int Count)>(), Stopwatch.GetTimestamp());
        await blow();
        var seen = club.UntilSeenAsync(began);
        TimeSpan? linked = null;
        var (most, doubled) = (0, new HashSet<VirtualBoard>());
        while (!seen.IsCompleted || linked is null)
        {
            opened.Add((Stopwatch.GetElapsedTime(began), Opened() - before));
            foreach (var board in club.Boards)
            {
                var held = board.StatusClients;
                most = Math.Max(most, held);
                if (held > 1)
                {
                    doubled.Add(board);
                }
            }

            if (linked is null && isOver())
            {
                linked = Stopwatch.GetElapsedTime(began);
            }

            await Task.Delay(s_look);
        }

        var first = opened.First(look => look.Count > 0).At;
        var quickest = opened.Max(look => look.Count - opened.Last(other => other.At <= look.At - s_window || other == opened[0]).Count);
        Console.WriteLine($"  {name}: the first connection after {first.TotalSeconds:F1} s, all linked after {linked.Value.TotalSeconds:F1} s, seen live by every viewer after {(await seen)?.Last ?? double.NaN:F1} s");
        Console.WriteLine($"    {opened[^1].Count} connections to status feeds of {club.Boards.Count} boards, {quickest} within a second at most; {doubled.Count} boards had more than one place taken, {most} at most, for {run.Watch.LongestDouble:F2} s at most");

        int Opened() => club.Boards.Sum(board => board.StatusConnections);
    }
}
