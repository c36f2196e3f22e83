using System.Net;
using System.Text;
using RailHub.Protocol.Tests.Status;

namespace RailHub.Protocol.Tests.Link;

/// <summary>The end of a link takes a second at most, whatever the board does, and its socket is gone then.</summary>
public sealed class LinkClosingTests : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    private static readonly byte[] s_pings =
        [.. Enumerable.Repeat<byte[]>([0x89, 0x7D, .. Encoding.ASCII.GetBytes(new string('p', 125))], 100).SelectMany(bytes => bytes)];

    private readonly LinkUnderTest _test = new();

    public ValueTask DisposeAsync() => _test.DisposeAsync();

    [Fact]
    public async Task A_board_that_floods_with_status_and_does_not_read_is_left()
    {
        using var socket = await _test.LiveAsync(Golden.RailHub8266Socket);
        var flood = FloodAsync(socket, FakeSocket.Frame(Golden.RailHub8266Socket.Utf8()));
        while (_test.Link.MessagesReceived < 1000)
            await Task.Yield();

        await CloseAsync();

        await flood.Soon();
    }

    [Fact]
    public async Task A_board_that_floods_from_the_start_is_left()
    {
        _test.Link.Start();
        using var socket = await _test.Sockets.AcceptAsync();
        var flood = FloodAsync(socket, FakeSocket.Frame("?"u8.ToArray()));
        while (_test.Link.MessagesReceived < 1000)
            await Task.Yield();
        // What comes without end keeps nobody from asking who it is.
        await _test.Http.NextRequestAsync();

        await CloseAsync();

        await flood.Soon();
    }

    [Fact]
    public async Task A_board_that_wants_answers_and_does_not_read_them_is_left()
    {
        using var socket = await _test.LiveAsync(Golden.RailHub8266Socket);
        // Each ping is answered; the answers pile up until the link can write no more, nor say goodbye.
        var written = 0L;
        var flood = FloodAsync(socket, s_pings, count => Volatile.Write(ref written, count));
        await StalledAsync(() => Volatile.Read(ref written));

        await CloseAsync();

        await flood.Soon();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_board_that_does_not_read_answers_is_left_also_when_the_link_goes_on(bool isNudged)
    {
        using var socket = await _test.LiveAsync(Golden.RailHub8266Socket);
        var written = 0L;
        var flood = FloodAsync(socket, s_pings, count => Volatile.Write(ref written, count));
        await StalledAsync(() => Volatile.Read(ref written));

        if (isNudged)
            _test.Link.Nudge();

        // Else it falls silent.
        var left = flood.Soon();
        while (!left.IsCompleted)
        {
            _test.Time.Advance(Limit);
            await Task.Yield();
        }

        await left;
    }

    [Fact]
    public async Task A_board_that_says_nothing_to_the_goodbye_is_left_at_once()
    {
        using var socket = await _test.LiveAsync(Golden.RailHub8266Socket);

        await _test.Link.DisposeAsync().Soon();

        Assert.Equal(8, (await socket.ReadFrameAsync()).Opcode);
        Assert.Equal(-1, (await socket.ReadFrameAsync()).Opcode);
    }

    [Fact]
    public async Task A_board_whose_http_port_hangs_is_left_at_once()
    {
        _test.Http.Answer = null;
        using var socket = await _test.LiveAsync(Golden.RailHub8266Socket);
        await _test.Http.NextRequestAsync();

        await _test.Link.DisposeAsync().Soon();
    }

    [Fact]
    public async Task A_name_that_is_looked_for_without_end_is_left_at_once()
    {
        var asked = new TaskCompletionSource<CancellationToken>();
        await using var test = new LinkUnderTest(host: "board.example", resolve: (_, cancellation) =>
        {
            asked.SetResult(cancellation);
            return new TaskCompletionSource<IPAddress[]>().Task;
        });
        test.Link.Start();
        var looking = await asked.Task.Soon();

        await test.Link.DisposeAsync().Soon();

        Assert.True(looking.IsCancellationRequested);
    }

    [Fact]
    public async Task A_nudge_leaves_a_board_that_does_not_read_too()
    {
        using var socket = await _test.LiveAsync(Golden.RailHub8266Socket);
        var flood = FloodAsync(socket, FakeSocket.Frame(Golden.RailHub8266Socket.Utf8()));

        _test.Link.Nudge();

        await flood.Soon();
        using var again = await _test.Sockets.AcceptAsync();
    }

    private async Task CloseAsync()
    {
        var closing = _test.Link.DisposeAsync();
        _test.Time.Advance(Limit);
        await closing.Soon();
    }

    /// <summary>Writes until the connection is gone.</summary>
    private static Task FloodAsync(FakeSocket socket, byte[] bytes, Action<long>? count = null) => Task.Run(async () =>
    {
        try
        {
            for (var i = 1L; ; i++)
            {
                await socket.WriteForeverAsync(bytes);
                count?.Invoke(i);
            }
        }
        catch (IOException)
        {
            // The connection is gone.
        }
    });

    /// <summary>Goes on when a count that rises has come to rest. Should it go on too early, the test asks for less, and passes.</summary>
    private static async Task StalledAsync(Func<long> count)
    {
        var (last, rest) = (0L, 0);
        while (rest < 1_000_000)
        {
            await Task.Yield();
            var now = count();
            (last, rest) = now > 0 && now == last ? (now, rest + 1) : (now, 0);
        }
    }
}
