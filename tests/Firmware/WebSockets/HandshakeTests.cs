using System.Text;

namespace RailHub.Firmware.Tests.WebSockets;

public class HandshakeTests
{
    private const string Refusal =
        "HTTP/1.1 400 Bad Request\r\nServer: arduino-WebSocket-Server\r\nContent-Type: text/plain\r\nContent-Length: 32\r\n"
        + "Connection: close\r\nSec-WebSocket-Version: 13\r\n\r\nThis is a Websocket server only!";

    private const string Accepted =
        "HTTP/1.1 101 Switching Protocols\r\nServer: arduino-WebSocketsServer\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";

    private readonly TestBoard _board = TestBoard.RailHub8266();

    [Fact]
    public void After_the_answer_come_a_ping_and_the_status()
    {
        var listener = _board.Connect();
        listener.Send(TestListener.Opening);

        var sent = listener.ReadRaw();
        var status = Encoding.UTF8.GetBytes(_board.Status());

        byte[] expected = [.. Encoding.UTF8.GetBytes(Accepted), 0x89, 0x00, 0x81, 0x7E, (byte)(status.Length >> 8), (byte)status.Length, .. status];
        Assert.Equal(expected, sent);
    }

    [Fact]
    public void Firefox_is_let_in()
    {
        var listener = _board.Connect();
        listener.Send(
            "GET / HTTP/1.1\r\nHost: 192.168.1.101:81\r\nUser-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0\r\n"
            + "Accept: */*\r\nAccept-Language: en-US,en;q=0.5\r\nAccept-Encoding: gzip, deflate\r\nSec-WebSocket-Version: 13\r\n"
            + "Origin: http://192.168.1.101\r\nSec-WebSocket-Extensions: permessage-deflate\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
            + "Connection: keep-alive, Upgrade\r\nPragma: no-cache\r\nCache-Control: no-cache\r\nUpgrade: websocket\r\n\r\n");

        Assert.True(listener.IsOpen);
        Assert.StartsWith(Accepted, Encoding.UTF8.GetString(listener.ReadRaw()), StringComparison.Ordinal);
    }

    [Fact]
    public void Any_path_will_do()
    {
        var listener = _board.Connect();
        listener.Send(TestListener.Opening.Replace("GET / ", "GET /some/where?x=1 ", StringComparison.Ordinal));

        Assert.True(listener.IsOpen);
    }

    [Fact]
    public void Whoever_asks_for_a_subprotocol_gets_arduino()
    {
        var listener = _board.Connect();
        listener.Send(TestListener.Opening.Replace("Host:", "Sec-WebSocket-Protocol: chat, superchat\r\nHost:", StringComparison.Ordinal));

        Assert.Contains("xOo=\r\nSec-WebSocket-Protocol: arduino\r\n\r\n", Encoding.UTF8.GetString(listener.ReadRaw()), StringComparison.Ordinal);
    }

    [Fact]
    public void The_opening_may_be_split_at_any_byte()
    {
        for (var split = 0; split <= TestListener.Opening.Length; split++)
        {
            var listener = TestBoard.RailHub32().Connect();
            listener.Send(TestListener.Opening[..split]);
            listener.Send(TestListener.Opening[split..]);
            Assert.True(listener.IsOpen);
        }
    }

    [Fact]
    public void A_frame_may_follow_the_opening_at_once()
    {
        var listener = _board.Connect();
        listener.Send([.. Encoding.UTF8.GetBytes(TestListener.Opening), 0x89, 0x01, 0x41]);

        Assert.Contains("\u0001A", Encoding.Latin1.GetString(listener.ReadRaw()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: board\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: x\r\nSec-WebSocket-Version: 13\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nUpgrade: h2c\r\nConnection: Upgrade\r\nSec-WebSocket-Key: x\r\nSec-WebSocket-Version: 13\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nUpgrade: websocket\r\nConnection: close\r\nSec-WebSocket-Key: x\r\nSec-WebSocket-Version: 13\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: x\r\nSec-WebSocket-Version: 8\r\n\r\n")]
    [InlineData("nonsense\r\n")]
    public void Whatever_is_no_opening_is_told_so_and_closed(string request)
    {
        var listener = _board.Connect();
        listener.Send(request);

        Assert.Equal(Refusal, Encoding.UTF8.GetString(listener.ReadRaw()));
        Assert.True(listener.IsClosing);
    }

    [Fact]
    public void Who_never_finishes_the_opening_loses_the_slot_after_eight_seconds()
    {
        var silent = _board.Connect();
        var dawdling = _board.Connect();
        _board.Advance(7000);
        dawdling.Send(TestListener.Opening[..^1]);
        _board.Advance(999);
        Assert.False(silent.IsClosing || dawdling.IsClosing);

        _board.Advance(1);

        Assert.True(silent.IsClosing && dawdling.IsClosing);
        Assert.Empty(silent.ReadRaw());
    }
}
