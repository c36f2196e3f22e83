using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace RailHub.Grains.Tests.Controllers;

/// <summary>The status feed of a board that writes without end and reads nothing: not even a goodbye reaches it.</summary>
internal sealed class FloodingSocket : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _closed = new();
    private readonly byte[] _flood;
    private readonly Task _flooding;
    private long _written;

    /// <param name="status">What it reports, with so many pings that the answers pile up.</param>
    public FloodingSocket(byte[] status)
    {
        byte[] ping = [0x89, 0x7D, .. Enumerable.Repeat((byte)'p', 125)];
        _flood = [0x81, 0x7E, (byte)(status.Length >> 8), (byte)status.Length, .. status, .. Enumerable.Repeat(ping, 100).SelectMany(bytes => bytes)];
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _flooding = FloodAsync();
    }

    public int Port { get; }

    /// <summary>Completes when the other side cannot take any more. Should it do so too early, the test asks for less.</summary>
    public async Task StalledAsync()
    {
        var (last, rest) = (0L, 0);
        while (rest < 1_000_000)
        {
            await Task.Yield();
            var now = Volatile.Read(ref _written);
            (last, rest) = now > 0 && now == last ? (now, rest + 1) : (now, 0);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _closed.CancelAsync();
        _listener.Dispose();
        await _flooding;
        _closed.Dispose();
    }

    private async Task FloodAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync(_closed.Token);
                await FloodAsync(client.GetStream());
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task FloodAsync(NetworkStream stream)
    {
        try
        {
            await UpgradeAsync(stream);
            while (true)
            {
                await stream.WriteAsync(_flood, _closed.Token);
                Interlocked.Increment(ref _written);
            }
        }
        catch (IOException)
        {
            // It was left.
        }
    }

    private async Task UpgradeAsync(NetworkStream stream)
    {
        const string name = "Sec-WebSocket-Key: ";
        using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
        var key = "";
        while (await reader.ReadLineAsync(_closed.Token) is { Length: > 0 } line)
        {
            key = line.StartsWith(name, StringComparison.OrdinalIgnoreCase) ? line[name.Length..] : key;
        }

#pragma warning disable CA5350 // the handshake of RFC 6455 is made of SHA-1
        var accept = Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
#pragma warning restore CA5350
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes(
                $"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {accept}\r\n\r\n"),
            _closed.Token);
    }
}
