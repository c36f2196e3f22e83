using System.Net.Http.Json;
using System.Text.Json;
using RailHub.Bench.Cluster;
using RailHub.Firmware;
using RailHub.Firmware.Virtual;

namespace RailHub.EndToEnd.Tests;

/// <summary>Three silos, two gateways and a proxy, each a process, with six boards in two layouts.</summary>
public sealed class SharedCluster : IAsyncLifetime
{
    private readonly List<VirtualBoard> _boards = [];
    private readonly Dictionary<VirtualBoard, string> _layouts = [];

    internal LocalCluster Cluster { get; private set; } = null!;

    internal HttpClient Http { get; private set; } = null!;

    internal IReadOnlyList<VirtualBoard> Boards => _boards;

    public async ValueTask InitializeAsync()
    {
        Cluster = await LocalCluster.StartAsync(silos: 3, gateways: 2, port: 24000);
        Http = Cluster.Http(TimeSpan.FromSeconds(30));
        var layout = "";
        for (var number = 0; number < 6; number++)
        {
            if (number % 3 == 0)
            {
                using var made = await Http.PostAsJsonAsync("api/layouts", new { name = $"Layout {(number / 3) + 1}" });
                layout = (await made.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
            }

            var board = await VirtualBoard.StartAsync(new VirtualBoardOptions
            {
                Profile = BoardProfile.RailHub32,
                Mac = $"02:52:48:00:0C:{number:X2}",
                Name = $"Board {number}",
            });
            using var added = await Http.PostAsJsonAsync(
                $"api/layouts/{layout}/controllers", new { host = "127.0.0.1", httpPort = board.HttpPort, webSocketPort = board.WebSocketPort });
            added.EnsureSuccessStatusCode();
            _boards.Add(board);
            _layouts[board] = layout;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Cluster.DisposeAsync();
        foreach (var board in _boards)
        {
            await board.DisposeAsync();
        }
    }

    internal string LayoutOf(VirtualBoard board) => _layouts[board];

    /// <summary>Switches a lamp, by whatever gateway answers; the status of the answer and what it says.</summary>
    internal async Task<(int Status, string Result)> SwitchAsync(VirtualBoard board, int pin, int brightness)
    {
        using var answer = await Http.PatchAsJsonAsync(
            $"api/layouts/{_layouts[board]}/controllers/{board.Mac}/outputs/{pin}", new { active = true, brightness });
        var said = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return ((int)answer.StatusCode, said.TryGetProperty("result", out var result) ? result.GetString()! : said.GetProperty("code").GetString()!);
    }

    /// <summary>
    /// Touches boards until each is shown live with its touch. Only a link that was live after the touch can show it, whoever had one before.
    /// </summary>
    internal async Task UntilSeenLiveAsync(int brightness, params IEnumerable<VirtualBoard> boards)
    {
        var waiting = boards.ToHashSet();
        await UntilAsync(async () =>
        {
            foreach (var board in waiting.ToArray())
            {
                await board.ControlAsync(board.Profile.PinAt(0), true, brightness);
                if (await StateAsync(board) is { } state
                    && state.GetProperty("link").GetProperty("state").GetString() == "live"
                    && state.GetProperty("outputs")[0].GetProperty("reported").GetProperty("brightness").GetInt32() == brightness)
                {
                    waiting.Remove(board);
                }
            }

            return waiting.Count == 0;
        });
    }

    /// <summary>Looks until it is so, for a minute and a half at most.</summary>
    internal static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(90));
        while (!await holds())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, patience.Token);
        }
    }

    private async Task<JsonElement?> StateAsync(VirtualBoard board)
    {
        try
        {
            using var answer = await Http.GetAsync(new Uri($"api/layouts/{_layouts[board]}/controllers/{board.Mac}", UriKind.Relative));
            return answer.IsSuccessStatusCode ? await answer.Content.ReadFromJsonAsync<JsonElement>() : null;
        }
        catch (HttpRequestException)
        {
            return null; // The gateway died while it was asked.
        }
    }
}
