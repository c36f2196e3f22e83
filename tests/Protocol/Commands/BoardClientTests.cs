using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using RailHub.Protocol.Tests.Status;

namespace RailHub.Protocol.Tests.Commands;

public sealed class BoardClientTests : IAsyncDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly FakeTimeProvider _time = new();
    private readonly FakeHttpBoard _board = new();
    private readonly HttpClient _http = BoardClient.CreateHttpClient();
    private readonly BoardClient _client;

    public BoardClientTests() => _client = new BoardClient(new BoardAddress("127.0.0.1", _board.Port), _http, _time);

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        _http.Dispose();
        await _board.DisposeAsync();
    }

    public static TheoryData<string, string, Func<BoardClient, Task<BoardAnswer>>> Commands => new()
    {
        { "/api/control", """{"pin":4,"active":true,"brightness":75}""", board => board.ControlAsync(4, true, 75, null, None) },
        { "/api/control", """{"pin":16,"active":false,"brightness":0}""", board => board.ControlAsync(16, false, 0, null, None) },
        { "/api/name", """{"pin":18,"name":"Station \"Süd\" 🚂"}""", board => board.SetNameAsync(18, "Station \"Süd\" 🚂", null, None) },
        { "/api/name", """{"pin":18,"name":""}""", board => board.SetNameAsync(18, "", null, None) },
        { "/api/interval", """{"pin":2,"interval":4294967295}""", board => board.SetIntervalAsync(2, uint.MaxValue, null, None) },
        {
            "/api/chasing/create", """{"groupId":1,"interval":300,"outputs":[4,5,12],"name":"Runway Lights"}""",
            board => board.CreateGroupAsync(1, "Runway Lights", 300, [4, 5, 12], null, None)
        },
        { "/api/chasing/name", """{"groupId":1,"name":"Einfahrsignal Nord"}""", board => board.RenameGroupAsync(1, "Einfahrsignal Nord", null, None) },
        { "/api/chasing/delete", """{"groupId":3}""", board => board.DeleteGroupAsync(3, null, None) },
    };

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task A_command_says_everything_in_one_segment(string path, string json, Func<BoardClient, Task<BoardAnswer>> command)
    {
        var answer = await command(_client).Soon();
        var request = await _board.NextRequestAsync();

        Assert.Equal(BoardAnswerKind.Accepted, answer.Kind);
        Assert.Equal(200, answer.HttpStatus);
        Assert.Null(answer.Error);
        Assert.Equal($"POST {path} HTTP/1.1", request.Line);
        Assert.Equal(System.Text.Json.Nodes.JsonNode.Parse(json)!.ToJsonString(), System.Text.Json.Nodes.JsonNode.Parse(request.Body)!.ToJsonString());
        Assert.Equal("application/json", request.Header("Content-Type"));
        Assert.Equal(Encoding.UTF8.GetByteCount(request.Body).ToString(System.Globalization.CultureInfo.InvariantCulture), request.Header("Content-Length"));
        Assert.Equal("close", request.Header("Connection"));
        Assert.Null(request.Header("Transfer-Encoding"));
        Assert.Null(request.Header("Expect"));
        Assert.Equal(request.Text, request.FirstRead);
        Assert.InRange(request.Text.Length, 1, 400);
    }

    [Fact]
    public async Task Headers_and_body_leave_in_a_single_send()
    {
        var writes = new List<int>();
        using var handler = BoardClient.CreateHandler();
        handler.ConnectCallback = async (context, cancellation) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(context.DnsEndPoint, cancellation);
            return new CountingStream(socket, writes);
        };
        using var http = BoardClient.CreateHttpClient(handler);
        using var client = new BoardClient(_client.Address, http, _time);

        var answer = await client.SetNameAsync(4, new string('x', 500), null, None).Soon();

        Assert.Equal(BoardAnswerKind.Accepted, answer.Kind);
        Assert.Equal(Encoding.UTF8.GetByteCount((await _board.NextRequestAsync()).Text), Assert.Single(writes));
    }

    [Theory]
    // G5, G7, G10, G13, G20 and the bare 500 of a RailHub32.
    [InlineData("404 Not Found", """{"error":"Output not found"}""", "application/json", 404, "Output not found")]
    [InlineData("400 Bad Request", """{"error":"Invalid JSON"}""", "application/json", 400, "Invalid JSON")]
    [InlineData("400 Bad Request", """{"error":"Interval must be at least 50ms"}""", "application/json", 400, "Interval must be at least 50ms")]
    [InlineData("501 Not Implemented", "Handler did not handle the request", "text/plain", 501, "Handler did not handle the request")]
    [InlineData("404 Not Found", "Not found: /api/foo", "text/html", 404, "Not found: /api/foo")]
    [InlineData("500 Internal Server Error", "", "text/plain", 500, null)]
    [InlineData("302 Found", "", "text/html", 302, null)]
    [InlineData("400 Bad Request", "{\"error\":\"a\\u0007\\nb\"}", "application/json", 400, "a  b")]
    public async Task A_refusal_is_told_in_the_boards_own_words(string status, string body, string type, int code, string? error)
    {
        _board.Answer = FakeHttpBoard.Response(status, body, type);

        var answer = await _client.ControlAsync(4, true, 50, null, None).Soon();

        Assert.Equal(new BoardAnswer(BoardAnswerKind.Refused, code, error, TimeSpan.Zero), answer);
    }

    [Fact]
    public async Task A_refusal_is_cut_before_it_fills_a_log()
    {
        _board.Answer = FakeHttpBoard.Response("400 Bad Request", string.Concat(Enumerable.Repeat("🚂!", 500)), "text/html");

        var answer = await _client.ControlAsync(4, true, 50, null, None).Soon();

        Assert.InRange(answer.Error!.Length, 100, 120);
        Assert.False(char.IsHighSurrogate(answer.Error[^1]));
    }

    [Fact]
    public async Task The_keep_alive_answer_of_a_RailHub8266_is_accepted_too()
    {
        _board.Answer = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 15\r\nConnection: keep-alive\r\nKeep-Alive: timeout=2000\r\n\r\n{\"status\":\"ok\"}"u8.ToArray();

        Assert.Equal((BoardAnswerKind.Accepted, null), KindOf(await _client.ControlAsync(4, true, 50, null, None).Soon()));
        Assert.Equal((BoardAnswerKind.Accepted, null), KindOf(await _client.ControlAsync(4, false, 50, null, None).Soon()));
    }

    [Fact]
    public async Task Nobody_at_the_address_is_an_answer()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();
        using var client = new BoardClient(new BoardAddress("127.0.0.1", port), _http, _time);

        var answer = await client.ControlAsync(4, true, 50, null, None).Soon();

        Assert.Equal((BoardAnswerKind.Unreachable, nameof(SocketError.ConnectionRefused)), (answer.Kind, answer.Error));
    }

    [Theory]
    [InlineData("", BoardAnswerKind.Unreachable)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 15\r\n\r\n{\"sta", BoardAnswerKind.Unreachable)]
    [InlineData("SSH-2.0-OpenSSH_9.6\r\n", BoardAnswerKind.Garbled)]
    public async Task A_broken_answer_is_an_answer(string bytes, BoardAnswerKind kind)
    {
        _board.Answer = Encoding.ASCII.GetBytes(bytes);

        var answer = await _client.ControlAsync(4, true, 50, null, None).Soon();

        Assert.Equal(kind, answer.Kind);
        Assert.NotEmpty(answer.Error!);
    }

    [Fact]
    public async Task An_endless_answer_is_given_up()
    {
        _board.Answer = FakeHttpBoard.Response("200 OK", new string('x', 70_000));

        Assert.Equal(BoardAnswerKind.Garbled, (await _client.GetStatusAsync(None).Soon()).Answer.Kind);
    }

    [Fact]
    public async Task A_board_that_does_not_answer_times_out_after_six_seconds()
    {
        _board.Answer = null;

        var command = _client.ControlAsync(4, true, 50, null, None);
        await _board.NextRequestAsync();
        _time.Advance(TimeSpan.FromSeconds(5.9));
        Assert.False(command.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(0.1));

        Assert.Equal(new BoardAnswer(BoardAnswerKind.TimedOut, null, null, TimeSpan.FromSeconds(6)), await command.Soon());
    }

    [Fact]
    public async Task Cancellation_throws_and_frees_the_way_for_the_next()
    {
        using var cancellation = new CancellationTokenSource();
        _board.Answer = null;
        var command = _client.ControlAsync(4, true, 50, null, cancellation.Token);
        await _board.NextRequestAsync();

        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => command.Soon());

        _board.Answer = FakeHttpBoard.Response("200 OK", "");
        Assert.True((await _client.ControlAsync(4, true, 50, null, None).Soon()).IsAccepted);
    }

    [Fact]
    public async Task Disposal_ends_what_is_under_way_and_what_waits()
    {
        _board.Answer = null;
        var client = new BoardClient(_client.Address, _http, _time);
        var running = client.ControlAsync(4, true, 50, null, None);
        var waiting = client.ControlAsync(5, true, 50, null, None);
        await _board.NextRequestAsync();

        client.Dispose();

        Assert.Equal(BoardAnswerKind.Unreachable, (await running.Soon()).Kind);
        Assert.Equal(BoardAnswerKind.Unreachable, (await waiting.Soon()).Kind);
    }

    [Fact]
    public async Task A_board_gets_one_request_at_a_time()
    {
        var answers = await Task.WhenAll(Enumerable.Range(1, 20).Select(pin => _client.ControlAsync(pin, true, 50, null, None))).Soon();

        Assert.All(answers, answer => Assert.True(answer.IsAccepted));
        Assert.Equal(1, _board.MostAtOnce);
    }

    [Fact]
    public async Task The_status_is_read()
    {
        _board.Answer = FakeHttpBoard.Response("200 OK", Golden.RailHub32Http);

        var status = await _client.GetStatusAsync(None).Soon();

        Assert.True(status.Answer.IsAccepted);
        Assert.Equal("ESP32-Controller-01", status.Snapshot!.Name);
        Assert.Equal(123456u, status.Telemetry.UptimeMilliseconds);
        Assert.Equal("GET /api/status HTTP/1.1", (await _board.NextRequestAsync()).Line);
    }

    [Fact]
    public async Task A_status_that_is_none_is_garbled()
    {
        _board.Answer = FakeHttpBoard.Response("200 OK", "<html>a printer</html>", "text/html");

        var status = await _client.GetStatusAsync(None).Soon();

        Assert.Equal((BoardAnswerKind.Garbled, 200), (status.Answer.Kind, status.Answer.HttpStatus));
        Assert.NotEmpty(status.Answer.Error!);
        Assert.Null(status.Snapshot);
    }

    [Fact]
    public async Task What_no_board_could_take_is_a_bug()
    {
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => _client.ControlAsync(4, true, 101, null, None));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => _client.ControlAsync(4, true, -1, null, None));
        await Assert.ThrowsAsync<ArgumentException>(() => _client.SetNameAsync(4, new string('x', 1400), null, None));
    }

    [Theory]
    [InlineData("railhub32.local", 80, true)]
    [InlineData("192.168.4.1", 80, true)]
    [InlineData("fe80::1", 80, true)]
    [InlineData("fe80::1%2", 80, true)]
    [InlineData("[::1]", 80, true)]
    [InlineData("müller.local", 80, true)]
    [InlineData("weiß-bahn.example", 80, true)]
    [InlineData("駅.local", 80, true)]
    [InlineData("ü-.local", 80, false)]
    [InlineData("-ü.local", 80, false)]
    [InlineData("ü..local", 80, false)]
    [InlineData("\u00ad.local", 80, false)]
    [InlineData("ü b", 80, false)]
    [InlineData("ü/pfad", 80, false)]
    [InlineData("ü:80", 80, false)]
    [InlineData("", 80, false)]
    [InlineData("a b", 80, false)]
    [InlineData("host/path", 80, false)]
    [InlineData("host", 0, false)]
    [InlineData("host", 65536, false)]
    public void An_address_is_checked_before_it_is_used(string host, int port, bool valid)
    {
        var address = new BoardAddress(host, port);

        Assert.Equal(valid, address.IsValid);
        if (valid)
        {
            using var client = new BoardClient(address, _http, _time);
            Assert.Equal(address, client.Address);
        }
    }

    [Theory]
    [InlineData(BoardAnswerKind.Refused, 400, true)]
    [InlineData(BoardAnswerKind.Refused, 404, true)]
    [InlineData(BoardAnswerKind.Refused, 499, true)]
    [InlineData(BoardAnswerKind.Refused, 408, false)]
    [InlineData(BoardAnswerKind.Refused, 425, false)]
    [InlineData(BoardAnswerKind.Refused, 429, false)]
    [InlineData(BoardAnswerKind.Refused, 302, false)]
    [InlineData(BoardAnswerKind.Refused, 500, false)]
    [InlineData(BoardAnswerKind.Refused, 501, false)]
    [InlineData(BoardAnswerKind.Garbled, 404, false)]
    [InlineData(BoardAnswerKind.TimedOut, null, false)]
    public void Only_what_would_be_refused_again_is_refused_for_good(BoardAnswerKind kind, int? status, bool isForGood) =>
        Assert.Equal(isForGood, new BoardAnswer(kind, status, null, TimeSpan.Zero).IsRefusedForGood);

    private static (BoardAnswerKind Kind, string? Error) KindOf(BoardAnswer answer) => (answer.Kind, answer.Error);

    private sealed class CountingStream(Socket socket, List<int> writes) : NetworkStream(socket, ownsSocket: true)
    {
        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            writes.Add(buffer.Length);
            return base.WriteAsync(buffer, cancellationToken);
        }
    }
}
