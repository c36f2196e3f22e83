using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR.Client;
using RailHub.Firmware;
using RailHub.Firmware.Virtual;

namespace RailHub.EndToEnd.Tests;

/// <summary>What a club tells a collector and a Prometheus.</summary>
public sealed class TelemetryTests
{
    private const string Controller = "railhub.controller";
    private const string Outcome = "railhub.outcome";

    [Fact]
    public async Task A_command_is_one_trace_from_its_caller_to_the_board_and_nothing_else_is_traced()
    {
        using var data = new TempDirectory();
        await using var collector = await TestCollector.StartAsync();
        await using var one = await StartBoardAsync(1);
        await using var other = await StartBoardAsync(2);
        await using var club = await StandaloneProcess.UntilReadyAsync(PlatformProgram.Start(
            "Standalone", ["--data", data.Path, "--urls", "http://127.0.0.1:0", "--no-demo"], [.. collector.Environment, ("Logging__LogLevel__RailHub", "Information")]));
        var layout = await AddAsync(club, one, other);

        // A program's own trace goes on, by the header of W3C's Trace Context.
        const string Trace = "0af7651916cd43dd8448eb211c80319c";
        const string Caller = "b7ad6b7169203331";
        using var request = new HttpRequestMessage(HttpMethod.Patch, $"api/layouts/{layout}/controllers/{one.Mac}/outputs/{one.Profile.PinAt(0)}")
        {
            Content = JsonContent.Create(new { active = true, brightness = 55 }),
            Headers = { { "traceparent", $"00-{Trace}-{Caller}-01" } },
        };
        using var answer = await club.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);

        var command = await FindAsync(collector, span => span.Trace == Trace && span.Name == "board command");
        Assert.Equal((one.Mac, "control", "accepted"), (command.Attributes[Controller], command.Attributes["railhub.command"], command.Attributes[Outcome]));
        await SharedCluster.UntilAsync(() => Task.FromResult(Ancestors(collector, command).LastOrDefault()?.Parent == Caller));
        Assert.Contains(Ancestors(collector, command), span => span.Attributes.GetValueOrDefault(Controller) == one.Mac && span.Attributes.GetValueOrDefault(Outcome) == "confirmed");

        // One call of the hub reaches two boards.
        await using var hub = new HubConnectionBuilder().WithUrl(new Uri(club.Address, "hub"), options => options.Headers["Cookie"] = club.Cookie).Build();
        await hub.StartAsync();
        await hub.InvokeAsync<JsonElement>("ApplyTargets", layout, new
        {
            targets = new[] { one, other }.Select(board => new { controller = board.Mac, pin = board.Profile.PinAt(1), active = true, brightness = 33 }),
        });
        var called = await FindAsync(collector, span => span.Attributes.GetValueOrDefault("rpc.method", "").EndsWith("ApplyTargets", StringComparison.Ordinal) && span.Trace != Trace);
        await SharedCluster.UntilAsync(() => Task.FromResult(
            collector.Spans.Where(span => span.Trace == called.Trace && span.Name == "board command").Select(span => span.Attributes[Controller]).Order()
                .SequenceEqual([one.Mac, other.Mac])));

        // Subscriptions were renewed, and epochs looked up, all the time.
        await SharedCluster.UntilAsync(() => Task.FromResult(collector.Others is { Metrics: > 10, Logs: > 0 }));
        Assert.All(collector.Spans.Where(span => span.Parent.Length == 0), span => Assert.DoesNotContain("Grain", span.Name, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_token_in_an_address_is_in_no_log_and_no_trace_however_much_is_logged()
    {
        const string Token = "rh_neverInALog";
        using var data = new TempDirectory();
        await using var collector = await TestCollector.StartAsync();
        await using var club = await StandaloneProcess.UntilReadyAsync(PlatformProgram.Start(
            "Standalone",
            ["--data", data.Path, "--urls", "http://127.0.0.1:0", "--no-demo"],
            [.. collector.Environment, ("Logging__LogLevel__Default", "Information"), ("Logging__LogLevel__Microsoft.AspNetCore", "Trace")]));

        using var socket = new ClientWebSocket();
        await Record.ExceptionAsync(() => socket.ConnectAsync(new UriBuilder(club.Address) { Scheme = "ws", Path = "hub", Query = $"access_token={Token}" }.Uri, CancellationToken.None));
        foreach (var path in (string[])["hub", "hub/negotiate", "api/layouts", "nothing"])
        {
            using var answer = await club.Http.GetAsync(new Uri($"{path}?seen={path.Length}&access_token={Token}", UriKind.Relative));
        }

        // What was said of the request has come, and so would what must not be.
        await FindAsync(collector, span => span.Attributes.GetValueOrDefault("url.path") == "/api/layouts");
        await SharedCluster.UntilAsync(() => Task.FromResult(collector.HasHeardOf("/api/layouts?seen=")));
        await club.StopAsync();

        Assert.False(collector.HasHeardOf(Token));
        var log = await club.LogAsync();
        Assert.Contains("Request starting", log, StringComparison.Ordinal);
        Assert.DoesNotContain(Token, log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_are_for_callers_on_this_machine_unless_they_have_an_address_of_their_own()
    {
        using var data = new TempDirectory();
        await using var board = await StartBoardAsync(1);
        var metrics = FreePort();
        await using var club = await StandaloneProcess.UntilReadyAsync(PlatformProgram.Start(
            "Standalone", ["--data", data.Path, "--urls", "http://127.0.0.1:0", "--no-demo"], ("Telemetry__Metrics", $"127.0.0.1:{metrics}")));
        await AddAsync(club, board);

        await SharedCluster.UntilAsync(async () => (await club.Http.GetStringAsync("metrics")).Contains($"railhub_board_live{{otel_scope_name=\"RailHub.Grains\",railhub_controller=\"{board.Mac}\"}} 1", StringComparison.Ordinal));

        using var proxied = new HttpRequestMessage(HttpMethod.Get, "metrics") { Headers = { { "X-Forwarded-For", "192.0.2.1" } } };
        using var refused = await club.Http.SendAsync(proxied);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);

        using var own = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{metrics}") };
        Assert.Contains("railhub_layout_boards_live", await own.GetStringAsync("metrics"), StringComparison.Ordinal);
        using var elsewhere = await own.GetAsync(new Uri("api/layouts", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotFound, elsewhere.StatusCode);
    }

    [Theory]
    [InlineData("Telemetry__Metrics", "9464", "Telemetry:Metrics is \"9464\"")]
    [InlineData("Telemetry__Metrics", "127.0.0.1", "Telemetry:Metrics is \"127.0.0.1\"")]
    [InlineData("Telemetry__Metric", "127.0.0.1:9464", "Telemetry:Metric is not known")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4317", "OTEL_EXPORTER_OTLP_ENDPOINT is \"collector:4317\"")]
    [InlineData("OTEL_METRICS_EXPORTER", "nobody", "OTEL_METRICS_EXPORTER is \"nobody\"; give otlp or prometheus or none.")]
    public async Task A_setting_that_cannot_be_kept_to_ends_the_start(string variable, string value, string reason)
    {
        using var data = new TempDirectory();

        var (exitCode, errors) = await PlatformProgram.RunAsync("Standalone", ["--data", data.Path, "--urls", "http://127.0.0.1:0", "--no-demo"], (variable, value));

        Assert.Equal(1, exitCode);
        Assert.Contains(reason, Assert.Single(errors.Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_for_metrics_that_is_taken_ends_the_start()
    {
        using var data = new TempDirectory();
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();

        var (exitCode, errors) = await PlatformProgram.RunAsync(
            "Standalone", ["--data", data.Path, "--urls", "http://127.0.0.1:0", "--no-demo"], ("Telemetry__Metrics", other.LocalEndpoint.ToString()!));

        Assert.Equal(1, exitCode);
        Assert.Contains("is taken by another program", Assert.Single(errors.Split('\n')), StringComparison.Ordinal);
    }

    private static Task<VirtualBoard> StartBoardAsync(int number) => VirtualBoard.StartAsync(new VirtualBoardOptions
    {
        Profile = BoardProfile.RailHub32,
        Mac = $"02:52:48:00:0E:0{number}",
        Name = $"Board {number}",
    });

    private static async Task<string> AddAsync(StandaloneProcess club, params IEnumerable<VirtualBoard> boards)
    {
        var layout = (await club.PostAsync("api/layouts", new { name = "Traced" })).GetProperty("id").GetString()!;
        foreach (var board in boards)
        {
            await club.PostAsync($"api/layouts/{layout}/controllers", new { host = "127.0.0.1", httpPort = board.HttpPort, webSocketPort = board.WebSocketPort });
            await SharedCluster.UntilAsync(async () =>
                (await club.GetAsync($"api/layouts/{layout}/controllers/{board.Mac}")).GetProperty("link").GetProperty("state").GetString() == "live");
        }

        return layout;
    }

    private static async Task<CollectedSpan> FindAsync(TestCollector collector, Func<CollectedSpan, bool> isIt)
    {
        await SharedCluster.UntilAsync(() => Task.FromResult(collector.Spans.Any(isIt)));
        return collector.Spans.First(isIt);
    }

    private static IEnumerable<CollectedSpan> Ancestors(TestCollector collector, CollectedSpan span)
    {
        var all = collector.Spans.ToLookup(other => other.Id);
        for (var next = span; next is not null; next = all[next.Parent].FirstOrDefault())
        {
            yield return next;
        }
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
