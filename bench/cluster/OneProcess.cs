using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using RailHub.Contracts;
using RailHub.Firmware.Virtual;

namespace RailHub.Bench.Cluster;

/// <summary>Standalone, beside a cluster.</summary>
internal sealed class OneProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string _data;
    private readonly Task<string> _draining;

    private OneProcess(Process process, string data, Uri address) =>
        (_process, _data, Address, _draining) = (process, data, address, process.StandardOutput.ReadToEndAsync());

    public Uri Address { get; }

    public static async Task<OneProcess> StartAsync()
    {
        var program = Path.Combine(AppContext.BaseDirectory, "../../../../../src/Standalone/bin/Release/net10.0/RailHub.Standalone.dll");
        var data = Directory.CreateTempSubdirectory("railhub-one-").FullName;
        var process = Process.Start(new ProcessStartInfo("dotnet", [program, "--urls", "http://127.0.0.1:0", "--data", data, "--no-demo"])
        { RedirectStandardOutput = true })!;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.Contains("ready", StringComparison.Ordinal) && line.IndexOf("http", StringComparison.Ordinal) is var at and >= 0)
            {
                return new OneProcess(process, data, new Uri(line[at..].Trim()));
            }
        }

        throw new InvalidOperationException("Standalone ended before it was ready.");
    }

    public async Task<LayoutId> AddAsync(IEnumerable<VirtualBoard> boards)
    {
        using var http = new HttpClient { BaseAddress = Address };
        using var made = await http.PostAsJsonAsync("api/layouts", new { name = "The same" });
        var layout = LayoutId.Parse((await made.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!, null);
        foreach (var board in boards)
        {
            using var added = await http.PostAsJsonAsync(
                $"api/layouts/{layout}/controllers", new { host = "127.0.0.1", httpPort = board.HttpPort, webSocketPort = board.WebSocketPort });
            added.EnsureSuccessStatusCode();
        }

        return layout;
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
