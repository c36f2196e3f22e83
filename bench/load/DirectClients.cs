using System.Diagnostics;
using System.Net.WebSockets;
using System.Text.Json;

namespace RailHub.Bench.Load;

/// <summary>One plain client on every board: what the platform is compared with.</summary>
internal sealed class DirectClients : IAsyncDisposable
{
    private readonly List<ClientWebSocket> _sockets = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _reading = [];

    /// <summary>What the scenario that runs is looking for, and where it goes.</summary>
    public (Changes Changes, Latencies Latencies)? Target { get; set; }

    public static async Task<DirectClients> ConnectAsync(Boards boards)
    {
        var clients = new DirectClients();
        foreach (var board in boards.All)
        {
            var socket = new ClientWebSocket();
            await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{board.WebSocketPort}/"), CancellationToken.None);
            clients._sockets.Add(socket);
            var known = new Dictionary<int, int>();
            clients._reading.Add(WebSocketReader.ReadAllAsync(socket, message => clients.OnStatus(board.Mac, message, known), clients._stop.Token));
        }

        return clients;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_reading);
        _sockets.ForEach(socket => socket.Dispose());
        _stop.Dispose();
    }

    private void OnStatus(string mac, ReadOnlyMemory<byte> message, Dictionary<int, int> known)
    {
        var now = Stopwatch.GetTimestamp();
        using var status = JsonDocument.Parse(message);
        foreach (var output in status.RootElement.GetProperty("outputs").EnumerateArray())
        {
            var (pin, brightness) = (output.GetProperty("pin").GetInt32(), output.GetProperty("brightness").GetInt32());
            if (known.TryGetValue(pin, out var before) && before == brightness)
            {
                continue;
            }

            known[pin] = brightness;
            if (Target is { } target && target.Changes.Age(mac, pin, brightness, now) is { } age)
            {
                target.Latencies.Add(age);
            }
        }
    }
}
