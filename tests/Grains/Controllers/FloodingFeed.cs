using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace RailHub.Grains.Tests.Controllers;

/// <summary>The status port of a board that writes without end and never reads. It serves one connection.</summary>
internal sealed class FloodingFeed : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly byte[] _status;
    private readonly byte[] _flood;
    private readonly bool _isAsking;
    private readonly TaskCompletionSource _flooding = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _written;

    /// <param name="status">The board's status document, which comes first.</param>
    /// <param name="isAsking">Whether it wants answers, which pile up unread, or floods with its status.</param>
    public FloodingFeed(byte[] status, bool isAsking)
    {
        _isAsking = isAsking;
        byte[] ping = [0x89, 0x7D, .. Encoding.ASCII.GetBytes(new string('p', 125))];
        _status = Frame(status);
        _flood = isAsking ? [.. Enumerable.Repeat(ping, 100).SelectMany(bytes => bytes)] : _status;
        _listener.Start();
        Ended = Task.Run(ServeAsync);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Completes when the connection is gone.</summary>
    public Task Ended { get; }

    /// <summary>Begins to flood; completes when it does, or, where it wants answers, when no more of it gets through.</summary>
    public async Task FloodAsync()
    {
        _flooding.SetResult();

        // Should it go on too early, the test asks for less, and passes.
        var (last, rest) = (0L, 0);
        while (_isAsking ? rest < 1_000_000 : last < 1_000)
        {
            await Task.Yield();
            var now = Volatile.Read(ref _written);
            (last, rest) = (now, now > 0 && now == last ? rest + 1 : 0);
        }
    }

    public void Dispose() => _listener.Dispose();

    private async Task ServeAsync()
    {
        using var socket = await _listener.AcceptSocketAsync();
        await using var stream = new NetworkStream(socket);
        var key = (await RequestAsync(stream)).Single(line => line.StartsWith("Sec-WebSocket-Key:", StringComparison.OrdinalIgnoreCase)).Split(':')[1].Trim();
#pragma warning disable CA5350 // The handshake of RFC 6455 is made of SHA-1.
        var accept = Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
#pragma warning restore CA5350
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {accept}\r\n\r\n"));
        await stream.WriteAsync(_status);
        await _flooding.Task;
        try
        {
            while (true)
            {
                await stream.WriteAsync(_flood);
                Interlocked.Increment(ref _written);
            }
        }
        catch (IOException)
        {
            // The connection is gone.
        }
    }

    private static async Task<string[]> RequestAsync(NetworkStream stream)
    {
        var request = new StringBuilder();
        var next = new byte[1];
        while (!request.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await stream.ReadExactlyAsync(next);
            request.Append((char)next[0]);
        }

        return request.ToString().Split("\r\n");
    }

    // A text frame of a server (RFC 6455 5.2), with its length in 16 bits.
    private static byte[] Frame(byte[] document) => [0x81, 0x7E, (byte)(document.Length >> 8), (byte)document.Length, .. document];
}
