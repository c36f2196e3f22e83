using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace RailHub.Bench.Load;

/// <summary>A viewer of a layout that speaks the hub's JSON protocol by hand, so that five hundred of them cost little.</summary>
internal sealed class HubViewer : IAsyncDisposable
{
    private const byte Separator = 0x1E;

    private readonly ClientWebSocket _socket = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _watching = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Changes _changes;
    private readonly Latencies _latencies;
    private Task _reading = Task.CompletedTask;

    private HubViewer(Changes changes, Latencies latencies) => (_changes, _latencies) = (changes, latencies);

    public static async Task<HubViewer> WatchAsync(Uri platform, string layout, Changes changes, Latencies latencies)
    {
        var viewer = new HubViewer(changes, latencies);
        await viewer._socket.ConnectAsync(new Uri($"ws://{platform.Authority}/hub"), CancellationToken.None);
        await viewer.SendAsync("""{"protocol":"json","version":1}""");
        await viewer.SendAsync($$"""{"type":1,"invocationId":"1","target":"WatchLayout","arguments":["{{layout}}"]}""");
        viewer._reading = WebSocketReader.ReadAllAsync(viewer._socket, viewer.OnMessages, viewer._stop.Token);
        await viewer._watching.Task;
        return viewer;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _reading;
        _socket.Dispose();
        _stop.Dispose();
    }

    private ValueTask SendAsync(string message) =>
        _socket.SendAsync(Encoding.UTF8.GetBytes(message + (char)Separator).AsMemory(), WebSocketMessageType.Text, true, CancellationToken.None);

    private void OnMessages(ReadOnlyMemory<byte> messages)
    {
        var now = Stopwatch.GetTimestamp();
        while (messages.Span.IndexOf(Separator) is var end and >= 0)
        {
            using var message = JsonDocument.Parse(messages[..end]);
            OnMessage(message.RootElement, now);
            messages = messages[(end + 1)..];
        }
    }

    private void OnMessage(JsonElement message, long now)
    {
        if (!message.TryGetProperty("type", out var type))
        {
            return;
        }

        if (type.GetInt32() == 3)
        {
            _watching.TrySetResult();
        }
        else if (type.GetInt32() == 1 && message.GetProperty("arguments")[0].TryGetProperty("changed", out var boards))
        {
            foreach (var board in boards.EnumerateArray())
            {
                if (board.TryGetProperty("outputs", out var outputs))
                {
                    var mac = board.GetProperty("id").GetString()!;
                    foreach (var output in outputs.EnumerateArray())
                    {
                        var brightness = output.GetProperty("reported").GetProperty("brightness").GetInt32();
                        if (_changes.Age(mac, output.GetProperty("pin").GetInt32(), brightness, now) is { } age)
                        {
                            _latencies.Add(age);
                        }
                    }
                }
            }
        }
    }
}
