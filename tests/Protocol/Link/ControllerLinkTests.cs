using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using RailHub.Protocol.Tests.Commands;
using RailHub.Protocol.Tests.Status;

namespace RailHub.Protocol.Tests.Link;

public sealed class ControllerLinkTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly RecordingSink _sink = new();
    private readonly FakeSocketBoard _board = new();
    private readonly FakeHttpBoard _httpBoard = new() { Answer = FakeHttpBoard.Response("404 Not Found", "") };
    private readonly HttpClient _http = BoardClient.CreateHttpClient();
    private readonly BoardClient _client;
    private ControllerLink _link;

    public ControllerLinkTests()
    {
        var address = new BoardAddress("127.0.0.1", _httpBoard.Port, _board.Port);
        _client = new BoardClient(address, _http, _time);
        _link = Link(address);
    }

    public async ValueTask DisposeAsync()
    {
        await _link.DisposeAsync().Soon();
        _client.Dispose();
        _http.Dispose();
        _board.Dispose();
        await _httpBoard.DisposeAsync();
    }

    [Fact]
    public async Task The_opening_asks_for_nothing_a_board_does_not_have()
    {
        _link.Start();
        using var socket = await _board.AcceptAsync();

        Assert.StartsWith("GET / HTTP/1.1\r\n", socket.Request, StringComparison.Ordinal);
        Assert.Contains("Sec-WebSocket-Version: 13\r\n", socket.Request, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("Sec-WebSocket-Protocol", socket.Request, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("Sec-WebSocket-Extensions", socket.Request, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("traceparent", socket.Request, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task The_first_status_makes_the_link_live()
    {
        using var socket = await LiveAsync(Golden.RailHub8266Socket);

        Assert.Equal(LinkState.Live, _link.State);
        Assert.Equal("ESP8266-Controller-01", _link.LastGood!.Name);
        Assert.Equal(87654u, _link.Telemetry.UptimeMilliseconds);
        Assert.Equal(1, _link.MessagesReceived);
    }

    [Fact]
    public async Task Only_a_changed_status_is_told_and_telemetry_always()
    {
        using var socket = await LiveAsync(Golden.RailHub8266Socket);

        await socket.SendAsync(Golden.RailHub8266Socket.Replace("\"uptime\":87654", "\"uptime\":5", StringComparison.Ordinal));
        Assert.Equal(5u, (await _sink.NextAsync<BoardTelemetry>()).UptimeMilliseconds);

        await socket.SendAsync(Golden.RailHub8266Chasing);
        Assert.Single((await _sink.StatusAsync()).Groups);
        Assert.Empty(_sink.Rest());
    }

    [Fact]
    public async Task A_message_in_single_bytes_is_one_message()
    {
        _link.Start();
        using var socket = await _board.AcceptAsync();

        foreach (var part in FakeSocket.Frame(Golden.RailHub8266Socket.Utf8()))
            await socket.WriteAsync([part]);

        await _sink.StatusAsync();
        Assert.Equal(1, _link.MessagesReceived);
    }

    [Theory]
    [InlineData(5_000)]
    [InlineData(60_000)]
    public async Task A_message_larger_than_any_buffer_is_one_message(int nameLength)
    {
        var name = new string('n', nameLength);

        using var socket = await LiveAsync(Golden.RailHub8266Socket.Replace("ESP8266-Controller-01", name, StringComparison.Ordinal));

        Assert.Equal(name, _link.LastGood!.Name);
        Assert.Equal(1, _link.MessagesReceived);
    }

    [Fact]
    public async Task A_name_cut_inside_a_character_does_not_cost_the_connection()
    {
        using var socket = await LiveAsync(Golden.RailHub8266Socket);
        var document = Golden.RailHub8266Chasing.Utf8();
        document[document.AsSpan().IndexOf("Lights"u8)] = 0xC3;

        await socket.SendAsync(document);
        Assert.Equal("Runway \uFFFDights", (await _sink.StatusAsync()).Groups[0].Name);

        await socket.SendAsync(Golden.RailHub8266Socket);
        Assert.Empty((await _sink.StatusAsync()).Groups);
        Assert.Equal(0, _link.Reconnects);
    }

    [Fact]
    public async Task Http_fills_in_what_the_socket_of_a_RailHub32_leaves_out()
    {
        _httpBoard.Answer = FakeHttpBoard.Response("200 OK", Golden.RailHub32Http);
        _link.Start();
        using var socket = await _board.AcceptAsync();

        var status = await _sink.StatusAsync();
        Assert.Equal("ESP32-Controller-01", status.Name);
        Assert.Equal(LinkState.Connecting, _link.State);

        await socket.SendAsync(Golden.RailHub32Socket);
        await _sink.NextAsync<BoardTelemetry>();
        await _sink.ExpectAsync(LinkState.Live);
        Assert.Same(status, _link.LastGood);
    }

    [Fact]
    public async Task Http_that_comes_after_the_socket_adds_only_what_is_missing()
    {
        // The board answers HTTP late: the request waits behind one that hangs until its deadline.
        _httpBoard.Answer = null;
        var hanging = _client.ControlAsync(2, true, 100, null, CancellationToken.None);
        await _httpBoard.NextRequestAsync();
        using var socket = await LiveAsync(Golden.RailHub32Socket.With("""{"pin":4,"active":true,"brightness":74,"name":"","interval":0}"""));
        Assert.Null(_link.LastGood!.Name);

        _httpBoard.Answer = FakeHttpBoard.Response("200 OK", Golden.RailHub32Http);
        _time.Advance(BoardClient.Timeout);
        await hanging.Soon();

        var merged = await _sink.StatusAsync();
        Assert.Equal(("ESP32-Controller-01", "STA", "MyWiFi"), (merged.Name, merged.WifiMode, merged.Ssid));
        Assert.True(merged.Find(4)!.Value.Active);
    }

    [Fact]
    public async Task Garbage_is_counted_and_the_last_status_stays()
    {
        using var socket = await LiveAsync(Golden.RailHub8266Socket);
        var before = _link.LastGood;

        await socket.SendAsync("");
        Assert.Equal("an empty message", await _sink.NextAsync<string>());
        await socket.SendAsync(Golden.RailHub8266Socket.Utf8()[..500]);
        await _sink.NextAsync<string>();

        Assert.Equal((3, 2), (_link.MessagesReceived, _link.GarbageReceived));
        Assert.Same(before, _link.LastGood);
        Assert.Equal(LinkState.Live, _link.State);
        await socket.SendAsync(Golden.RailHub8266Chasing);
        await _sink.StatusAsync();
    }

    [Fact]
    public async Task A_link_is_stale_after_ten_silent_seconds_and_live_with_the_next_message()
    {
        using var socket = await LiveAsync(Golden.RailHub8266Socket);

        _time.Advance(TimeSpan.FromSeconds(10));
        await _sink.ExpectAsync(LinkState.Stale);

        await socket.SendAsync(Golden.RailHub8266Socket);
        await _sink.NextAsync<BoardTelemetry>();
        await _sink.ExpectAsync(LinkState.Live);
    }

    [Fact]
    public async Task Twice_the_silence_ends_the_connection()
    {
        using var socket = await LiveAsync(Golden.RailHub8266Socket);

        _time.Advance(TimeSpan.FromSeconds(10));
        await _sink.ExpectAsync(LinkState.Stale);
        _time.Advance(TimeSpan.FromSeconds(10));
        await _sink.ExpectAsync(LinkState.Offline, LinkReason.Silent);

        Assert.Equal(8, (await socket.ReadFrameAsync()).Opcode);
    }

    [Fact]
    public async Task Nothing_but_garbage_ends_the_connection_too()
    {
        using var socket = await LiveAsync(Golden.RailHub8266Socket);
        _time.Advance(TimeSpan.FromSeconds(10));
        await _sink.ExpectAsync(LinkState.Stale);
        await socket.SendAsync("?");
        await _sink.NextAsync<string>();

        _time.Advance(TimeSpan.FromSeconds(10));

        await _sink.ExpectAsync(LinkState.Offline, LinkReason.NotABoard);
    }

    [Fact]
    public async Task A_lost_connection_comes_back_after_three_seconds_with_the_status_told_again()
    {
        var socket = await LiveAsync(Golden.RailHub8266Socket);
        var before = _link.LastGood;
        socket.Dispose();
        await _sink.ExpectAsync(LinkState.Offline, LinkReason.Closed);

        _time.Advance(TimeSpan.FromSeconds(3));
        using var again = await _board.AcceptAsync();
        await again.SendAsync(Golden.RailHub8266Socket);

        Assert.Same(before, await _sink.StatusAsync());
        await _sink.ExpectAsync(LinkState.Live);
        Assert.Equal(1, _link.Reconnects);
    }

    [Fact]
    public async Task Attempts_that_come_to_nothing_are_no_reconnects()
    {
        (await LiveAsync(Golden.RailHub8266Socket)).Dispose();
        await _sink.ExpectAsync(LinkState.Offline, LinkReason.Closed);
        _time.Advance(TimeSpan.FromSeconds(3));
        (await _board.AcceptRawAsync()).Dispose();
        await _sink.ExpectAsync(LinkState.Offline, LinkReason.NoFreeSlot);
        _time.Advance(TimeSpan.FromSeconds(6));
        using (await _board.AcceptAsync())
        {
            Assert.Equal(0, _link.Reconnects);
        }
    }

    [Fact]
    public async Task A_close_frame_is_a_closed_connection()
    {
        using var socket = await LiveAsync(Golden.RailHub8266Socket);

        await socket.WriteAsync([0x88, 0x02, 0x03, 0xE8]);

        await _sink.ExpectAsync(LinkState.Offline, LinkReason.Closed);
    }

    [Fact]
    public async Task A_board_that_hangs_up_before_the_upgrade_has_no_free_slot()
    {
        _link.Start();
        (await _board.AcceptRawAsync()).Dispose();

        await _sink.ExpectAsync(LinkState.Offline, LinkReason.NoFreeSlot);
    }

    [Fact]
    public async Task A_board_that_hangs_up_before_the_first_message_has_no_free_slot()
    {
        _link.Start();
        (await _board.AcceptAsync()).Dispose();

        await _sink.ExpectAsync(LinkState.Offline, LinkReason.NoFreeSlot);
    }

    [Fact]
    public async Task Nobody_at_the_address_is_not_reached()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();
        _link = Link(new BoardAddress("127.0.0.1", _httpBoard.Port, port));

        _link.Start();

        var news = await _sink.NextAsync<RecordingSink.LinkNews>();
        Assert.Equal(new RecordingSink.LinkNews(LinkState.Offline, LinkReason.NotReached, nameof(SocketError.ConnectionRefused)), news);
    }

    [Theory]
    [InlineData("HTTP/1.1 400 Bad Request\r\nContent-Length: 32\r\nConnection: close\r\n\r\nThis is a Websocket server only!")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi")]
    [InlineData("SSH-2.0-OpenSSH_9.6\r\n")]
    public async Task Something_else_at_the_address_is_not_a_board(string answer)
    {
        _link.Start();
        using var socket = await _board.AcceptRawAsync();
        await socket.ReadRequestAsync();
        await socket.WriteAsync(System.Text.Encoding.ASCII.GetBytes(answer));

        await _sink.ExpectAsync(LinkState.Offline, LinkReason.NotABoard);
    }

    [Fact]
    public async Task A_board_that_never_answers_the_upgrade_is_given_up()
    {
        _link.Start();
        using var socket = await _board.AcceptRawAsync();
        await socket.ReadRequestAsync();

        _time.Advance(TimeSpan.FromSeconds(10));

        await _sink.ExpectAsync(LinkState.Offline, LinkReason.Silent);
    }

    [Fact]
    public async Task A_message_beyond_all_bounds_breaks_the_connection()
    {
        using var socket = await LiveAsync(Golden.RailHub8266Socket);

        await socket.WriteAsync([0x81, 0x7F, 0, 0, 0, 0, 0, 1, 0, 1]);

        await _sink.ExpectAsync(LinkState.Offline, LinkReason.Closed);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Another_board_at_the_address_is_kept_away(bool overHttp)
    {
        _link = Link(_client.Address, expectedMac: new MacAddress(0x9C9C1F189EBC));
        if (overHttp)
            _httpBoard.Answer = FakeHttpBoard.Response("200 OK", Golden.RailHub8266AHttp);
        _link.Start();
        using var socket = await _board.AcceptAsync();
        if (!overHttp)
            await socket.SendAsync(Golden.RailHub8266Socket);

        var news = await _sink.NextAsync<RecordingSink.LinkNews>();

        Assert.Equal(new RecordingSink.LinkNews(LinkState.Offline, LinkReason.DifferentBoard, "5C:CF:7F:12:34:56"), news);
        Assert.Null(_link.LastGood);
    }

    [Fact]
    public async Task The_expected_board_is_known_whatever_the_case_of_its_mac_address()
    {
        _link = Link(_client.Address, expectedMac: new MacAddress(0x5CCF7F123456));

        using var socket = await LiveAsync(Golden.RailHub8266Socket);
    }

    [Fact]
    public async Task Waits_double_up_to_half_a_minute_and_start_anew_after_a_live_link()
    {
        _link.Start();
        foreach (var seconds in new[] { 3, 6, 12, 24, 30, 30 })
        {
            // The reasons take turns, for the same news is not told twice.
            var hasSlot = _link.Reason == LinkReason.NoFreeSlot;
            using (var refused = await _board.AcceptRawAsync())
            {
                await refused.ReadRequestAsync();
                if (hasSlot)
                    await refused.WriteAsync("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"u8.ToArray());
            }

            await _sink.ExpectAsync(LinkState.Offline, hasSlot ? LinkReason.NotABoard : LinkReason.NoFreeSlot);
            _time.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromMilliseconds(1));
            Assert.False(_board.IsCalled);
            _time.Advance(TimeSpan.FromMilliseconds(1));
        }

        var socket = await _board.AcceptAsync();
        await socket.SendAsync(Golden.RailHub8266Socket);
        await _sink.StatusAsync();
        await _sink.ExpectAsync(LinkState.Live);
        socket.Dispose();
        await _sink.ExpectAsync(LinkState.Offline, LinkReason.Closed);

        _time.Advance(TimeSpan.FromSeconds(3));
        using var again = await _board.AcceptAsync();
    }

    [Fact]
    public async Task A_nudge_reconnects_at_once()
    {
        _link.Start();
        (await _board.AcceptRawAsync()).Dispose();
        await _sink.ExpectAsync(LinkState.Offline, LinkReason.NoFreeSlot);

        _link.Nudge();
        await _sink.ExpectAsync(LinkState.Connecting);
        using var socket = await _board.AcceptAsync();
        await socket.SendAsync(Golden.RailHub8266Socket);

        await _sink.StatusAsync();
        await _sink.ExpectAsync(LinkState.Live);
    }

    [Fact]
    public async Task A_nudge_renews_a_live_connection_and_says_goodbye_to_the_old()
    {
        using var socket = await LiveAsync(Golden.RailHub8266Socket);

        _link.Nudge();

        await _sink.ExpectAsync(LinkState.Connecting);
        var (opcode, payload) = await socket.ReadFrameAsync();
        Assert.Equal((8, (byte)0x03, (byte)0xE8), (opcode, payload[0], payload[1]));
        using var again = await _board.AcceptAsync();
    }

    [Fact]
    public async Task Disposal_says_goodbye_and_nothing_is_told_after_it()
    {
        using var socket = await LiveAsync(Golden.RailHub8266Socket);

        await _link.DisposeAsync().Soon();

        Assert.Equal(8, (await socket.ReadFrameAsync()).Opcode);
        Assert.Empty(_sink.Rest());
        await _link.DisposeAsync().Soon();
    }

    [Fact]
    public async Task A_link_whose_client_is_taken_back_ends_and_tells_no_error()
    {
        _http.Dispose();
        _link.Start();
        using var socket = await _board.AcceptAsync();

        Assert.Equal(8, (await socket.ReadFrameAsync()).Opcode);
        await _link.DisposeAsync().Soon();
        Assert.Empty(_sink.Rest());
    }

    [Fact]
    public async Task Disposal_ends_an_attempt_under_way_and_a_wait()
    {
        _link.Start();
        using var socket = await _board.AcceptRawAsync();
        await _link.DisposeAsync().Soon();

        _link = Link(_client.Address);
        _link.Start();
        (await _board.AcceptRawAsync()).Dispose();
        await _sink.ExpectAsync(LinkState.Offline, LinkReason.NoFreeSlot);
        await _link.DisposeAsync().Soon();

        Assert.Empty(_sink.Rest());
    }

    [Fact]
    public async Task A_failing_sink_does_not_cost_the_connection()
    {
        _sink.OnEveryStatus = _ => throw new InvalidOperationException("a bug");
        using var socket = await LiveAsync(Golden.RailHub8266Socket);

        await socket.SendAsync(Golden.RailHub8266Chasing);

        Assert.Single((await _sink.StatusAsync()).Groups);
        Assert.Equal(0, _link.Reconnects);
    }

    [Fact]
    public void Starting_twice_is_a_bug()
    {
        _link.Start();

        Assert.Throws<InvalidOperationException>(_link.Start);
    }

    private async Task<FakeSocket> LiveAsync(string document)
    {
        _link.Start();
        var socket = await _board.AcceptAsync();
        await socket.SendAsync(document);
        await _sink.StatusAsync();
        await _sink.ExpectAsync(LinkState.Live);
        return socket;
    }

    private ControllerLink Link(BoardAddress address, MacAddress? expectedMac = null) =>
        new(address, _sink, _client, _time, NullLogger.Instance, expectedMac, new NoJitter());

    private sealed class NoJitter : Random
    {
        public override double NextDouble() => 0.5;
    }
}
