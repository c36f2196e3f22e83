using System.Diagnostics;
using System.Text;
using RailHub.Firmware.Virtual;

namespace RailHub.Bench.Load;

/// <summary>
/// From a tap to its confirmation: at the board itself by a plain HTTP call, by REST, and by the hub, in turns over all boards, so that
/// the three are measured in the same minute.
/// </summary>
internal static class Taps
{
    // Rounds that nobody times: most slow taps are those of the first ten seconds, in which a process compiles its code once more.
    private const int WarmUp = 10;

    public static async Task RunAsync(Boards boards, Platform platform, string layout, int rounds)
    {
        using var tapper = await Tapper.EnterAsync(platform, layout);
        var (direct, byRest, byHub) = (new Latencies(), new Latencies(), new Latencies());
        for (var round = -WarmUp; round < rounds; round++)
        {
            if (round == 0)
            {
                (direct, byRest, byHub) = (new Latencies(), new Latencies(), new Latencies());
            }

            foreach (var board in boards.All)
            {
                var (pin, brightness) = (board.Profile.PinAt((round + WarmUp) % 4), 1 + (((round + WarmUp) * 7) % 97));
                await TimeAsync(direct, () => AtBoardAsync(board, pin, brightness));
                await TimeAsync(byRest, () => tapper.ByRestAsync(board.Mac, pin, brightness + 1));
                await TimeAsync(byHub, () => tapper.ByHubAsync(board.Mac, pin, brightness));
            }
        }

        Console.WriteLine();
        Console.WriteLine($"Tap to confirmed, {boards.All.Count} boards: {direct.Count} taps each way");
        var (floor, _, _) = direct.Quantiles();
        foreach (var (way, latencies) in new[] { ("at the board", direct), ("by REST", byRest), ("by the hub", byHub) })
        {
            var (median, p99, longest) = latencies.Quantiles();
            Console.WriteLine($"  {way,-13}  median {median,6:F2} ms ({median - floor:+0.00;-0.00})   p99 {p99,6:F2} ms   longest {longest,6:F2} ms");
        }
    }

    /// <summary>Times one tap.</summary>
    public static async Task TimeAsync(Latencies latencies, Func<Task> tap)
    {
        var began = Stopwatch.GetTimestamp();
        await tap();
        latencies.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);

        // People do not tap in a loop; and a board's budget is not what is measured here.
        await Task.Delay(5);
    }

    /// <summary>Sets one output at the board itself, by a connection of its own as boards want it and the platform does it.</summary>
    public static async Task AtBoardAsync(VirtualBoard board, int pin, int brightness)
    {
        using var handler = new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.Zero };
        using var http = new HttpClient(handler);
        using var content = new StringContent($$"""{"pin":{{pin}},"active":true,"brightness":{{brightness}}}""", Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(new Uri($"http://127.0.0.1:{board.HttpPort}/api/control"), content);
        answer.EnsureSuccessStatusCode();
    }
}
