using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using RailHub.Firmware.Virtual;

namespace RailHub.Firmware.Tests.Virtual;

/// <summary>A client of a board's status feed on a real socket.</summary>
internal sealed class StatusClient : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[4096];

    public WebSocketCloseStatus? CloseStatus => _socket.CloseStatus;

    public static async Task<StatusClient> ConnectAsync(VirtualBoard board)
    {
        var client = new StatusClient();
        client._socket.Options.CollectHttpResponseDetails = true;
        await client._socket.ConnectAsync(new Uri($"ws://127.0.0.1:{board.WebSocketPort}/"), CancellationToken.None).WaitAsync(Patience);
        return client;
    }

    /// <summary>The next message as text; null when the board has closed.</summary>
    public async Task<string?> ReceiveTextAsync()
    {
        var message = await _socket.ReceiveAsync(_buffer, CancellationToken.None).WaitAsync(Patience);
        Assert.True(message.EndOfMessage);
        return message.MessageType == WebSocketMessageType.Close ? null : Encoding.UTF8.GetString(_buffer, 0, message.Count);
    }

    public async Task<JsonNode> ReceiveAsync() => JsonNode.Parse((await ReceiveTextAsync())!)!;

    /// <summary>The first status that shows the pin with this brightness.</summary>
    public async Task<JsonNode> ReceiveBrightnessAsync(int pin, int brightness)
    {
        while (true)
        {
            var status = await ReceiveAsync();
            if (status["outputs"]!.AsArray().Any(output => (int)output!["pin"]! == pin && (int)output["brightness"]! == brightness))
                return status;
        }
    }

    public Task CloseAsync() => _socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "done", CancellationToken.None).WaitAsync(Patience);

    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }
}
