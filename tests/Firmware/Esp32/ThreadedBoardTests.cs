using System.Net;
using System.Net.Sockets;
using System.Text;
using RailHub.Firmware.Esp32.Serving;
using RailHub.Firmware.Http;
using RailHub.Firmware.WebSockets;

namespace RailHub.Firmware.Tests.Esp32;

/// <summary>The ESP32's host, the same source as on the chip, on real sockets.</summary>
public sealed class ThreadedBoardTests : IDisposable
{
    private const string Opening =
        "GET / HTTP/1.1\r\nHost: b\r\nConnection: keep-alive, Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

    private readonly ThreadedBoard _board = new(BoardProfile.RailHub32);
    private readonly List<Socket> _sockets = [];

    public void Dispose()
    {
        foreach (var socket in _sockets)
            socket.Dispose();
        _board.Dispose();
    }

    [Fact]
    public void A_command_is_answered_lights_the_lamp_and_is_heard_by_all()
    {
        var listeners = Enumerable.Range(0, StatusFeed.SlotCount).Select(_ => Join()).ToList();

        var answer = Ask(Connect(_board.Loop.HttpPort), Post("/api/control", """{"pin":4,"active":true,"brightness":75}"""));

        Assert.StartsWith("HTTP/1.1 200 OK", answer);
        Assert.EndsWith("""{"status":"ok"}""", answer);
        Assert.Equal(191, _board.Hardware.Levels[1]);
        foreach (var listener in listeners)
            ReadUntil(listener, """{"pin":4,"active":true,"brightness":75,"interval":0,"name":""}""");
    }

    [Fact]
    public void The_sixth_client_is_closed_and_a_slot_that_is_free_again_is_given()
    {
        var listeners = Enumerable.Range(0, StatusFeed.SlotCount).Select(_ => Join()).ToList();

        Assert.Equal(0, Connect(_board.Loop.WebSocketPort).Receive(new byte[1]));

        listeners[2].Dispose();
        WaitUntil(() => _board.Served.Feed.OpenCount == StatusFeed.SlotCount - 1);
        Join();
    }

    [Fact]
    public void A_client_that_says_nothing_loses_its_slot()
    {
        var silent = Enumerable.Range(0, StatusFeed.SlotCount).Select(_ => Connect(_board.Loop.WebSocketPort)).ToList();
        Assert.Equal(0, Connect(_board.Loop.WebSocketPort).Receive(new byte[1]));

        _board.Leap(WebSocketConnection.HandshakeTimeout);

        foreach (var socket in silent)
            Assert.Equal(0, socket.Receive(new byte[1]));
        Join();
    }

    [Fact]
    public void A_client_that_does_not_read_holds_up_nobody_and_is_dropped()
    {
        var stuck = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 1024 };
        _sockets.Add(stuck);
        stuck.Connect(IPAddress.Loopback, _board.Loop.WebSocketPort);
        stuck.Send(Encoding.ASCII.GetBytes(Opening));
        var listener = Join();
        WaitUntil(() => _board.Served.Feed.OpenCount == 2);
        var http = Connect(_board.Loop.HttpPort);

        // Enough changes to fill whatever the system buffers for the one that does not read.
        for (var round = 0; round < 4000 && _board.Served.Feed.OpenCount == 2; round++)
        {
            Ask(http, Post("/api/control", $$"""{"pin":4,"active":true,"brightness":{{round % 100}}}"""));
            ReadUntil(listener, $"\"pin\":4,\"active\":true,\"brightness\":{round % 100},");
            // The next change is no part of a flood; and the time of the one that does not read goes on.
            _board.Leap(StatusFeed.ChangePause);
        }

        WaitUntil(() => _board.Served.Feed.OpenCount == 1);
        Assert.StartsWith("HTTP/1.1 200", Ask(Connect(_board.Loop.HttpPort), Post("/api/control", """{"pin":4,"active":false}""")));
    }

    [Fact]
    public void An_idle_connection_gives_way_to_one_that_waits_and_an_unfinished_request_has_a_limit()
    {
        var idle = Enumerable.Range(0, NetworkLoop.HttpLimit).Select(_ => Connect(_board.Loop.HttpPort)).ToList();
        foreach (var socket in idle)
            Ask(socket, Get("/api/status"));

        Assert.StartsWith("HTTP/1.1 200", Ask(Connect(_board.Loop.HttpPort), Get("/api/status")));

        var unfinished = Connect(_board.Loop.HttpPort);
        unfinished.Send("POST /api/control HTTP/1.1\r\nContent-Le"u8);
        WaitUntil(() => _board.Loop.HttpCount > 0);
        _board.Leap(HttpConnection.RequestTimeout + HttpConnection.IdleTimeout);
        AssertDropped(unfinished);
    }

    [Fact]
    public void The_page_arrives_whole_though_it_is_longer_than_a_segment()
    {
        var answer = Ask(Connect(_board.Loop.HttpPort), Get("/", close: true));

        Assert.StartsWith("HTTP/1.1 200", answer);
        Assert.EndsWith("</html>\n", answer);
    }

    [Fact]
    public void Requests_in_one_segment_are_answered_in_their_order()
    {
        var socket = Connect(_board.Loop.HttpPort);
        socket.Send(Encoding.ASCII.GetBytes(Get("/a") + Get("/b") + Get("/c")));

        var answers = ReadUntil(socket, "Not found: /c");
        Assert.Equal(["/a", "/b", "/c"], answers.Split("Not found: ").Skip(1).Select(rest => rest[..2]));
    }

    [Fact]
    public void Five_hundred_broken_conversations_leave_the_board_as_able_as_before()
    {
        var random = new Random(81);
        byte[][] good = [Encoding.ASCII.GetBytes(Opening), Encoding.ASCII.GetBytes(Post("/api/control", """{"pin":4,"active":true}""")), Encoding.ASCII.GetBytes(Get("/"))];
        for (var round = 0; round < 500; round++)
        {
            byte[] bytes = [.. good[round % good.Length], .. new byte[random.Next(40)]];
            for (var change = random.Next(5); change > 0; change--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Connect(IPAddress.Loopback, round % 2 == 0 ? _board.Loop.WebSocketPort : _board.Loop.HttpPort);
            try
            {
                // The end of what is said is the end of the conversation: the board closes, and the next one begins.
                socket.ReceiveTimeout = 20_000;
                socket.Send(bytes.AsSpan(0, random.Next(bytes.Length + 1)));
                socket.Shutdown(SocketShutdown.Send);
                while (socket.Receive(new byte[16384]) > 0)
                {
                }
            }
            catch (SocketException e) when (e.SocketErrorCode != SocketError.TimedOut)
            {
                // The board had enough of it before the end.
            }
        }

        for (var slot = 0; slot < StatusFeed.SlotCount; slot++)
            Join();
        Assert.StartsWith("HTTP/1.1 200", Ask(Connect(_board.Loop.HttpPort), Get("/api/status")));
        Assert.Empty(_board.Lines);
    }

    [Fact]
    public void A_failure_while_one_client_is_served_is_told_and_the_others_are_served_on()
    {
        using var board = new ThreadedBoard(BoardProfile.RailHub8266, router => new FailingRouter(router));
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Connect(IPAddress.Loopback, board.Loop.HttpPort);
        socket.Send(Encoding.ASCII.GetBytes(Get("/fail")));
        Assert.Equal(0, socket.Receive(new byte[1]));
        lock (board.Lines)
            Assert.Contains(board.Lines, line => line.Contains("out of order", StringComparison.Ordinal));

        using var next = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        next.Connect(IPAddress.Loopback, board.Loop.HttpPort);
        Assert.StartsWith("HTTP/1.1 200", Ask(next, Get("/api/status")));
    }

    [Fact]
    public void A_client_for_whom_there_is_no_memory_is_dropped_and_nobody_else()
    {
        using var board = new ThreadedBoard(BoardProfile.RailHub8266, router => new FailingRouter(router));
        using var viewer = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        viewer.Connect(IPAddress.Loopback, board.Loop.WebSocketPort);
        viewer.Send(Encoding.ASCII.GetBytes(Opening));
        ReadUntil(viewer, "\"outputs\"");
        using var other = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        other.Connect(IPAddress.Loopback, board.Loop.HttpPort);
        Ask(other, Get("/api/status"));

        using var greedy = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveTimeout = 20_000 };
        greedy.Connect(IPAddress.Loopback, board.Loop.HttpPort);
        greedy.Send(Encoding.ASCII.GetBytes(Get("/memory")));
        AssertDropped(greedy);

        Assert.StartsWith("HTTP/1.1 200", Ask(other, Post("/api/control", """{"pin":4,"active":true,"brightness":61}""")));
        ReadUntil(viewer, "\"brightness\":61,");
    }

    [Fact]
    public void A_network_loop_that_stands_still_is_started_anew_and_the_lights_go_on()
    {
        var router = new StandingRouter();
        using var board = new ThreadedBoard(BoardProfile.RailHub32, router.Around);
        router.Serves(board);
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Connect(IPAddress.Loopback, board.Loop.HttpPort);
        lock (board.Served.Gate)
        {
            board.Board.Control(4, true, 100, board.Now);
            board.Board.SetInterval(4, 20, board.Now);
        }

        socket.Send(Encoding.ASCII.GetBytes(Get("/stand")));
        Assert.True(router.Stands.WaitOne(10_000));
        WaitUntil(() => board.Hardware.Levels[1] == 0);
        WaitUntil(() => board.Hardware.Levels[1] == 255);
        board.Leap(HostPart.Limits()[HostPart.Network] + 1);

        WaitUntil(() =>
        {
            lock (board.Lines)
                return board.Lines.Count > 0;
        });
        // The new loop listens a moment after it was told of.
        Socket? next = null;
        WaitUntil(() => (next = TryConnect(board.Loop.HttpPort)) is not null);
        using (next)
            Assert.StartsWith("HTTP/1.1 200", Ask(next!, Get("/api/status")));
        Assert.Equal(0, board.Restarts);
        router.GoOn.Set();
    }

    private static Socket? TryConnect(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Connect(IPAddress.Loopback, port);
            return socket;
        }
        catch (SocketException)
        {
            socket.Dispose();
            return null;
        }
    }

    private static string Get(string path, bool close = false) => $"GET {path} HTTP/1.1\r\nHost: b\r\n{(close ? "Connection: close\r\n" : "")}\r\n";

    private static string Post(string path, string body) => $"POST {path} HTTP/1.1\r\nHost: b\r\nContent-Length: {body.Length}\r\n\r\n{body}";

    private static string Ask(Socket socket, string request)
    {
        socket.Send(Encoding.ASCII.GetBytes(request));
        socket.ReceiveTimeout = 20_000;
        var text = "";
        var buffer = new byte[4096];
        while (true)
        {
            var head = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (head >= 0)
            {
                var length = text[..head].Split("\r\n").Single(line => line.StartsWith("Content-Length: ", StringComparison.Ordinal))[16..];
                if (text.Length >= head + 4 + int.Parse(length, provider: null))
                    return text;
            }

            var count = socket.Receive(buffer);
            Assert.NotEqual(0, count);
            text += Encoding.Latin1.GetString(buffer, 0, count);
        }
    }

    // What the board had not read yet when it closed makes the end a reset.
    private static void AssertDropped(Socket socket)
    {
        try
        {
            Assert.Equal(0, socket.Receive(new byte[1]));
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionReset)
        {
            // Dropped as well.
        }
    }

    private static string ReadUntil(Socket socket, string expected)
    {
        socket.ReceiveTimeout = 20_000;
        var text = new StringBuilder();
        var buffer = new byte[16384];
        while (!text.ToString().Contains(expected, StringComparison.Ordinal))
        {
            var count = socket.Receive(buffer);
            Assert.NotEqual(0, count);
            text.Append(Encoding.UTF8.GetString(buffer, 0, count));
        }

        return text.ToString();
    }

    private static void WaitUntil(Func<bool> condition) => Assert.True(SpinWait.SpinUntil(condition, 20_000));

    private Socket Join()
    {
        var socket = Connect(_board.Loop.WebSocketPort);
        socket.Send(Encoding.ASCII.GetBytes(Opening));
        ReadUntil(socket, "\"outputs\"");
        return socket;
    }

    private Socket Connect(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveTimeout = 20_000 };
        _sockets.Add(socket);
        socket.Connect(IPAddress.Loopback, port);
        return socket;
    }

    private sealed class FailingRouter(IHttpRouter inner) : IHttpRouter
    {
        public void Answer(HttpRequest request, HttpResponse response, long now)
        {
            if (request.Path == "/fail")
                throw new InvalidOperationException("out of order");
            if (request.Path == "/memory")
                throw new OutOfMemoryException();
            inner.Answer(request, response, now);
        }
    }

    /// <summary>Stands still as a driver does that never returns: without the lock that the lights need.</summary>
    private sealed class StandingRouter
    {
        private ThreadedBoard? _board;

        public ManualResetEvent Stands { get; } = new(false);

        public ManualResetEvent GoOn { get; } = new(false);

        public IHttpRouter Around(IHttpRouter inner) => new Router(this, inner);

        public void Serves(ThreadedBoard board) => _board = board;

        private sealed class Router(StandingRouter owner, IHttpRouter inner) : IHttpRouter
        {
            public void Answer(HttpRequest request, HttpResponse response, long now)
            {
                if (request.Path != "/stand")
                {
                    inner.Answer(request, response, now);
                    return;
                }

                var gate = owner._board!.Served.Gate;
                Monitor.Exit(gate);
                owner.Stands.Set();
                owner.GoOn.WaitOne();
                Monitor.Enter(gate);
                response.Json(200, "{}");
            }
        }
    }
}
