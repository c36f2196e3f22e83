using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Time.Testing;

namespace RailHub.Protocol.Tests.Commands;

/// <summary>Commands that are taken back at the last moment, before a board that shows every byte that reaches it.</summary>
public sealed class WithheldTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly TcpListener _board = new(IPAddress.Loopback, 0);
    private readonly HttpClient _http = BoardClient.CreateHttpClient();
    private readonly BoardClient _client;

    public WithheldTests()
    {
        _board.Start();
        _client = new BoardClient(new BoardAddress("127.0.0.1", ((IPEndPoint)_board.LocalEndpoint).Port), _http, new FakeTimeProvider());
    }

    public static TheoryData<string, Func<BoardClient, Func<bool>, Task<BoardAnswer>>> Commands => new()
    {
        { "control", (board, mayWrite) => board.ControlAsync(4, true, 75, mayWrite, None) },
        { "name", (board, mayWrite) => board.SetNameAsync(4, new string('x', 900), mayWrite, None) },
        { "interval", (board, mayWrite) => board.SetIntervalAsync(4, 500, mayWrite, None) },
        { "create", (board, mayWrite) => board.CreateGroupAsync(1, "Runway", 300, [4, 5], mayWrite, None) },
        { "rename", (board, mayWrite) => board.RenameGroupAsync(1, "Runway", mayWrite, None) },
        { "delete", (board, mayWrite) => board.DeleteGroupAsync(1, mayWrite, None) },
    };

    public void Dispose()
    {
        _client.Dispose();
        _http.Dispose();
        _board.Dispose();
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Not_one_byte_of_a_command_that_was_taken_back_reaches_the_board(
        string name, Func<BoardClient, Func<bool>, Task<BoardAnswer>> command)
    {
        Assert.NotEmpty(name);
        var questions = 0;
        var isConnected = false;

        var answer = await command(_client, () =>
        {
            questions++;
            isConnected = _board.Pending();
            return false;
        }).Soon();

        Assert.Equal(new BoardAnswer(BoardAnswerKind.Withheld, null, null, TimeSpan.Zero), answer);
        Assert.Equal((1, true), (questions, isConnected));
        using var connection = await _board.AcceptSocketAsync();
        Assert.Equal(0, await ReadAsync(connection));
        Assert.False(_board.Pending());
    }

    [Fact]
    public async Task The_next_command_goes_its_way()
    {
        await _client.ControlAsync(4, true, 75, () => false, None).Soon();
        (await _board.AcceptSocketAsync()).Dispose();

        var next = _client.ControlAsync(4, true, 75, () => true, None);

        using var connection = await _board.AcceptSocketAsync().Soon();
        Assert.InRange(await ReadAsync(connection), 100, 400);
        await connection.SendAsync(FakeHttpBoard.Response("200 OK", ""));
        Assert.True((await next.Soon()).IsAccepted);
    }

    [Fact]
    public async Task Nobody_is_asked_when_there_is_no_connection()
    {
        _board.Stop();

        var answer = await _client.ControlAsync(4, true, 75, () => throw new InvalidOperationException("asked"), None).Soon();

        Assert.Equal(BoardAnswerKind.Unreachable, answer.Kind);
    }

    private static async Task<int> ReadAsync(Socket connection)
    {
        try
        {
            return await connection.ReceiveAsync(new byte[4096]).Soon();
        }
        catch (SocketException)
        {
            return 0;
        }
    }
}
