using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace RailHub.Protocol.Tests.Link;

/// <summary>The WebSocket side of a board, driven step by step by a test with raw bytes, as the firmwares' library writes them.</summary>
internal sealed class FakeSocketBoard : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public FakeSocketBoard() => _listener.Start();

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Somebody has connected and was not accepted yet.</summary>
    public bool IsCalled => _listener.Pending();

    /// <summary>The next TCP connection, nothing said yet.</summary>
    public async Task<FakeSocket> AcceptRawAsync() => new(await _listener.AcceptSocketAsync().Soon());

    /// <summary>The next connection, upgraded and pinged.</summary>
    public async Task<FakeSocket> AcceptAsync()
    {
        var socket = await AcceptRawAsync();
        await socket.UpgradeAsync();
        return socket;
    }

    public void Dispose() => _listener.Dispose();
}

/// <summary>One connection of a <see cref="FakeSocketBoard"/>.</summary>
internal sealed class FakeSocket(Socket socket) : IDisposable
{
    private readonly NetworkStream _stream = new(socket, ownsSocket: true);

    /// <summary>The client's opening request.</summary>
    public string Request { get; private set; } = "";

    public async Task ReadRequestAsync()
    {
        var request = new List<byte>();
        var next = new byte[1];
        while (!Encoding.ASCII.GetString([.. request]).EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await _stream.ReadExactlyAsync(next).Soon();
            request.Add(next[0]);
        }

        Request = Encoding.ASCII.GetString([.. request]);
    }

    public async Task UpgradeAsync()
    {
        await ReadRequestAsync();
        var key = Request.Split("\r\n").Single(line => line.StartsWith("Sec-WebSocket-Key: ", StringComparison.OrdinalIgnoreCase))["Sec-WebSocket-Key: ".Length..];
#pragma warning disable CA5350 // the handshake of RFC 6455 is made of SHA-1
        var accept = Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
#pragma warning restore CA5350
        await WriteAsync(Encoding.ASCII.GetBytes(
            "HTTP/1.1 101 Switching Protocols\r\nServer: arduino-WebSocketsServer\r\nUpgrade: websocket\r\n" +
            $"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Accept: {accept}\r\n\r\n"));
        await WriteAsync([0x89, 0x00]);
    }

    public Task SendAsync(string document) => SendAsync(Encoding.UTF8.GetBytes(document));

    public async Task SendAsync(byte[] document) => await WriteAsync(Frame(document));

    public static byte[] Frame(byte[] document) => document.Length < 126
        ? [0x81, (byte)document.Length, .. document]
        : [0x81, 0x7E, (byte)(document.Length >> 8), (byte)document.Length, .. document];

    public Task WriteAsync(byte[] bytes) => _stream.WriteAsync(bytes).Soon();

    /// <summary>As <see cref="WriteAsync"/>, to somebody who may not read it for long.</summary>
    public async Task WriteForeverAsync(byte[] bytes) => await _stream.WriteAsync(bytes);

    /// <summary>The next frame of the client that is no pong: opcode and payload, unmasked; opcode -1 when the connection is gone.</summary>
    public async Task<(int Opcode, byte[] Payload)> ReadFrameAsync()
    {
        while (true)
        {
            var head = new byte[2];
            try
            {
                if (await _stream.ReadAtLeastAsync(head, 2, throwOnEndOfStream: false).Soon() < 2)
                    return (-1, []);
            }
            catch (IOException)
            {
                return (-1, []);
            }

            var mask = new byte[4];
            await _stream.ReadExactlyAsync(mask).Soon();
            var payload = new byte[head[1] & 0x7F];
            await _stream.ReadExactlyAsync(payload).Soon();
            if ((head[0] & 0x0F) != 0x0A)
                return (head[0] & 0x0F, [.. payload.Select((value, i) => (byte)(value ^ mask[i % 4]))]);
        }
    }

    public void Dispose() => _stream.Dispose();
}
