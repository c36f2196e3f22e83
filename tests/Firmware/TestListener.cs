using System.Text;
using RailHub.Firmware.Text;
using RailHub.Firmware.WebSockets;

namespace RailHub.Firmware.Tests;

/// <summary>The client's end of a status connection without a socket.</summary>
internal sealed class TestListener(TestBoard board, WebSocketConnection connection)
{
    public const string Opening =
        "GET / HTTP/1.1\r\nHost: board:81\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";

    private readonly ByteBuffer _output = new(16);

    public bool IsOpen => connection.IsOpen;

    public bool IsClosing => connection.IsClosing;

    public WebSocketConnection Connection => connection;

    public void Send(string text) => Send(Encoding.UTF8.GetBytes(text));

    public void Send(params byte[] bytes) => board.Feed.Receive(connection, bytes, 0, bytes.Length, board.Now);

    /// <summary>Takes what is to be sent as bytes.</summary>
    public byte[] ReadRaw()
    {
        if (!board.Feed.TakeOutput(connection, _output, board.Now))
            return [];
        connection.Sent();
        return _output.ToArray();
    }

    /// <summary>Takes one status; null when none waits.</summary>
    public string? ReadStatus()
    {
        var frame = ReadRaw();
        if (frame.Length == 0)
            return null;

        Assert.Equal([0x81, 0x7E], frame[..2]);
        Assert.Equal(frame.Length - 4, (frame[2] << 8) | frame[3]);
        return Encoding.UTF8.GetString(frame, 4, frame.Length - 4);
    }
}
