using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using RailHub.Firmware;
using RailHub.Firmware.Virtual;

namespace RailHub.EndToEnd.Tests;

/// <summary>Who asks the club to stop, at whatever moment, gets exit code 0, and a log with nothing in it that is no trouble.</summary>
public sealed class StopTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_club_that_starts_runs_and_stops_says_nothing_in_its_log()
    {
        using var data = new TempDirectory();
        var port = FreePort();
        var program = PlatformProgram.Start("Standalone", ["--data", data.Path, "--urls", $"http://127.0.0.1:{port}"]);

        // Asked from the first moment on, as probes do.
        using var probe = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        var probing = ProbeUntilReadyAsync(probe);
        await using var platform = await StandaloneProcess.UntilReadyAsync(program);
        await probing;
        var layout = await platform.LayoutAsync("Mill Valley");
        await platform.PostAsync($"api/layouts/{layout}/scenes/capture", new { name = "Here" });

        Assert.Equal(0, await platform.StopAsync("TERM"));

        // That the machine gave it no time for a second is nothing that it did.
        var log = (await platform.LogAsync()).Replace("warn: Microsoft.AspNetCore.Server.Kestrel[22]", "heartbeat late", StringComparison.Ordinal);
        Assert.DoesNotContain("warn:", log, StringComparison.Ordinal);
        Assert.DoesNotContain("fail:", log, StringComparison.Ordinal);
        Assert.DoesNotContain("crit:", log, StringComparison.Ordinal);
        Assert.DoesNotContain("xception", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_club_that_waits_for_boards_stops_when_it_is_told_to()
    {
        using var data = new TempDirectory();
        using var dumb = new TcpListener(IPAddress.Loopback, 0);
        dumb.Start();
        await using var mute = await StartBoardAsync(1, TimeSpan.FromHours(1));
        await using var flooding = await StartBoardAsync(2, TimeSpan.FromHours(1));
        await using var platform = await StandaloneProcess.StartAsync(data.Path, options: "--no-demo");
        var layout = (await platform.PostAsync("api/layouts", new { name = "Waiting" })).GetProperty("id").GetString()!;
        await AddAsync(platform, layout, mute);
        await AddAsync(platform, layout, flooding);
        await UntilAsync(platform, layout, mute, IsLive);
        await UntilAsync(platform, layout, flooding, IsLive);
        using var flood = new CancellationTokenSource();
        var pouring = FloodAsync(flooding, flood.Token);

        var answers = new List<Task<HttpStatusCode?>>
        {
            AnswerAsync(platform.Http.PatchAsJsonAsync(Output(layout, mute), new { active = true, brightness = 70 })),
            AnswerAsync(platform.Http.PatchAsJsonAsync(Output(layout, flooding), new { active = true, brightness = 70 })),
            AnswerAsync(platform.Http.PostAsJsonAsync(
                $"api/layouts/{layout}/controllers", new { host = "127.0.0.1", httpPort = Port(dumb), webSocketPort = Port(dumb) })),
        };
        await UntilAsync(platform, layout, mute, IsWanted);
        await UntilAsync(platform, layout, flooding, IsWanted);
        using var asked = await dumb.AcceptTcpClientAsync().WaitAsync(s_patience);

        Assert.Equal(0, await platform.StopAsync("TERM"));

        foreach (var answer in await Task.WhenAll(answers).WaitAsync(s_patience))
        {
            Assert.True(answer is null or HttpStatusCode.Accepted or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout, $"{answer}");
        }

        await flood.CancelAsync();
        await pouring;
    }

    [Fact]
    public async Task A_start_can_be_stopped()
    {
        using var data = new TempDirectory();
        using var made = new FileSystemWatcher(data.Path, "railhub.lock");
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        made.Created += (_, _) => begun.TrySetResult();
        made.EnableRaisingEvents = true;
        await using var program = PlatformProgram.Start("Standalone", ["--data", data.Path, "--urls", "http://127.0.0.1:0"]);
        await begun.Task.WaitAsync(s_patience);

        await program.SignalAsync("TERM");

        Assert.Equal(0, await program.EndAsync());
        Assert.Equal("", await program.Errors);
    }

    [Fact]
    public async Task A_first_start_that_is_killed_is_made_good_by_the_next()
    {
        using var data = new TempDirectory();
        using var made = new FileSystemWatcher(data.Path, "railhub.db-new");
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        made.Created += (_, _) => begun.TrySetResult();
        made.EnableRaisingEvents = true;
        await using (var program = PlatformProgram.Start("Standalone", ["--data", data.Path, "--urls", "http://127.0.0.1:0", "--no-demo"]))
        {
            await begun.Task.WaitAsync(s_patience);
            await program.SignalAsync("KILL");
            await program.EndAsync();
        }

        await using var platform = await StandaloneProcess.StartAsync(data.Path, options: "--no-demo");
        await platform.PostAsync("api/layouts", new { name = "Here after all" });
    }

    private static async Task<VirtualBoard> StartBoardAsync(int number, TimeSpan latency) => await VirtualBoard.StartAsync(new VirtualBoardOptions
    {
        Profile = BoardProfile.RailHub8266,
        Mac = $"02:52:48:0F:00:{number:X2}",
        CommandLatency = latency,
    });

    private static async Task AddAsync(StandaloneProcess platform, string layout, VirtualBoard board) => await platform.PostAsync(
        $"api/layouts/{layout}/controllers", new { host = "127.0.0.1", httpPort = board.HttpPort, webSocketPort = board.WebSocketPort });

    // Two states of the board in turn, as fast as they go out.
    private static Task FloodAsync(VirtualBoard board, CancellationToken cancellation) => Task.Run(async () =>
    {
        using var http = new HttpClient();
        var status = await http.GetStringAsync(new Uri($"http://127.0.0.1:{board.HttpPort}/api/status"), CancellationToken.None);
        byte[][] frames = [Frame(status), Frame(status.Replace("\"brightness\":100", "\"brightness\":40", StringComparison.Ordinal))];
        for (var number = 0; !cancellation.IsCancellationRequested; number++)
        {
            board.BroadcastRaw(frames[number % 2]);
            await Task.Yield();
        }
    }, CancellationToken.None);

    // A text frame of a server (RFC 6455 5.2), with its length in 16 bits.
    private static byte[] Frame(string text)
    {
        var payload = Encoding.UTF8.GetBytes(text);
        var frame = new byte[4 + payload.Length];
        (frame[0], frame[1]) = (0x81, 126);
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(2), (ushort)payload.Length);
        payload.CopyTo(frame, 4);
        return frame;
    }

    private static string Output(string layout, VirtualBoard board) => $"api/layouts/{layout}/controllers/{board.Mac}/outputs/4";

    private static async Task UntilAsync(StandaloneProcess platform, string layout, VirtualBoard board, Func<JsonElement, bool> holds)
    {
        using var patience = new CancellationTokenSource(s_patience);
        while (!holds(await platform.GetAsync($"api/layouts/{layout}/controllers/{board.Mac}")))
        {
            patience.Token.ThrowIfCancellationRequested();
        }
    }

    private static bool IsLive(JsonElement board) => board.GetProperty("link").GetProperty("state").GetString() == "live";

    // Then its command is on its way: nothing else is, and the board takes an hour over it.
    private static bool IsWanted(JsonElement board) => board.GetProperty("outputs").EnumerateArray().Any(output => output.TryGetProperty("desired", out _));

    // The club may answer before it stops, or end the connection.
    private static async Task<HttpStatusCode?> AnswerAsync(Task<HttpResponseMessage> answering)
    {
        try
        {
            using var answer = await answering;
            return answer.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private static async Task ProbeUntilReadyAsync(HttpClient probe)
    {
        using var patience = new CancellationTokenSource(s_patience);
        for (var ready = false; !ready;)
        {
            patience.Token.ThrowIfCancellationRequested();
            try
            {
                ready = (await probe.GetAsync("health/ready", patience.Token)).IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                ready = false; // It does not listen yet.
            }
        }
    }

    private static int Port(TcpListener listener) => ((IPEndPoint)listener.LocalEndpoint).Port;

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return Port(probe);
    }
}
