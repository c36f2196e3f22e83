using RailHub.Protocol.Tests.Commands;
using RailHub.Protocol.Tests.Status;

namespace RailHub.Protocol.Tests.Link;

/// <summary>When a link hands out its client: only while it is certain that the board that is meant gets what is sent.</summary>
public sealed class LinkProofTests : IAsyncDisposable
{
    private const string Mac = "5C:CF:7F:12:34:56";
    private static readonly MacAddress Expected = MacAddress.Parse(Mac, null);
    private static readonly string Status = Golden.RailHub8266AHttp;

    private readonly LinkUnderTest _test = new(Expected);

    private ControllerLink Link => _test.Link;

    public ValueTask DisposeAsync() => _test.DisposeAsync();

    [Fact]
    public async Task An_answer_alone_is_not_enough_and_the_first_message_completes_it()
    {
        AnswerWith(Status);
        Link.Start();
        using var socket = await _test.Sockets.AcceptAsync();
        await _test.Sink.StatusAsync();
        Assert.Null(Link.Commands);

        await socket.SendAsync(Golden.RailHub8266Socket);

        await _test.Sink.NextAsync<BoardTelemetry>();
        await _test.Sink.ExpectAsync(LinkState.Live);
        await _test.Sink.NextAsync<RecordingSink.Proven>();
        Assert.True((await Link.Commands!.DeleteGroupAsync(1, null, CancellationToken.None).Soon()).IsAccepted);
    }

    [Fact]
    public async Task Garbage_is_no_message_that_completes_it()
    {
        AnswerWith(Status);
        Link.Start();
        using var socket = await _test.Sockets.AcceptAsync();
        await _test.Sink.StatusAsync();

        await socket.SendAsync("?");

        await _test.Sink.NextAsync<string>();
        Assert.Null(Link.Commands);
    }

    [Fact]
    public async Task Messages_alone_are_not_enough_and_the_answer_completes_it()
    {
        var gate = new TaskCompletionSource();
        _test.Http.Gate = gate.Task;
        using var socket = await _test.LiveAsync(Golden.RailHub8266Socket);
        Assert.Null(Link.Commands);

        AnswerWith(Status);
        gate.SetResult();

        await _test.Sink.NextAsync<BoardTelemetry>();
        await _test.Sink.NextAsync<RecordingSink.Proven>();
        Assert.NotNull(Link.Commands);
        Assert.Equal(_test.Client.Address, Link.Commands.Address);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a board")]
    [InlineData("5C:CF:7F:12:34")]
    public async Task Who_does_not_say_who_it_is_proves_nothing_but_is_no_other_board(string mac)
    {
        // The socket has told the address before, which the answer must not inherit.
        using var socket = await _test.LiveAsync(Golden.RailHub8266Socket);
        AnswerWith(Status.Replace(Mac, mac, StringComparison.Ordinal));

        Assert.False(await Link.ProveAsync(CancellationToken.None).Soon());

        Assert.Null(Link.Commands);
        Assert.Equal(LinkState.Live, Link.State);
    }

    [Theory]
    [InlineData("5c:cf:7f:12:34:56")]
    [InlineData("5C-CF-7F-12-34-56")]
    [InlineData("5ccf7f123456")]
    [InlineData("5CCF.7F12.3456")]
    public async Task An_address_in_another_notation_is_the_same_address(string mac)
    {
        AnswerWith(Status.Replace(Mac, mac, StringComparison.Ordinal));

        using var socket = await ProvenAsync(Golden.RailHub8266Socket.Replace(Mac, mac, StringComparison.Ordinal));

        Assert.Equal(Expected, Link.LastGood!.MacAddress);
    }

    [Theory]
    [InlineData("5C-CF-7F-12-34-57", "5C:CF:7F:12:34:57")]
    [InlineData("00:00:00:00:00:00", "00:00:00:00:00:00")] // Zero is an address that is not the expected one, and not the lack of one.
    public async Task Another_address_in_another_notation_is_another_board(string mac, string told)
    {
        using var socket = await _test.LiveAsync(Golden.RailHub8266Socket);

        await socket.SendAsync(Golden.RailHub8266Socket.Replace(Mac, mac, StringComparison.Ordinal));

        var news = await _test.Sink.NextAsync<RecordingSink.LinkNews>();
        Assert.Equal(new RecordingSink.LinkNews(LinkState.Offline, LinkReason.DifferentBoard, told), news);
    }

    [Fact]
    public async Task Without_an_expected_address_any_status_proves()
    {
        await using var test = new LinkUnderTest();
        test.Http.Answer = FakeHttpBoard.Response("200 OK", Status.Replace(Mac, "", StringComparison.Ordinal));
        using var socket = await test.LiveAsync(Golden.RailHub8266Socket);
        await test.Sink.UntilAsync<RecordingSink.Proven>();

        Assert.NotNull(test.Link.Commands);
    }

    [Fact]
    public async Task Silence_of_more_than_five_seconds_takes_the_proof_and_only_a_new_answer_gives_it_back()
    {
        using var socket = await ProvenAsync();

        _test.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.NotNull(Link.Commands);
        _test.Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Null(Link.Commands);

        await socket.SendAsync(Golden.RailHub8266Socket);
        await _test.Sink.NextAsync<BoardTelemetry>();
        Assert.Null(Link.Commands);

        Assert.True(await Link.ProveAsync(CancellationToken.None).Soon());
        Assert.NotNull(Link.Commands);
        await _test.Sink.NextAsync<BoardTelemetry>();
        await _test.Sink.NextAsync<RecordingSink.Proven>();
    }

    [Fact]
    public async Task Silence_counts_too_when_nobody_asked_while_it_lasted()
    {
        using var socket = await ProvenAsync();

        _test.Time.Advance(TimeSpan.FromSeconds(6));
        await socket.SendAsync(Golden.RailHub8266Socket);

        await _test.Sink.NextAsync<BoardTelemetry>();
        Assert.Null(Link.Commands);
        Assert.Empty(_test.Sink.Rest());
    }

    [Fact]
    public async Task Any_message_ends_the_silence()
    {
        using var socket = await ProvenAsync();

        foreach (var document in new[] { "?", Golden.RailHub8266Socket, "" })
        {
            _test.Time.Advance(TimeSpan.FromSeconds(4));
            await socket.SendAsync(document);
            await _test.Sink.NextAsync<object>();
            Assert.NotNull(Link.Commands);
        }
    }

    [Fact]
    public async Task A_slow_board_may_be_silent_for_twice_its_period()
    {
        using var socket = await ProvenAsync();
        for (var i = 0; i < 3; i++)
        {
            _test.Time.Advance(TimeSpan.FromSeconds(4));
            await socket.SendAsync(Golden.RailHub8266Socket);
            await _test.Sink.NextAsync<BoardTelemetry>();
        }

        _test.Time.Advance(TimeSpan.FromSeconds(8));
        Assert.NotNull(Link.Commands);
        _test.Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Null(Link.Commands);
    }

    [Fact]
    public async Task An_answer_during_silence_proves_for_five_seconds()
    {
        using var socket = await ProvenAsync();
        _test.Time.Advance(TimeSpan.FromSeconds(9));
        Assert.Null(Link.Commands);

        Assert.True(await Link.ProveAsync(CancellationToken.None).Soon());

        Assert.NotNull(Link.Commands);
        _test.Time.Advance(TimeSpan.FromSeconds(5.1));
        Assert.Null(Link.Commands);
    }

    [Fact]
    public async Task A_doubt_takes_the_proof_until_the_board_was_asked_anew()
    {
        using var socket = await ProvenAsync();

        Link.Doubt();
        Assert.Null(Link.Commands);
        await socket.SendAsync(Golden.RailHub8266Chasing);
        await _test.Sink.StatusAsync();
        Assert.Null(Link.Commands);

        Assert.True(await Link.ProveAsync(CancellationToken.None).Soon());
        await _test.Sink.NextAsync<BoardTelemetry>();
        await _test.Sink.NextAsync<RecordingSink.Proven>();
        Assert.NotNull(Link.Commands);
    }

    [Fact]
    public async Task An_answer_to_what_was_asked_before_the_doubt_is_none()
    {
        using var socket = await ProvenAsync();
        var gate = new TaskCompletionSource();
        _test.Http.Gate = gate.Task;
        var proving = Link.ProveAsync(CancellationToken.None);

        Link.Doubt();
        gate.SetResult();

        Assert.False(await proving.Soon());
        Assert.Null(Link.Commands);
        Assert.True(await Link.ProveAsync(CancellationToken.None).Soon());
    }

    [Fact]
    public async Task Without_an_answer_everything_stays_as_it_is()
    {
        using var socket = await _test.LiveAsync(Golden.RailHub8266Socket);
        Assert.False(await Link.ProveAsync(CancellationToken.None).Soon());
        AnswerWith(Status);
        Assert.True(await Link.ProveAsync(CancellationToken.None).Soon());

        _test.Http.Answer = FakeHttpBoard.Response("500 Internal Server Error", "");
        await Link.ProveAsync(CancellationToken.None).Soon();
        Assert.NotNull(Link.Commands);

        Assert.Equal(LinkState.Live, Link.State);
        Assert.Equal(0, Link.Reconnects);
    }

    [Fact]
    public async Task Another_board_at_the_http_port_ends_the_connection()
    {
        using var socket = await ProvenAsync();
        AnswerWith(Status.Replace(Mac, "5C:CF:7F:12:34:57", StringComparison.Ordinal));

        Assert.False(await Link.ProveAsync(CancellationToken.None).Soon());

        await _test.Sink.ExpectAsync(LinkState.Offline, LinkReason.DifferentBoard);
        Assert.Null(Link.Commands);
    }

    [Fact]
    public async Task There_is_nobody_to_ask_without_a_connection()
    {
        Assert.False(await Link.ProveAsync(CancellationToken.None).Soon());
        Link.Doubt();
        Assert.Null(Link.Commands);

        var socket = await ProvenAsync();
        socket.Dispose();
        await _test.Sink.ExpectAsync(LinkState.Offline, LinkReason.Closed);
        Assert.Null(Link.Commands);
        Assert.False(await Link.ProveAsync(CancellationToken.None).Soon());
    }

    [Fact]
    public async Task A_new_connection_needs_a_new_proof()
    {
        var socket = await ProvenAsync();
        socket.Dispose();
        await _test.Sink.ExpectAsync(LinkState.Offline, LinkReason.Closed);
        _test.Http.Answer = FakeHttpBoard.Response("404 Not Found", "");

        _test.Time.Advance(TimeSpan.FromSeconds(3));
        using var again = await _test.LiveAgainAsync(Golden.RailHub8266Socket);
        Assert.Null(Link.Commands);

        AnswerWith(Status);
        Assert.True(await Link.ProveAsync(CancellationToken.None).Soon());
    }

    [Fact]
    public async Task A_question_ends_with_its_connection_or_its_caller()
    {
        using var socket = await ProvenAsync();
        _test.Http.Answer = null;
        using var impatience = new CancellationTokenSource();
        var cancelled = Link.ProveAsync(impatience.Token);
        await _test.Http.NextRequestAsync();
        await impatience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled.Soon());

        var proving = Link.ProveAsync(CancellationToken.None);
        Link.Nudge();
        Assert.Null(Link.Commands); // At once, and not only when the connection is closed.
        Assert.False(await proving.Soon());
    }

    [Fact]
    public async Task Commands_cost_no_further_question()
    {
        using var socket = await ProvenAsync();

        for (var i = 0; i < 3; i++)
            Assert.True((await Link.Commands!.ControlAsync(4, true, 100, null, CancellationToken.None).Soon()).IsAccepted);

        Assert.Equal("GET /api/status HTTP/1.1", (await _test.Http.NextRequestAsync()).Line);
        for (var i = 0; i < 3; i++)
            Assert.Equal("POST /api/control HTTP/1.1", (await _test.Http.NextRequestAsync()).Line);
    }

    [Fact]
    public async Task A_status_says_when_it_arrived()
    {
        using var socket = await ProvenAsync();
        _test.Time.Advance(TimeSpan.FromSeconds(3));

        await socket.SendAsync(Golden.RailHub8266Chasing);

        await _test.Sink.StatusAsync();
        Assert.Equal(_test.Time.GetTimestamp(), _test.Sink.ReceivedAt);
    }

    private void AnswerWith(string document) => _test.Http.Answer = FakeHttpBoard.Response("200 OK", document);

    private async Task<FakeSocket> ProvenAsync(string? document = null)
    {
        if (document is null)
            AnswerWith(Status);
        var socket = await _test.LiveAsync(document ?? Golden.RailHub8266Socket);
        await _test.Sink.UntilAsync<RecordingSink.Proven>();
        return socket;
    }
}
