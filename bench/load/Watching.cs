using System.Diagnostics;
using System.Net;
using RailHub.Firmware.Virtual;

namespace RailHub.Bench.Load;

/// <summary>
/// What it costs to be watched: three processes with the same boards at the same time. One is watched by nobody; one sends traces, metrics and
/// logs to a collector; one sends it traces and is read by a Prometheus, as compose has it. Both are in this process.
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
        await using var pushing = await Platform.StartAsync(Platform.DefaultProgram, "--no-demo");
        Environment.SetEnvironmentVariable("OTEL_METRICS_EXPORTER", "none");
        Environment.SetEnvironmentVariable("OTEL_LOGS_EXPORTER", "none");
        await using var scraped = await Platform.StartAsync(Platform.DefaultProgram, "--no-demo");
        Environment.SetEnvironmentVariable("OTEL_METRICS_EXPORTER", null);
        Environment.SetEnvironmentVariable("OTEL_LOGS_EXPORTER", null);
        Environment.SetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT", null);
        foreach (var layout in boards.All.Chunk(50).Index())
        {
            await alone.AddAsync(layout.Item, $"Load {layout.Index}");
            await pushing.AddAsync(layout.Item, $"Load {layout.Index}");
            await scraped.AddAsync(layout.Item, $"Load {layout.Index}");
        }

        using var stop = new CancellationTokenSource();
        Task[] load = [ChangeAsync(boards.All, perSecond, stop.Token), ScrapeAsync(scraped, stop.Token)];

        // What happens at the beginning is over: proofs, first reports, tiered compilation.
        await Task.Delay(TimeSpan.FromSeconds(20));
        Console.WriteLine();
        Console.WriteLine($"{count} boards, {perSecond} changes a second, three times {seconds} s");
        for (var round = 0; round < 3; round++)
        {
            Platform[] all = [alone, pushing, scraped];
            TimeSpan[] before = [.. all.Select(platform => platform.Cpu)];
            var began = Stopwatch.GetTimestamp();
            await Task.Delay(TimeSpan.FromSeconds(seconds));
            var lasted = Stopwatch.GetElapsedTime(began);
            double[] shares = [.. all.Zip(before, (platform, cpu) => (platform.Cpu - cpu) / lasted)];
            Console.WriteLine(
                $"  watched by nobody {shares[0],6:P1} of a core, {alone.WorkingSet >> 20} MiB   pushing all {shares[1],6:P1}, {pushing.WorkingSet >> 20} MiB, {(shares[1] / shares[0]) - 1,6:P1} more   "
                + $"traces pushed, metrics read {shares[2],6:P1}, {scraped.WorkingSet >> 20} MiB, {(shares[2] / shares[0]) - 1,6:P1} more");
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
