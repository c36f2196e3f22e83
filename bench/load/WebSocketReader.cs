using System.Net.WebSockets;

namespace RailHub.Bench.Load;

/// <summary>Reads whole messages of a socket into one buffer.</summary>
internal static class WebSocketReader
{
    public static async Task ReadAllAsync(ClientWebSocket socket, Action<ReadOnlyMemory<byte>> onMessage, CancellationToken stop, int size = 256 * 1024)
    {
        var buffer = new byte[size];
        var used = 0;
        try
        {
            while (!stop.IsCancellationRequested)
            {
                var read = await socket.ReceiveAsync(buffer.AsMemory(used), stop);
                if (read.MessageType == WebSocketMessageType.Close)
                {
                    return;
                }

                used += read.Count;
                if (read.EndOfMessage)
                {
                    onMessage(buffer.AsMemory(0, used));
                    used = 0;
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return;
        }
    }
}
