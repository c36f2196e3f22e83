using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text.Json;
using RailHub.Deploy.Tests.Compose;
using RailHub.Deploy.Tests.Programs;

namespace RailHub.Deploy.Tests.Observability;

/// <summary>The one-process club of its compose file with its demo, and a real Prometheus that reads its metrics and the project's rules.</summary>
public sealed class WatchedClub : IAsyncLifetime
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(90);

    private readonly TempDirectory _files = new();
    private readonly HttpClient _http = new();
    private readonly ClientWebSocket _viewer = new();
    private ContainerProcess _club = null!;
    private Process _prometheus = null!;

    /// <summary>The names of all metrics that Prometheus has.</summary>
    public async Task<HashSet<string>> NamesAsync() => [.. (await AskAsync("label/__name__/values")).EnumerateArray().Select(name => name.GetString()!)];

    /// <summary>Its answer to a question of its API; what it refuses fails the test.</summary>
    public async Task<JsonElement> AskAsync(string question)
    {
        using var answer = await _http.GetAsync(new Uri(_http.BaseAddress!, $"api/v1/{question}"));
        var said = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.True(answer.IsSuccessStatusCode, $"{Uri.UnescapeDataString(question)}: {said}");
        return said.GetProperty("data");
    }

    public async ValueTask InitializeAsync()
    {
        var file = await ComposeFile.ReadAsync([ComposeFile.Standalone]);
        var container = file["club"].Container;

        // With the demo's boards, and so without an account.
        _club = ContainerProcess.Start(container with { Arguments = [.. container.Arguments!.Where(argument => argument != "--no-demo")] }, new Place(Database: 0, _files.Path));
        await _club.UntilHealthyAsync();
        _viewer.Options.Cookies = await EnterDemoAsync(_club.Address);

        await _viewer.ConnectAsync(new Uri($"ws://127.0.0.1:{_club.Place.HttpPort}/hub"), CancellationToken.None);
        await _viewer.SendAsync("{\"protocol\":\"json\",\"version\":1}\u001e"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);

        var port = Place.FreePort();
        await File.WriteAllTextAsync(_files["prometheus.yml"], $"""
            global: {"{"} scrape_interval: 1s, evaluation_interval: 1s {"}"}
            rule_files: ["{Repository.PathOf("deploy/observability/prometheus/rules.yml")}"]
            scrape_configs:
              - job_name: railhub-standalone
                static_configs: [{"{"} targets: ["127.0.0.1:{_club.Place.MetricsPort}"] {"}"}]
            """);
        _prometheus = Process.Start(new ProcessStartInfo(
            "prometheus",
            [$"--config.file={_files["prometheus.yml"]}", $"--storage.tsdb.path={_files["series"]}", $"--web.listen-address=127.0.0.1:{port}", "--log.level=error"]))!;
        _http.BaseAddress = new Uri($"http://127.0.0.1:{port}/");

        using var patience = new CancellationTokenSource(s_patience);
        while (!await HasAllBoardsAsync())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, patience.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        _viewer.Dispose();
        await _prometheus.KillAsync();
        await _club.DisposeAsync();
        _files.Dispose();
    }

    // As its page does by itself.
    private static async Task<CookieContainer> EnterDemoAsync(Uri club)
    {
        var cookies = new CookieContainer();
        using var http = new HttpClient(new HttpClientHandler { CookieContainer = cookies }) { DefaultRequestHeaders = { { "Origin", club.GetLeftPart(UriPartial.Authority) } } };
        using var entered = await http.PostAsync(new Uri(club, "api/session/demo"), content: null);
        Assert.True(entered.IsSuccessStatusCode, await entered.Content.ReadAsStringAsync());
        return cookies;
    }

    private async Task<bool> HasAllBoardsAsync()
    {
        try
        {
            var boards = await AskAsync($"query?query={Uri.EscapeDataString("sum(railhub_board_live) == 24 and min(count_over_time(railhub_board_statuses_total[1m])) > 3 and sum(signalr_server_active_connections) == 1")}");
            return boards.GetProperty("result").GetArrayLength() > 0;
        }
        catch (HttpRequestException)
        {
            return false; // It does not listen yet.
        }
    }
}
