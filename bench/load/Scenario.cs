using System.Diagnostics;

namespace RailHub.Bench.Load;

/// <summary>Some viewers, and changes at the boards at an even rate, whatever becomes of those before.</summary>
internal static class Scenario
{
    private const int PinsPerBoard = 7;

    // Different from every value of the scenario before, so that no change is mistaken for an old one.
    private static int s_brightness = 1;

    public static async Task RunAsync(
        Boards boards, DirectClients direct, Platform platform, string layout, int viewers, int perSecond, int seconds)
    {
        var changes = new Changes();
        var (atDirect, atViewers) = (new Latencies(), new Latencies());
        var all = new List<HubViewer>();
        for (var number = 0; number < viewers; number++)
        {
            all.Add(await HubViewer.WatchAsync(platform.Address, platform.Cookie, layout, packed: false, Receipts.Of(changes, atViewers)));
        }

        // Warm code, as a club's server has it after a while; not measured.
        await ChangeAsync(new Changes(), boards, 100, 4);
        direct.Target = (changes, atDirect);
        var (cpu, began) = (platform.Cpu, Stopwatch.GetTimestamp());
        var made = await ChangeAsync(changes, boards, perSecond, seconds);
        await Task.Delay(TimeSpan.FromSeconds(1));
        var load = (platform.Cpu - cpu) / Stopwatch.GetElapsedTime(began);
        direct.Target = null;
        foreach (var viewer in all)
        {
            await viewer.DisposeAsync();
        }

        Report($"{viewers} viewers, {perSecond} changes/s", made, viewers, atDirect, atViewers, load, platform.WorkingSet);
    }

    public static async Task<int> ChangeAsync(Changes changes, Boards boards, int perSecond, int seconds)
    {
        var began = Stopwatch.GetTimestamp();
        var count = perSecond * seconds;
        for (var number = 0; number < count; number++)
        {
            var wait = TimeSpan.FromSeconds((double)number / perSecond) - Stopwatch.GetElapsedTime(began);
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait);
            }

            var board = boards.All[number % boards.All.Count];
            var pin = board.Profile.PinAt(number / boards.All.Count % PinsPerBoard);
            s_brightness = (s_brightness % 97) + 1;
            changes.Begin(board.Mac, pin, s_brightness);
            await board.ControlAsync(pin, true, s_brightness);
        }

        return count;
    }

    private static void Report(string name, int made, int viewers, Latencies direct, Latencies hub, double load, long memory)
    {
        var (a, b) = (direct.Quantiles(), hub.Quantiles());
        Console.WriteLine();
        Console.WriteLine($"{name}: {made} changes");
        Console.WriteLine($"  (a) at the board   median {a.Median,7:F2} ms   p99 {a.P99,7:F2} ms   longest {a.Longest,7:F2} ms   {direct.Count} receipts of {made}");
        Console.WriteLine($"  (b) by the hub     median {b.Median,7:F2} ms   p99 {b.P99,7:F2} ms   longest {b.Longest,7:F2} ms   {hub.Count} receipts of {made * viewers}");
        Console.WriteLine($"  b - a              median {b.Median - a.Median,7:F2} ms   p99 {b.P99 - a.P99,7:F2} ms   b / a median {b.Median / a.Median:F2}");
        Console.WriteLine($"  platform           {load:P0} of a core, {memory / 1048576} MiB");
    }
}
