using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using RailHub.Firmware.Virtual;

namespace RailHub.Bench.Load;

/// <summary>The platform under load: Standalone as a process of its own.</summary>
internal sealed class Platform : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string _data;
    private Task<string> _draining = Task.FromResult("");

    private Platform(Process process, string data, Uri address) => (_process, _data, Address) = (process, data, address);

    /// <summary>What lets programs in: the cookie of its owner.</summary>
    public string Cookie { get; private set; } = "";

    public static string DefaultProgram { get; } = Path.GetFullPath(Path.Combine(
        AppContext.BaseDirectory, "../../../../../src/Standalone/bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0/RailHub.Standalone.dll"));

    public Uri Address { get; }

    /// <summary>The file of its database.</summary>
    public string Database => Directory.GetFiles(_data, "*.db").Single();

    public TimeSpan ReadyAfter { get; private set; }

    public TimeSpan Cpu
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    public long WorkingSet
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>Starts it on a free port with a directory of its own, and waits until it says that it is ready.</summary>
    public static async Task<Platform> StartAsync(string program, params string[] options)
    {
        var data = Directory.CreateTempSubdirectory("railhub-load-").FullName;
        var began = Stopwatch.GetTimestamp();
        var process = Process.Start(new ProcessStartInfo(
            "dotnet", [program, "--urls", "http://127.0.0.1:0", "--data", data, .. options])
        {
            RedirectStandardOutput = true,

            // Thousands of boards are added one after the other, which no person does.
            Environment = { ["Gateway__EditsPerSecond"] = "100000" },
        })!;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.Contains("ready", StringComparison.Ordinal) && line.IndexOf("http", StringComparison.Ordinal) is var at and >= 0)
            {
                var platform = new Platform(process, data, new Uri(line[at..].Trim())) { ReadyAfter = Stopwatch.GetElapsedTime(began) };
                platform.Cookie = await ClubKey.EnterAsync(platform.Address, await FindCodeAsync(process.StandardOutput));
                platform._draining = process.StandardOutput.ReadToEndAsync();
                return platform;
            }
        }

        throw new InvalidOperationException("The platform ended before it was ready.");
    }

    /// <summary>A client of its API.</summary>
    public HttpClient Http(TimeSpan? timeout = null) => ClubKey.Client(Address, Cookie, timeout);

    // It comes after the address, and nothing comes after this.
    private static async Task<string?> FindCodeAsync(StreamReader output)
    {
        string? code = null;
        while (await output.ReadLineAsync() is { } line && !line.Contains("Ctrl-C", StringComparison.Ordinal))
        {
            code ??= ClubKey.CodeIn(line);
        }

        return code;
    }

    /// <summary>Makes a layout of the boards; gives its id when all are live.</summary>
    public async Task<string> AddAsync(IReadOnlyList<VirtualBoard> boards, string name = "Load")
    {
        using var http = Http();
        using var made = await http.PostAsJsonAsync("api/layouts", new { name });
        var layout = (await made.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
        foreach (var board in boards)
        {
            using var added = await http.PostAsJsonAsync(
                $"api/layouts/{layout}/controllers", new { host = "127.0.0.1", httpPort = board.HttpPort, webSocketPort = board.WebSocketPort });
            added.EnsureSuccessStatusCode();
        }

        await UntilLiveAsync(http, layout, boards.Count);
        return layout;
    }

    public static async Task UntilLiveAsync(HttpClient http, string layout, int count)
    {
        for (var attempt = 0; attempt < 3000; attempt++)
        {
            var states = await http.GetFromJsonAsync<JsonElement>($"api/layouts/{layout}/controllers");
            if (states.EnumerateArray().Count(state => state.GetProperty("link").GetProperty("state").GetString() == "live") >= count)
            {
                return;
            }

            await Task.Delay(10);
        }

        throw new InvalidOperationException("The boards did not become live.");
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        await _draining;
        _process.Dispose();
        Directory.Delete(_data, recursive: true);
    }
}
