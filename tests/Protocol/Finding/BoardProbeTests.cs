using System.Text;
using Microsoft.Extensions.Time.Testing;
using RailHub.Protocol.Tests.Commands;

namespace RailHub.Protocol.Tests.Finding;

public sealed class BoardProbeTests : IAsyncDisposable
{
    private const string Status = """{"macAddress":"AA:BB:CC:00:00:01","name":"Yard","outputs":[{"pin":4,"active":false,"brightness":100}]}""";

    private static readonly CancellationToken None = CancellationToken.None;

    private readonly FakeTimeProvider _time = new();
    private readonly FakeHttpBoard _board = new();
    private readonly BoardProbe _probe;

    public BoardProbeTests() => _probe = new BoardProbe(_time);

    public ValueTask DisposeAsync()
    {
        _probe.Dispose();
        return _board.DisposeAsync();
    }

    [Fact]
    public async Task A_board_is_asked_once_for_its_status()
    {
        _board.Answer = FakeHttpBoard.Response("200 OK", Status);
        var status = await AskAsync().Soon();
        Assert.Equal((MacAddress.Parse("AA:BB:CC:00:00:01", null), "Yard"), (status?.MacAddress, status?.Name));
        Assert.StartsWith("GET /api/status ", (await _board.NextRequestAsync()).Line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("200 OK", "<html>A printer</html>")]
    [InlineData("200 OK", """{"outputs":[{"pin":4,"active":false}]}""")] // tells no MAC address
    [InlineData("200 OK", """{"macAddress":"00:00:00:00:00:00","outputs":[{"pin":4}]}""")]
    [InlineData("200 OK", """{"macAddress":"FF:FF:FF:FF:FF:FF","outputs":[{"pin":4}]}""")]
    [InlineData("404 Not Found", Status)]
    [InlineData("302 Found\r\nLocation: http://192.168.1.1/api/status", Status)]
    public async Task What_is_no_board_is_none(string status, string body)
    {
        _board.Answer = FakeHttpBoard.Response(status, body);
        Assert.Null(await AskAsync().Soon());
    }

    [Fact]
    public async Task An_answer_without_end_is_none()
    {
        _board.Answer = FakeHttpBoard.Response("200 OK", Status + new string(' ', StatusParser.MaxDocumentBytes));
        Assert.Null(await AskAsync().Soon());
        _board.Answer = [.. Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\n"), .. Encoding.ASCII.GetBytes($"x: {new string('x', 64 * 1024)}\r\n\r\n")];
        Assert.Null(await AskAsync().Soon());
    }

    [Fact]
    public async Task Where_nobody_listens_is_none()
    {
        var gone = new FakeHttpBoard();
        var address = new BoardAddress("127.0.0.1", gone.Port);
        await gone.DisposeAsync();
        Assert.Null(await _probe.AskAsync(address, None).Soon());
    }

    [Fact]
    public async Task Who_says_nothing_is_not_waited_for()
    {
        _board.Answer = null;
        var asking = AskAsync();
        await _board.NextRequestAsync();

        _time.Advance(BoardProbe.Patience);

        Assert.Null(await asking.Soon());
    }

    [Fact]
    public async Task Whoever_gives_up_is_told_so()
    {
        _board.Answer = null;
        using var giveUp = new CancellationTokenSource();
        var asking = _probe.AskAsync(new BoardAddress("127.0.0.1", _board.Port), giveUp.Token);
        await _board.NextRequestAsync();

        await giveUp.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking.Soon());
    }

    private Task<StatusSnapshot?> AskAsync() => _probe.AskAsync(new BoardAddress("127.0.0.1", _board.Port), None);
}
