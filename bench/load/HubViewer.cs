using System.Buffers;
using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using MessagePack;

namespace RailHub.Bench.Load;

/// <summary>A frame as it came.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Delta">Its delta as JSON.</param>
/// <param name="At">When it came, a timestamp.</param>
internal readonly record struct Frame(long Number, string Delta, long At);

/// <summary>A viewer of a layout that speaks the hub's protocols by hand, so that a thousand of them cost little.</summary>
internal sealed class HubViewer : IAsyncDisposable
{
    private const byte Separator = 0x1E;

    private readonly ClientWebSocket _socket = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _watching = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly bool _packed;
    private readonly Action<Frame>? _onFrame;
    private Task _reading = Task.CompletedTask;
    private bool _greeted;

    private HubViewer(bool packed, Action<Frame>? onFrame) => (_packed, _onFrame) = (packed, onFrame);

    /// <summary>How many bytes of messages came.</summary>
    public long Bytes { get; private set; }

    /// <summary>Watches a layout.</summary>
    /// <param name="server">The platform, or the bare hub.</param>
    /// <param name="cookie">What lets it in; null where nothing is asked.</param>
    /// <param name="layout">The layout's id.</param>
    /// <param name="packed">MessagePack instead of JSON.</param>
    /// <param name="onFrame">Gets each frame; null reads without looking.</param>
    public static async Task<HubViewer> WatchAsync(Uri server, string? cookie, string layout, bool packed, Action<Frame>? onFrame)
    {
        var viewer = new HubViewer(packed, onFrame);
        if (cookie is not null)
        {
            viewer._socket.Options.SetRequestHeader("Cookie", cookie);
        }

        await viewer._socket.ConnectAsync(new Uri($"ws://{server.Authority}/hub"), CancellationToken.None);
        await viewer.SendAsync(Encoding.UTF8.GetBytes($$"""{"protocol":"{{(packed ? "messagepack" : "json")}}","version":1}""" + (char)Separator));
        await viewer.SendAsync(packed
            ? Framed(MessagePackSerializer.ConvertFromJson($$"""[1,{},"1","WatchLayout",["{{layout}}"],[]]"""))
            : Encoding.UTF8.GetBytes($$"""{"type":1,"invocationId":"1","target":"WatchLayout","arguments":["{{layout}}"]}""" + (char)Separator));
        viewer._reading = WebSocketReader.ReadAllAsync(viewer._socket, viewer.OnMessages, viewer._stop.Token);
        await viewer._watching.Task;
        viewer.Bytes = 0;
        return viewer;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _reading;
        _socket.Dispose();
        _stop.Dispose();
    }

    private static byte[] Framed(byte[] message) => [(byte)message.Length, .. message];

    private ValueTask SendAsync(byte[] message) => _socket.SendAsync(message.AsMemory(), WebSocketMessageType.Binary, true, CancellationToken.None);

    private void OnMessages(ReadOnlyMemory<byte> messages)
    {
        var now = Stopwatch.GetTimestamp();
        Bytes += messages.Length;
        while (messages.Length > 0)
        {
            if (!_greeted || !_packed)
            {
                var end = messages.Span.IndexOf(Separator);
                OnMessage(messages[..end], now);
                messages = messages[(end + 1)..];
                _greeted = true;
                continue;
            }

            var (length, prefix) = (0, 0);
            byte digit;
            do
            {
                digit = messages.Span[prefix];
                length |= (digit & 0x7F) << (7 * prefix++);
            }
            while (digit >= 0x80);
            OnPacked(messages.Slice(prefix, length), now);
            messages = messages[(prefix + length)..];
        }
    }

    private void OnMessage(ReadOnlyMemory<byte> bytes, long now)
    {
        if (_watching.Task.IsCompleted && _onFrame is null)
        {
            return;
        }

        using var message = JsonDocument.Parse(bytes);
        if (message.RootElement.TryGetProperty("type", out var type))
        {
            On(type.GetInt32(), () => message.RootElement.GetProperty("arguments"), now);
        }
    }

    private void OnPacked(ReadOnlyMemory<byte> bytes, long now)
    {
        if (_watching.Task.IsCompleted && _onFrame is null)
        {
            return;
        }

        using var message = JsonDocument.Parse(MessagePackSerializer.ConvertToJson(new ReadOnlySequence<byte>(bytes)));
        On(message.RootElement[0].GetInt32(), () => message.RootElement[4], now);
    }

    private void On(int type, Func<JsonElement> arguments, long now)
    {
        if (type == 3)
        {
            _watching.TrySetResult();
        }
        else if (type == 1 && arguments() is var frame && frame.GetArrayLength() == 3)
        {
            _onFrame?.Invoke(new Frame(frame[1].GetInt64(), frame[2].GetRawText(), now));
        }
    }
}
