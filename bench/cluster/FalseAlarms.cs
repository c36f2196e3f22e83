using System.Diagnostics;
using RailHub.Firmware.Virtual;

namespace RailHub.Bench.Cluster;

/// <summary>Nothing is wrong but that the machine has no time: is anybody taken for dead?</summary>
internal static class FalseAlarms
{
    private const int Silos = 3;
    private const int Loops = 3;
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);

    /// <param name="lasting">For how long.</param>
    public static async Task RunAsync(TimeSpan lasting)
    {
        await using var run = await Run.StartAsync(Silos);
        var (cluster, club) = (run.Cluster, run.Club);
        await Task.Delay(TimeSpan.FromSeconds(15));
        await using var links = new Gaps<VirtualBoard>(club.Boards, board => board.StatusClients > 0);
        await using var views = new Gaps<Viewer>(club.Viewers, viewer => viewer.View is not null);
        await using var somebody = new Operators(club, run.Watch, 2, s_pause);
        var loops = Enumerable.Range(0, Loops).Select(_ => Process.Start("sh", ["-c", "while :; do :; done"])).ToArray();
        try
        {
            await Task.Delay(lasting);
            var load = (await File.ReadAllTextAsync("/proc/loadavg")).Split(' ')[0];
            Console.WriteLine($"  {Loops} loops for {lasting.TotalSeconds:F0} s, load {load}: {somebody.Promised} of {somebody.Asked} commands promised, longest answer {somebody.Longest.TotalSeconds:F1} s ({somebody.Say()})");
            Console.WriteLine($"  {links.Say("links")}; {views.Say("viewers")}");
        }
        finally
        {
            foreach (var loop in loops)
            {
                loop.Kill();
                loop.Dispose();
            }
        }

        // A vote stands in the row of whom it is against, as an address and a time; it stays there when nothing came of it.
        var counted = (await cluster.SqlAsync(
            "SELECT count(*), count(*) FILTER (WHERE status = 6), coalesce(sum(length(suspecttimes) - length(replace(suspecttimes, ',', ''))), 0) FROM orleansmembershiptable"))[0].Split('|');
        var ended = 0;
        var cutOff = 0;
        foreach (var silo in Enumerable.Range(1, Silos))
        {
            var log = await cluster.LogAsync($"silo{silo}");
            ended += log.Count(line => line.StartsWith("--- ", StringComparison.Ordinal));
            cutOff += log.Count(line => line.Contains("links are closed: True", StringComparison.Ordinal));
        }

        Console.WriteLine($"  taken for dead: {counted[1]} of {counted[0]} silos; votes: {counted[2]}; ended: {ended}; cut themselves off: {cutOff}");
    }
}
