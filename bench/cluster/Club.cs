using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using RailHub.Contracts;
using RailHub.Firmware.Virtual;

namespace RailHub.Bench.Cluster;

/// <summary>Boards in layouts, viewers that watch them, and what the boards themselves know of it.</summary>
internal sealed class Club : IAsyncDisposable
{
    private const int PerLayout = 10;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(90);

    private readonly Boards _boards;
    private readonly List<(LayoutId Id, VirtualBoard[] Boards)> _layouts = [];
    private readonly List<Viewer> _viewers = [];
    private readonly HttpClient _http;

    // Each touch has a brightness of its own, below the ones that the operator uses.
    private int _touch;

    private Club(Boards boards, Uri address, string cookie)
    {
        (_boards, Address, Cookie) = (boards, address, cookie);
        _http = Http();
    }

    /// <summary>What lets programs in.</summary>
    public string Cookie { get; }

    public Uri Address { get; }

    public IReadOnlyList<VirtualBoard> Boards => _boards.All;

    public IReadOnlyList<Viewer> Viewers => _viewers;

    public IReadOnlyList<(LayoutId Id, VirtualBoard[] Boards)> Layouts => _layouts;

    public IReadOnlySet<int> Feeds => _boards.All.Select(board => board.WebSocketPort).ToHashSet();

    /// <summary>Makes layouts of ten boards, and lets so many viewers watch them in turn.</summary>
    public static async Task<Club> MakeAsync(
        Uri address, string cookie, int boards, int viewers, Func<VirtualBoardOptions, VirtualBoardOptions>? configure = null)
    {
        var club = new Club(await Load.Boards.StartAsync(boards * 2 / 3, boards - (boards * 2 / 3), configure: configure), address, cookie);
        foreach (var some in club.Boards.Chunk(PerLayout))
        {
            var layout = await AddAsync(club._http, $"Layout {club._layouts.Count + 1}", some);
            club._layouts.Add((layout, some));
        }

        for (var number = 0; number < viewers; number++)
        {
            await club.AddViewerAsync();
        }

        if (viewers > 0 && await club.UntilSeenAsync(Stopwatch.GetTimestamp()) is null)
        {
            throw new InvalidOperationException("The boards did not become live.");
        }

        return club;
    }

    /// <summary>Makes a layout of boards.</summary>
    /// <param name="http">A client of the club.</param>
    /// <param name="name">The layout's name.</param>
    /// <param name="boards">They are found at their own ports.</param>
    public static Task<LayoutId> AddAsync(HttpClient http, string name, IEnumerable<VirtualBoard> boards) =>
        AddAsync(http, name, boards.Select(board => (board.HttpPort, board.WebSocketPort)));

    /// <summary>Makes a layout of boards that are found at these ports, of HTTP and of the status feed.</summary>
    public static async Task<LayoutId> AddAsync(HttpClient http, string name, IEnumerable<(int Http, int WebSocket)> boards)
    {
        using var made = await http.PostAsJsonAsync("api/layouts", new { name });
        made.EnsureSuccessStatusCode();
        var layout = LayoutId.Parse((await made.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!, null);
        foreach (var (httpPort, webSocketPort) in boards)
        {
            using var added = await http.PostAsJsonAsync($"api/layouts/{layout}/controllers", new { host = "127.0.0.1", httpPort, webSocketPort });
            added.EnsureSuccessStatusCode();
        }

        return layout;
    }

    /// <summary>Lets somebody more watch a layout, each the next one.</summary>
    public async Task AddViewerAsync() => _viewers.Add(await Viewer.WatchAsync(Address, Cookie, _layouts[_viewers.Count % _layouts.Count].Id));

    /// <summary>A client of its API.</summary>
    public HttpClient Http() => ClubKey.Client(Address, Cookie, TimeSpan.FromSeconds(20));

    /// <summary>
    /// Touches every board, again and again, until every viewer shows a touch of each of its boards, live. Nobody can show it but by a link
    /// that was live after it.
    /// </summary>
    /// <returns>How long after a moment (a timestamp) it was so, of all boards in turn and of the last; null when it did not come to it.</returns>
    public async Task<Recovery?> UntilSeenAsync(long since)
    {
        var touch = 1 + (Interlocked.Increment(ref _touch) % 48);
        var waiting = _viewers.Select(viewer => (Viewer: viewer, Boards: BoardsOf(viewer).Select(board => board.Mac).ToHashSet())).ToList();
        var seen = new List<double>();
        while (waiting.Count > 0)
        {
            if (Stopwatch.GetElapsedTime(since) > s_patience)
            {
                return null;
            }

            foreach (var board in waiting.SelectMany(entry => entry.Boards).ToHashSet())
            {
                var own = Boards.First(each => each.Mac == board);
                await own.ControlAsync(own.Profile.PinAt(0), true, touch);
            }

            for (var look = 0; look < 25; look++)
            {
                foreach (var (viewer, boards) in waiting)
                {
                    if (viewer.View is { } view)
                    {
                        foreach (var state in view.Controllers)
                        {
                            if (boards.Contains(Mac(state)) && state.Link.State == LinkState.Live && state.Outputs is [var first, ..] && first.Reported.Brightness == touch)
                            {
                                boards.Remove(Mac(state));
                                seen.Add(Stopwatch.GetElapsedTime(since).TotalSeconds);
                            }
                        }
                    }
                }

                waiting.RemoveAll(entry => entry.Boards.Count == 0);
                if (waiting.Count == 0)
                {
                    break;
                }

                await Task.Delay(20);
            }
        }

        seen.Sort();
        return new Recovery(seen[seen.Count / 2], seen[^1]);
    }

    /// <summary>How many outputs some viewer shows other than their board has them, when all is at rest.</summary>
    public async Task<int> WrongAsync()
    {
        var wrong = int.MaxValue;
        for (var attempt = 0; attempt < 50 && wrong > 0; attempt++)
        {
            await Task.Delay(100);
            wrong = _viewers.Sum(Wrong);
        }

        return wrong;
    }

    public IEnumerable<VirtualBoard> BoardsOf(Viewer viewer) => _layouts[_viewers.IndexOf(viewer) % _layouts.Count].Boards;

    public LayoutId LayoutOf(VirtualBoard board) => _layouts.First(layout => layout.Boards.Contains(board)).Id;

    public async ValueTask DisposeAsync()
    {
        foreach (var viewer in _viewers)
        {
            await viewer.DisposeAsync();
        }

        _http.Dispose();
        await _boards.DisposeAsync();
    }

    private int Wrong(Viewer viewer)
    {
        if (viewer.View is not { } view)
        {
            return 1;
        }

        var wrong = 0;
        foreach (var board in BoardsOf(viewer))
        {
            var shown = view.Controllers.FirstOrDefault(state => Mac(state) == board.Mac);
            foreach (var output in shown?.Outputs ?? [])
            {
                var level = output.Reported is { Active: true } lit ? lit.Brightness : 0;
                wrong += Math.Abs((board.LevelOf(output.Pin) * 100 / 255) - level) > 1 ? 1 : 0;
            }

            wrong += shown?.Link.State == LinkState.Live ? 0 : 1;
        }

        return wrong;
    }

    private static string Mac(ControllerState state) => state.Controller.Id.ToString();
}

/// <summary>Seconds until boards were seen live again.</summary>
internal readonly record struct Recovery(double Median, double Last);
