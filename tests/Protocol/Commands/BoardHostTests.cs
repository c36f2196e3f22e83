using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Time.Testing;
using RailHub.Protocol.Tests.Link;
using RailHub.Protocol.Tests.Status;

namespace RailHub.Protocol.Tests.Commands;

/// <summary>From the host as a person types it to the address that is spoken to.</summary>
public sealed class BoardHostTests : IAsyncDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly FakeTimeProvider _time = new();
    private readonly FakeHttpBoard _board = new();
    private readonly Queue<string> _asked = [];

    public ValueTask DisposeAsync() => _board.DisposeAsync();

    [Theory]
    [InlineData("müller.local", "xn--mller-kva.local")]
    [InlineData("MÜLLER.local", "xn--mller-kva.local")]
    [InlineData("weiß-bahn.example", "xn--wei-bahn-sya.example")]
    [InlineData("board.example", "board.example")]
    public async Task A_name_is_looked_for_and_sent_in_ascii(string host, string ascii)
    {
        using var http = BoardClient.CreateHttpClient(Resolve(IPAddress.Loopback));
        using var client = new BoardClient(new BoardAddress(host, _board.Port), http, _time);

        Assert.True((await client.ControlAsync(4, true, 75, null, None).Soon()).IsAccepted);

        Assert.Equal([ascii], _asked);
        Assert.Equal($"{ascii}:{_board.Port}", (await _board.NextRequestAsync()).Header("Host"));
    }

    [Fact]
    public async Task A_name_that_is_unknown_in_ascii_is_looked_for_as_it_was_typed()
    {
        using var http = BoardClient.CreateHttpClient((host, _) =>
        {
            _asked.Enqueue(host);
            return host == "müller.local"
                ? Task.FromResult<IPAddress[]>([IPAddress.Loopback])
                : throw new SocketException((int)SocketError.HostNotFound);
        });
        using var client = new BoardClient(new BoardAddress("müller.local", _board.Port), http, _time);

        Assert.True((await client.ControlAsync(4, true, 75, null, None).Soon()).IsAccepted);
        Assert.Equal(["xn--mller-kva.local", "müller.local"], _asked);

        using var other = new BoardClient(new BoardAddress("meier.local", _board.Port), http, _time);
        Assert.Equal(nameof(SocketError.HostNotFound), (await other.ControlAsync(4, true, 75, null, None).Soon()).Error);
    }

    [Fact]
    public async Task Addresses_are_tried_in_turn_and_those_first_that_boards_have()
    {
        // Nobody listens at the first two: the one is of no board, the other refuses.
        using var http = BoardClient.CreateHttpClient(Resolve(IPAddress.IPv6Loopback, IPAddress.Parse("127.0.0.2"), IPAddress.Loopback));
        using var client = new BoardClient(new BoardAddress("board.example", _board.Port), http, _time);

        Assert.True((await client.ControlAsync(4, true, 75, null, None).Soon()).IsAccepted);
    }

    [Fact]
    public async Task A_name_without_addresses_is_unknown()
    {
        using var http = BoardClient.CreateHttpClient(Resolve());
        using var client = new BoardClient(new BoardAddress("board.example", _board.Port), http, _time);

        var answer = await client.ControlAsync(4, true, 75, null, None).Soon();

        Assert.Equal((BoardAnswerKind.Unreachable, nameof(SocketError.HostNotFound)), (answer.Kind, answer.Error));
    }

    [Theory]
    [InlineData("müller.local", "xn--mller-kva.local")]
    [InlineData("127.1", "127.0.0.1")]
    [InlineData("fe80::1%2", "[fe80::1]")]
    public async Task A_client_at_an_address_asks_for_no_name_and_still_sends_it(string host, string sent)
    {
        using var http = BoardClient.CreateHttpClient(Resolve());
        using var client = new BoardClient(new BoardAddress(host, _board.Port), http, _time);

        var there = client.At(IPAddress.Loopback);
        Assert.True((await there.ControlAsync(4, true, 75, null, None).Soon()).IsAccepted);

        Assert.Empty(_asked);
        Assert.Equal(client.Address, there.Address);
        Assert.Equal($"{sent}:{_board.Port}", (await _board.NextRequestAsync()).Header("Host"));
    }

    [Fact]
    public void The_usual_port_is_not_sent() => Assert.Equal("xn--mller-kva.local", new BoardAddress("müller.local").HostHeader);

    [Fact]
    public async Task Clients_of_one_board_take_turns_and_end_together()
    {
        using var http = BoardClient.CreateHttpClient();
        using var client = new BoardClient(new BoardAddress("127.0.0.1", _board.Port), http, _time);
        var there = client.At(IPAddress.Loopback);

        await Task.WhenAll(Enumerable.Range(1, 10).Select(pin => (pin % 2 == 0 ? client : there).ControlAsync(pin, true, 50, null, None))).Soon();
        Assert.Equal(1, _board.MostAtOnce);

        _board.Answer = null;
        var running = there.ControlAsync(4, true, 50, null, None);
        var waiting = there.ControlAsync(5, true, 50, null, None);
        client.Dispose();

        Assert.Equal(BoardAnswerKind.Unreachable, (await running.Soon()).Kind);
        Assert.Equal(BoardAnswerKind.Unreachable, (await waiting.Soon()).Kind);
        Assert.Equal(BoardAnswerKind.Unreachable, (await there.ControlAsync(6, true, 50, null, None).Soon()).Kind);
        client.Dispose();
    }

    [Fact]
    public async Task A_link_asks_for_the_name_once_per_connection_and_sends_commands_where_it_listens()
    {
        // The name means something else to everybody who asks later.
        var answers = new Queue<IPAddress>([IPAddress.Loopback, IPAddress.Parse("127.0.0.2")]);
        await using var test = new LinkUnderTest(host: "müller.local", resolve: (host, _) =>
        {
            _asked.Enqueue(host);
            return Task.FromResult<IPAddress[]>([answers.Dequeue()]);
        });
        test.Http.Answer = FakeHttpBoard.Response("200 OK", Golden.RailHub8266AHttp);

        using var socket = await test.LiveAsync(Golden.RailHub8266Socket);
        await test.Sink.UntilAsync<RecordingSink.Proven>();
        Assert.True((await test.Link.Commands!.ControlAsync(4, true, 75, null, None).Soon()).IsAccepted);

        Assert.Equal(["xn--mller-kva.local"], _asked);
        Assert.Contains($"Host: xn--mller-kva.local:{test.Sockets.Port}\r\n", socket.Request, StringComparison.OrdinalIgnoreCase);
        Assert.Equal($"xn--mller-kva.local:{test.Http.Port}", (await test.Http.NextRequestAsync()).Header("Host"));
        Assert.Equal($"xn--mller-kva.local:{test.Http.Port}", (await test.Http.NextRequestAsync()).Header("Host"));
    }

    [Fact]
    public async Task A_link_whose_name_is_unknown_says_so()
    {
        await using var test = new LinkUnderTest(host: "board.example", resolve: Resolve());

        test.Link.Start();

        var news = await test.Sink.NextAsync<RecordingSink.LinkNews>();
        Assert.Equal(new RecordingSink.LinkNews(LinkState.Offline, LinkReason.NotReached, nameof(SocketError.HostNotFound)), news);
    }

    private Func<string, CancellationToken, Task<IPAddress[]>> Resolve(params IPAddress[] addresses) => (host, _) =>
    {
        _asked.Enqueue(host);
        return Task.FromResult(addresses);
    };
}
