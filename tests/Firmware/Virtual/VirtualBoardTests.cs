using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using RailHub.Firmware.Virtual;

namespace RailHub.Firmware.Tests.Virtual;

public class VirtualBoardTests
{
    private static readonly VirtualBoardOptions Options = VirtualBoards.Options;

    [Fact]
    public async Task A_command_over_HTTP_reaches_lamp_and_listener()
    {
        await using var board = await VirtualBoard.StartAsync(Options);
        await using var client = await StatusClient.ConnectAsync(board);
        using var http = board.Http();

        using var answer = await http.ControlAsync(4, 75);

        Assert.Equal("""{"status":"ok"}""", await answer.Content.ReadAsStringAsync());
        Assert.Equal(191, board.LevelOf(4));
        await client.ReceiveBrightnessAsync(4, 75);
    }

    [Fact]
    public async Task A_client_gets_the_status_of_the_board_it_is_connected_to()
    {
        await using var board = await VirtualBoard.StartAsync(Options with { Name = "Signal box", OutputNames = ["Home", "Exit"] });
        await using var client = await StatusClient.ConnectAsync(board);

        var status = await client.ReceiveAsync();

        Assert.Equal("02:52:48:00:00:01", (string?)status["macAddress"]);
        Assert.Equal("Signal box", (string?)status["name"]);
        Assert.Equal(["Home", "Exit", ""], status["outputs"]!.AsArray().Take(3).Select(output => (string?)output!["name"]));
    }

    [Fact]
    public async Task A_change_at_the_board_is_told_at_once()
    {
        await using var board = await VirtualBoard.StartAsync(Options with { TimeProvider = new FakeTimeProvider() });
        await using var client = await StatusClient.ConnectAsync(board);
        await client.ReceiveAsync();

        Assert.True(await board.ControlAsync(18, active: true, brightness: 40));
        Assert.False(await board.ControlAsync(17, active: true, brightness: 40));

        var status = await client.ReceiveAsync();
        Assert.Equal(40, (int)status["outputs"]![3]!["brightness"]!);
    }

    [Fact]
    public async Task The_status_comes_every_500_milliseconds_of_the_boards_clock()
    {
        var time = new FakeTimeProvider();
        await using var board = await VirtualBoard.StartAsync(Options with { TimeProvider = time });
        await using var client = await StatusClient.ConnectAsync(board);
        await client.ReceiveAsync();

        for (var uptime = 500; uptime <= 5000; uptime += 500)
        {
            time.Advance(TimeSpan.FromMilliseconds(500));
            Assert.Equal(uptime, (int)(await client.ReceiveAsync())["uptime"]!);
        }
    }

    [Fact]
    public async Task The_status_comes_in_time_although_the_clock_is_turned_while_the_board_sets_its_timer()
    {
        await using var board = await VirtualBoard.StartAsync(Options with { TimeProvider = new TimeTurnedWhileSet(TimeSpan.FromMilliseconds(500)) });
        await using var client = await StatusClient.ConnectAsync(board);
        while ((int)(await client.ReceiveAsync())["uptime"]! != 500)
            continue;
    }

    [Fact]
    public async Task The_status_comes_in_time_although_the_clock_is_turned_after_any_look_at_it()
    {
        for (var look = 1; look <= 10; look++)
        {
            var time = new TimeTurnedAfterLook(TimeSpan.FromMilliseconds(600));
            await using var board = await VirtualBoard.StartAsync(Options with { TimeProvider = time });
            time.TurnAfter(look);
            // Not a whole client, which says more than it must and so wakes the board.
            using var client = await VirtualBoards.ConnectAsync(
                board.WebSocketPort,
                "GET / HTTP/1.1\r\nHost: b\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
            await client.ReadUntilAsync("\"uptime\":");
            if (await client.ReadUntilAsync(",") == "0,")
            {
                time.TurnUnlessTurned();
                await client.ReadUntilAsync("\"uptime\":600,");
            }
        }
    }

    [Fact]
    public async Task Lamps_blink_by_the_boards_clock()
    {
        var time = new FakeTimeProvider();
        await using var board = await VirtualBoard.StartAsync(Options with { TimeProvider = time });
        using var http = board.Http();
        using var interval = await http.PostAsync("api/interval", new StringContent("""{"pin":4,"interval":200}"""));
        await board.ControlAsync(4, active: true, brightness: 100);

        var levels = new List<int>();
        for (var i = 0; i < 4; i++)
        {
            levels.Add(board.LevelOf(4));
            time.Advance(TimeSpan.FromMilliseconds(200));
        }

        Assert.Equal([255, 0, 255, 0], levels);
    }

    [Fact]
    public async Task The_sixth_client_is_closed_at_once_and_let_in_when_there_is_room()
    {
        await using var board = await VirtualBoard.StartAsync(Options);
        var clients = new List<StatusClient>();
        for (var i = 0; i < 5; i++)
            clients.Add(await StatusClient.ConnectAsync(board));

        using (var sixth = await VirtualBoards.ConnectAsync(board.WebSocketPort, ""))
            Assert.Equal("", await sixth.ReadToEndAsync());
        Assert.Equal((5, 6), (board.StatusClients, board.StatusConnections));

        await clients[0].CloseAsync();
        await using var late = await StatusClient.ConnectAsync(board);
        Assert.NotNull(await late.ReceiveAsync());
        foreach (var client in clients)
            await client.DisposeAsync();
    }

    [Fact]
    public async Task A_goodbye_is_answered_with_1000()
    {
        await using var board = await VirtualBoard.StartAsync(Options);
        await using var client = await StatusClient.ConnectAsync(board);

        await client.CloseAsync();

        Assert.Equal(WebSocketCloseStatus.NormalClosure, client.CloseStatus);
    }

    [Fact]
    public async Task A_client_that_does_not_read_holds_up_neither_lamps_nor_others()
    {
        await using var board = await VirtualBoard.StartAsync(Options);
        using var deaf = await VirtualBoards.ConnectAsync(board.WebSocketPort, TestListener.Opening, receiveBuffer: 4096);
        await using var client = await StatusClient.ConnectAsync(board);

        // Some megabytes: far more than the system buffers for the one that does not read.
        for (var round = 1; round <= 60; round++)
        {
            for (var i = 0; i < 100; i++)
                await board.ControlAsync(4, active: true, brightness: round);
            await client.ReceiveBrightnessAsync(4, round);
        }

        Assert.Equal(153, board.LevelOf(4));
    }

    [Fact]
    public async Task A_client_that_never_reads_is_dropped_in_the_end()
    {
        var time = new FakeTimeProvider();
        await using var board = await VirtualBoard.StartAsync(Options with { TimeProvider = time });
        using var deaf = await VirtualBoards.ConnectAsync(board.WebSocketPort, TestListener.Opening, receiveBuffer: 4096);
        await using var client = await StatusClient.ConnectAsync(board);
        for (var i = 0; i < 6000; i++)
            await board.ControlAsync(4, active: true, brightness: i % 100);

        for (var i = 0; i < 30; i++)
        {
            time.Advance(TimeSpan.FromMilliseconds(500));
            while ((int)(await client.ReceiveAsync())["uptime"]! < 500 * (i + 1))
            {
            }
        }

        Assert.EndsWith("<reset>", await deaf.ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_its_network_the_board_runs_on_and_is_found_as_it_is_then()
    {
        var time = new FakeTimeProvider();
        await using var board = await VirtualBoard.StartAsync(Options with { TimeProvider = time });
        await using var client = await StatusClient.ConnectAsync(board);
        await client.ReceiveAsync();

        board.LoseNetwork();

        await Assert.ThrowsAsync<WebSocketException>(async () =>
        {
            while (await client.ReceiveTextAsync() is not null)
            {
            }
        });
        await Assert.ThrowsAnyAsync<WebSocketException>(() => StatusClient.ConnectAsync(board));
        Assert.True(board.IsOn);
        await board.ControlAsync(4, active: true, brightness: 60);
        time.Advance(TimeSpan.FromMinutes(10));

        board.RegainNetwork();
        await using var again = await StatusClient.ConnectAsync(board);
        var status = await again.ReceiveBrightnessAsync(4, 60);
        Assert.InRange((int)status["uptime"]!, 600_000, int.MaxValue);
    }

    [Fact]
    public async Task Without_power_the_board_is_gone_and_comes_back_as_it_was()
    {
        await using var board = await VirtualBoard.StartAsync(Options);
        await board.ControlAsync(4, active: true, brightness: 75);
        await using var client = await StatusClient.ConnectAsync(board);
        var (httpPort, webSocketPort) = (board.HttpPort, board.WebSocketPort);

        await board.PowerOffAsync();

        Assert.False(board.IsOn);
        Assert.Equal(0, board.LevelOf(4));
        await Assert.ThrowsAsync<WebSocketException>(async () =>
        {
            while (await client.ReceiveTextAsync() is not null)
            {
            }
        });
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        var refused = await Assert.ThrowsAsync<SocketException>(() => socket.ConnectAsync(IPAddress.Loopback, httpPort));
        Assert.Equal(SocketError.ConnectionRefused, refused.SocketErrorCode);

        await board.PowerOnAsync();

        Assert.Equal((httpPort, webSocketPort), (board.HttpPort, board.WebSocketPort));
        Assert.Equal(191, board.LevelOf(4));
        await using var again = await StatusClient.ConnectAsync(board);
        await again.ReceiveBrightnessAsync(4, 75);
    }

    [Fact]
    public async Task Uptime_begins_again_with_the_power()
    {
        var time = new FakeTimeProvider();
        await using var board = await VirtualBoard.StartAsync(Options with { TimeProvider = time });
        time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(3_600_000, (int)(await board.StatusAsync())["uptime"]!);

        await board.PowerOffAsync();
        await board.PowerOnAsync();
        time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(1000, (int)(await board.StatusAsync())["uptime"]!);
    }

    [Fact]
    public async Task A_frozen_board_takes_connections_and_says_nothing_until_it_thaws()
    {
        await using var board = await VirtualBoard.StartAsync(Options);
        await using var client = await StatusClient.ConnectAsync(board);
        board.Freeze();

        using var http = board.Http();
        var answering = http.ControlAsync(4, 75);
        var connecting = StatusClient.ConnectAsync(board);
        await board.ControlAsync(5, active: true, brightness: 33);
        Assert.False(answering.IsCompleted);
        Assert.False(connecting.IsCompleted);

        board.Thaw();

        Assert.Equal(HttpStatusCode.OK, (await answering).StatusCode);
        await using var second = await connecting;
        await client.ReceiveBrightnessAsync(5, 33);
        await second.ReceiveBrightnessAsync(4, 75);
    }

    [Fact]
    public async Task Garbage_can_be_sent_to_all_listeners()
    {
        await using var board = await VirtualBoard.StartAsync(Options with { TimeProvider = new FakeTimeProvider() });
        await using var client = await StatusClient.ConnectAsync(board);
        await client.ReceiveAsync();

        board.BroadcastRaw([0x81, 0x04, .. "{\"a\""u8]);

        Assert.Equal("{\"a\"", await client.ReceiveTextAsync());
        await board.ControlAsync(4, active: true, brightness: 1);
        await client.ReceiveBrightnessAsync(4, 1);
    }

    [Fact]
    public async Task Commands_take_as_long_as_the_options_say()
    {
        var time = new FakeTimeProvider();
        await using var board = await VirtualBoard.StartAsync(Options with
        {
            TimeProvider = time,
            CommandLatency = TimeSpan.FromMilliseconds(20),
            CommandJitter = TimeSpan.FromMilliseconds(10),
            Seed = 1,
        });

        for (var i = 0; i < 20; i++)
        {
            var before = time.GetTimestamp();
            var controlling = board.ControlAsync(4, active: true, brightness: i).AsTask();
            while (!controlling.IsCompleted && time.GetElapsedTime(before) < TimeSpan.FromMilliseconds(19))
                time.Advance(TimeSpan.FromMilliseconds(1));
            Assert.NotEqual(i, board.Board.Outputs[1].Percent);

            time.Advance(TimeSpan.FromMilliseconds(11));
            await controlling.WaitAsync(VirtualBoards.Patience);
            Assert.Equal(i, board.Board.Outputs[1].Percent);
        }
    }

    [Fact]
    public async Task Whoever_asks_is_told_of_each_command_with_the_time_that_was_drawn_for_it()
    {
        var time = new FakeTimeProvider();
        var taken = new TaskCompletionSource<CommandTaken>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var board = await VirtualBoard.StartAsync(Options with
        {
            TimeProvider = time,
            CommandLatency = TimeSpan.FromMilliseconds(20),
            CommandJitter = TimeSpan.FromMilliseconds(10),
            Seed = 1,
            Taken = taken.SetResult,
        });
        var body = "{\"pin\":4,\"active\":true,\"brightness\":30}"u8.ToArray();
        using var client = await VirtualBoards.ConnectAsync(
            board.HttpPort, $"POST /api/control HTTP/1.1\r\nHost: board\r\nContent-Length: {body.Length}\r\n\r\n{Encoding.UTF8.GetString(body)}");
        while (!taken.Task.IsCompleted)
        {
            time.Advance(TimeSpan.FromMilliseconds(1));
            await Task.Yield();
        }

        var command = await taken.Task;
        Assert.Equal("/api/control", command.Path);
        Assert.Equal(body, command.Body);
        Assert.InRange(command.Drawn, TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(30));

        // Timers know whole milliseconds.
        Assert.InRange(time.GetElapsedTime(command.ArrivedAt, command.DoneAt), command.Drawn - TimeSpan.FromMilliseconds(1), TimeSpan.MaxValue);
    }

    [Fact]
    public async Task A_silent_HTTP_client_is_dropped_after_five_seconds()
    {
        var time = new FakeTimeProvider();
        await using var board = await VirtualBoard.StartAsync(Options with { TimeProvider = time });
        using var silent = await VirtualBoards.ConnectAsync(board.HttpPort, "");
        // Connections are taken in order: once this one is answered, the silent one is known.
        await board.StatusAsync();
        var end = silent.ReadToEndAsync();

        time.Advance(TimeSpan.FromMilliseconds(4990));
        Assert.False(end.IsCompleted);
        time.Advance(TimeSpan.FromMilliseconds(10));

        Assert.Equal("<reset>", await end);
    }

    [Fact]
    public async Task The_answer_to_an_unreadable_request_arrives_although_the_rest_was_not_read()
    {
        await using var board = await VirtualBoard.StartAsync(Options);
        using var socket = await VirtualBoards.ConnectAsync(
            board.HttpPort, "POST /api/control HTTP/1.1\r\nContent-Length: 100000\r\n\r\n" + new string('x', 100_000));
        socket.Shutdown(SocketShutdown.Send);

        Assert.StartsWith("HTTP/1.1 413 Content Too Large\r\n", await socket.ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_asks_the_feed_for_a_page_is_told_what_it_is()
    {
        await using var board = await VirtualBoard.StartAsync(Options);
        using var socket = await VirtualBoards.ConnectAsync(board.WebSocketPort, "GET / HTTP/1.1\r\nHost: board\r\n\r\n");

        Assert.EndsWith("\r\n\r\nThis is a Websocket server only!", await socket.ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_taken_port_is_an_error_and_the_other_port_stays_free()
    {
        await using var board = await VirtualBoard.StartAsync(Options);
        await using var other = await VirtualBoard.StartAsync(Options);
        var freePort = other.HttpPort;
        await other.DisposeAsync();

        var taken = await Assert.ThrowsAsync<SocketException>(
            () => VirtualBoard.StartAsync(Options with { HttpPort = freePort, WebSocketPort = board.WebSocketPort }));

        Assert.Equal(SocketError.AddressAlreadyInUse, taken.SocketErrorCode);
        await using var third = await VirtualBoard.StartAsync(Options with { HttpPort = freePort });
        Assert.Equal(freePort, third.HttpPort);
    }

    [Theory]
    [InlineData("02:52:48:00:00")]
    [InlineData("02:52:48:00:00:0a")]
    [InlineData("025248000001")]
    public async Task A_MAC_address_in_another_form_is_an_error(string mac)
    {
        await Assert.ThrowsAsync<ArgumentException>(() => VirtualBoard.StartAsync(Options with { Mac = mac }));
    }

    [Fact]
    public async Task A_hundred_boards_live_in_one_process()
    {
        var boards = new List<VirtualBoard>();
        for (var i = 0; i < 100; i++)
            boards.Add(await VirtualBoard.StartAsync(Options with { Mac = $"02:52:48:00:00:{i:X2}" }));

        var macs = await Task.WhenAll(boards.Select(async board => (string?)(await board.StatusAsync())["macAddress"]));

        Assert.Equal(boards.Select(board => board.Mac), macs);
        foreach (var board in boards)
            await board.DisposeAsync();
    }

    /// <summary>A time that goes on by just as much as the first timer of that length is set to, while it is set.</summary>
    private sealed class TimeTurnedWhileSet(TimeSpan by) : FakeTimeProvider
    {
        private bool _isTurned;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            new Timer(this, base.CreateTimer(callback, state, dueTime, period));

        private sealed class Timer(TimeTurnedWhileSet time, ITimer timer) : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period)
            {
                if (dueTime == time.By && !time._isTurned)
                {
                    time._isTurned = true;
                    time.Advance(dueTime);
                }

                return timer.Change(dueTime, period);
            }

            public void Dispose() => timer.Dispose();

            public ValueTask DisposeAsync() => timer.DisposeAsync();
        }

        private TimeSpan By => by;
    }

    /// <summary>As if a test turned it, once, just after somebody looked at it.</summary>
    private sealed class TimeTurnedAfterLook(TimeSpan by) : FakeTimeProvider
    {
        private int _looks;

        public void TurnAfter(int looks) => Volatile.Write(ref _looks, looks);

        public void TurnUnlessTurned()
        {
            if (Interlocked.Exchange(ref _looks, 0) > 0)
                Advance(by);
        }

        public override long GetTimestamp()
        {
            var seen = base.GetTimestamp();
            if (Interlocked.Decrement(ref _looks) == 0)
            {
                // Elsewhere, for what is due then waits until whoever looked has done.
                _ = Task.Run(() => Advance(by));
                SpinWait.SpinUntil(() => base.GetTimestamp() != seen);
            }

            return seen;
        }
    }
}
