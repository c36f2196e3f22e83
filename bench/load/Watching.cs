using System.Diagnostics;
using System.Net;
using RailHub.Firmware.Virtual;

namespace RailHub.Bench.Load;

/// <summary>
/// What it costs to be watched: two processes with the same boards at the same time. One is watched by nobody; the other is read by a
/// Prometheus and sends traces, metrics and logs to a collector, both in this process.
/// </summary>
internal static class Watching
{
    private const string NotWatched = "OTEL_SDK_DISABLED";

    private static readonly TimeSpan s_scrape = TimeSpan.FromSeconds(15);

    public static async Task RunAsync(int count, int perSecond, int seconds)
    {
        using var collector = new HttpListener();
        var address = Collect(collector);
        await using var boards = await Boards.StartAsync(count / 2, count - (count / 2), series: 5);
        Environment.SetEnvironmentVariable(NotWatched, "true");
        await using var alone = await Platform.StartAsync(Platform.DefaultProgram, "--no-demo");
        Environment.SetEnvironmentVariable(NotWatched, null);
        Environment.SetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT", address);
        Environment.SetEnvironmentVariable("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf");
        Environment.SetEnvironmentVariable("OTEL_METRIC_EXPORT_INTERVAL", "15000");
        await using var watched = await Platform.StartAsync(Platform.DefaultProgram, "--no-demo");
        Environment.SetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT", null);
        foreach (var layout in boards.All.Chunk(50).Index())
        {
            await alone.AddAsync(layout.Item, $"Load {layout.Index}");
            await watched.AddAsync(layout.Item, $"Load {layout.Index}");
        }

        using var stop = new CancellationTokenSource();
        Task[] load = [ChangeAsync(boards.All, perSecond, stop.Token), ScrapeAsync(watched, stop.Token)];

        // What happens at the beginning is over: proofs, first reports, tiered compilation.
        await Task.Delay(TimeSpan.FromSeconds(20));
        Console.WriteLine();
        Console.WriteLine($"{count} boards, {perSecond} changes a second, three times {seconds} s");
        for (var round = 0; round < 3; round++)
        {
            var (before, beforeWatched, began) = (alone.Cpu, watched.Cpu, Stopwatch.GetTimestamp());
            await Task.Delay(TimeSpan.FromSeconds(seconds));
            var lasted = Stopwatch.GetElapsedTime(began);
            var (share, shareWatched) = ((alone.Cpu - before) / lasted, (watched.Cpu - beforeWatched) / lasted);
            Console.WriteLine(
                $"  watched by nobody {share,6:P1} of a core, {alone.WorkingSet / 1048576} MiB   watched {shareWatched,6:P1}, {watched.WorkingSet / 1048576} MiB   {(shareWatched / share) - 1,6:P1} more");
        }

        await stop.CancelAsync();
        await Task.WhenAll(load).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static string Collect(HttpListener collector)
    {
        var address = $"http://127.0.0.1:{Random.Shared.Next(21000, 22000)}/";
        collector.Prefixes.Add(address);
        collector.Start();
        _ = AnswerAsync();
        return address;

        async Task AnswerAsync()
        {
            while (collector.IsListening)
            {
                var context = await collector.GetContextAsync();
                await context.Request.InputStream.CopyToAsync(Stream.Null);
                context.Response.Close();
            }
        }
    }

    private static async Task ChangeAsync(IReadOnlyList<VirtualBoard> boards, int perSecond, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / perSecond));
        for (var number = 0; await timer.WaitForNextTickAsync(stop); number++)
        {
            var board = boards[number % boards.Count];
            await board.ControlAsync(board.Profile.PinAt(0), true, 1 + (number / boards.Count % 99), CancellationToken.None);
        }
    }

    private static async Task ScrapeAsync(Platform platform, CancellationToken stop)
    {
        using var http = platform.Http();
        using var timer = new PeriodicTimer(s_scrape);
        do
        {
            await http.GetStringAsync("metrics", stop);
        }
        while (await timer.WaitForNextTickAsync(stop));
    }
}
