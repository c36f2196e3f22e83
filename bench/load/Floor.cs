using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text.Json;

namespace RailHub.Bench.Load;

/// <summary>
/// Many viewers of one layout, and in the same run as many connections to a hub and a relay that only replay the platform's frames at
/// their moments: what the platform costs beyond is its own.
/// </summary>
internal static class Floor
{
    // Every so many of the viewers look at what they get: evenly, for those who joined first are served first.
    private const int Sampled = 20;

    public static async Task RunAsync(Boards boards, Platform platform, string layout, int viewers, int perSecond, int seconds)
    {
        await using var bare = await BareProcess.StartAsync();
        foreach (var packed in (bool[])[false, true])
        {
            var (changes, latencies, recorded) = (new Changes(), new Latencies(), new ConcurrentQueue<Frame>());
            var look = Receipts.Of(changes, latencies);
            var recorder = await HubViewer.WatchAsync(platform.Address, platform.Cookie, layout, packed: false, recorded.Enqueue);
            var all = await JoinAsync(viewers, number => HubViewer.WatchAsync(platform.Address, platform.Cookie, layout, packed, number % Sampled == 0 ? look : null));
            await Scenario.ChangeAsync(new Changes(), boards, perSecond, 3);
            recorded.Clear();
            var (cpu, before) = (platform.Cpu, all.Sum(viewer => viewer.Bytes));
            await Scenario.ChangeAsync(changes, boards, perSecond, seconds);
            await Task.Delay(TimeSpan.FromSeconds(1));
            var used = platform.Cpu - cpu;
            Recorded[] frames = [.. recorded.Select(frame => new Recorded(Stopwatch.GetElapsedTime(recorded.First().At, frame.At).TotalMilliseconds, frame.Number, frame.Delta))];
            var bytes = (double)(all.Sum(viewer => viewer.Bytes) - before) / viewers / frames.Length;
            Console.WriteLine();
            Console.WriteLine($"{viewers} viewers, {perSecond} changes/s, {(packed ? "MessagePack" : "JSON")}: {frames.Length} frames of {bytes:F0} bytes");
            var ours = Report("platform", used, viewers, frames.Length, latencies);
            await LeaveAsync([.. all, recorder]);

            var hub = await ReplayAsync("hub", async onFrame => await HubViewer.WatchAsync(bare.Address, null, layout, packed, onFrame));
            Console.WriteLine($"  platform / bare hub     CPU {ours.Cpu / hub.Cpu:F2}   p99 {ours.P99 / hub.P99:F2}");
            if (!packed)
            {
                await ReplayAsync("relay", async onFrame => await RelayViewer.WatchAsync(bare.Address, onFrame));
            }

            async Task<(double Cpu, double P99)> ReplayAsync(string what, Func<Action<Frame>?, Task<IAsyncDisposable>> join)
            {
                var came = new ConcurrentQueue<Frame>();
                var connections = await JoinAsync(
                    viewers, number => join(number % Sampled == 0 ? came.Enqueue : null));
                using var http = new HttpClient { BaseAddress = bare.Address, Timeout = TimeSpan.FromMinutes(5) };
                var cpu = bare.Cpu;
                using var answer = await http.PostAsJsonAsync($"replay/{what}", frames);
                await Task.Delay(TimeSpan.FromSeconds(1));
                var used = bare.Cpu - cpu;
                var sent = await answer.Content.ReadFromJsonAsync<long[]>() ?? [];
                var moments = frames.Select((frame, index) => (frame.Number, sent[index])).ToDictionary();
                var latencies = new Latencies();
                foreach (var frame in came)
                {
                    latencies.Add(Stopwatch.GetElapsedTime(moments[frame.Number], frame.At).TotalMilliseconds);
                }

                var figures = Report(what == "hub" ? "bare hub" : "relay", used, viewers, frames.Length, latencies);
                await LeaveAsync(connections);
                return figures;
            }
        }
    }

    private static async Task<List<T>> JoinAsync<T>(int count, Func<int, Task<T>> join)
    {
        var all = new List<T>();
        for (var number = 0; number < count; number++)
        {
            all.Add(await join(number));
        }

        return all;
    }

    private static async Task LeaveAsync(IEnumerable<IAsyncDisposable> all)
    {
        foreach (var one in all)
        {
            await one.DisposeAsync();
        }
    }

    private static (double Cpu, double P99) Report(string what, TimeSpan cpu, int viewers, int frames, Latencies latencies)
    {
        var (median, p99, _) = latencies.Quantiles();
        var each = cpu.TotalMicroseconds / viewers / frames;
        Console.WriteLine($"  {what,-10} {each,7:F1} us per viewer and frame   median {median,7:F2} ms   p99 {p99,7:F2} ms   {latencies.Count} receipts");
        return (each, p99);
    }

    private sealed class RelayViewer(ClientWebSocket socket, CancellationTokenSource stop, Task reading) : IAsyncDisposable
    {
        public static async Task<RelayViewer> WatchAsync(Uri server, Action<Frame>? onFrame)
        {
            var (socket, stop) = (new ClientWebSocket(), new CancellationTokenSource());
            await socket.ConnectAsync(new Uri($"ws://{server.Authority}/relay"), CancellationToken.None);
            return new RelayViewer(socket, stop, WebSocketReader.ReadAllAsync(socket, bytes => onFrame?.Invoke(Read(bytes)), stop.Token));
        }

        private static Frame Read(ReadOnlyMemory<byte> bytes)
        {
            var now = Stopwatch.GetTimestamp();
            using var frame = JsonDocument.Parse(bytes);
            return new Frame(frame.RootElement[0].GetInt64(), frame.RootElement[1].GetRawText(), now);
        }

        public async ValueTask DisposeAsync()
        {
            await stop.CancelAsync();
            await reading;
            socket.Dispose();
            stop.Dispose();
        }
    }

    private sealed class BareProcess(Process process, Uri address) : IAsyncDisposable
    {
        public Uri Address { get; } = address;

        public TimeSpan Cpu
        {
            get
            {
                process.Refresh();
                return process.TotalProcessorTime;
            }
        }

        public static async Task<BareProcess> StartAsync()
        {
            var process = Process.Start(new ProcessStartInfo("dotnet", [typeof(Floor).Assembly.Location, BareServer.Serve]) { RedirectStandardOutput = true })!;
            var line = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The bare server did not start.");
            return new BareProcess(process, new Uri(line["ready ".Length..]));
        }

        public async ValueTask DisposeAsync()
        {
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }
    }
}
