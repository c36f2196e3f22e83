using System.Net;
using System.Net.WebSockets;
using Microsoft.Extensions.Logging;
using Microsoft.IO;
using Websocket.Client;

namespace RailHub.Protocol;

/// <summary>
/// The one status connection to a board: connects, reconnects, tells silence from absence, and hands every change to its sink.
/// </summary>
public sealed partial class ControllerLink : IAsyncDisposable
{
    /// <summary>How long a goodbye may take: a board that does not read lets it wait for ever.</summary>
    private static readonly TimeSpan s_closeTimeout = TimeSpan.FromSeconds(1);

    /// <summary>A waiting link holds one block, so blocks are as large as documents get and no larger (protocol 5).</summary>
    private static readonly RecyclableMemoryStreamManager s_memory = new(new RecyclableMemoryStreamManager.Options
    {
        BlockSize = 4096,
        LargeBufferMultiple = StatusParser.MaxDocumentBytes,
        MaximumBufferSize = StatusParser.MaxDocumentBytes,
        MaximumSmallPoolFreeBytes = 64 * 4096,
        MaximumLargePoolFreeBytes = 4 * StatusParser.MaxDocumentBytes,
    });

    private readonly BoardAddress _address;
    private readonly BoardClient _client;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly MacAddress? _expectedMac;
    private readonly Func<CancellationToken, Task<IDisposable?>>? _admit;
    private readonly BoardDial _dial;

    /// <summary>Cancelled a second after the end was asked for. Its timer is its own end, so it is not disposed of.</summary>
    private readonly CancellationTokenSource _abandon;

    private readonly Backoff _backoff;
    private readonly LinkNews _news;
    private readonly StatusParser _parser = new();

    /// <summary>Guards all that follows and keeps the sink's calls apart.</summary>
    private readonly Lock _gate = new();

    private long _reconnects;
    private CancellationTokenSource _attempt = new();
    private LinkConnection? _connection;
    private bool _isStopped;
    private Task? _running;

    /// <summary>Makes a link that rests until <see cref="Start"/>.</summary>
    /// <param name="address">Where the board listens; a valid one.</param>
    /// <param name="sink">Who hears of it.</param>
    /// <param name="client">Asked once per connection who the board is and what the WebSocket may leave out; not disposed here.</param>
    /// <param name="time">The clock of everything.</param>
    /// <param name="logger">Where it is written down.</param>
    /// <param name="expectedMac">The board's identity when it is known; another board at the address is then kept away.</param>
    /// <param name="jitter">Spreads reconnects of many links; the shared one by default.</param>
    /// <param name="resolve">Gives the addresses of a host name, as for <c>BoardClient.CreateHttpClient</c>.</param>
    /// <param name="admit">
    /// Waited for before each attempt to connect, which disposes of what it gives when the attempt has come to something; null from it: not
    /// now. Without it nobody has to be asked.
    /// </param>
    public ControllerLink(
        BoardAddress address,
        IControllerLinkSink sink,
        BoardClient client,
        TimeProvider time,
        ILogger logger,
        MacAddress? expectedMac = null,
        Random? jitter = null,
        Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null,
        Func<CancellationToken, Task<IDisposable?>>? admit = null)
    {
        _address = address;
        _client = client;
        _time = time;
        _logger = logger;
        _expectedMac = expectedMac;
        _admit = admit;
        _dial = new BoardDial(resolve, BoardSocket.Timeout, time);
        _abandon = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        _backoff = new Backoff(jitter ?? Random.Shared);
        _news = new LinkNews(sink, address.Host, logger);
    }

    /// <summary>How the link stands now.</summary>
    public LinkState State => Guarded(static link => link._news.State);

    /// <summary>Why it is offline.</summary>
    public LinkReason Reason => Guarded(static link => link._news.Reason);

    /// <summary>The newest status, over all connections; null until the first.</summary>
    public StatusSnapshot? LastGood => Guarded(static link => link._news.LastGood);

    /// <summary>The newest telemetry.</summary>
    public BoardTelemetry Telemetry => Guarded(static link => link._news.Telemetry);

    /// <summary>Messages that came, readable or not.</summary>
    public long MessagesReceived => Guarded(static link => link._news.Messages);

    /// <summary>Messages that could not be read.</summary>
    public long GarbageReceived => Guarded(static link => link._news.Garbage);

    /// <summary>Connections that were attempted after the first.</summary>
    public long Reconnects => Guarded(static link => link._reconnects);

    /// <summary>
    /// The client for commands, at the very address of this connection; null unless it is certain that the board that is meant gets them.
    /// That is so while the connection stands and a readable message came on it, the HTTP port at the same address answered on this
    /// connection with the expected MAC address, and the board has not been silent since for longer than twice its period, at least 5 s.
    /// </summary>
    public BoardClient? Commands
    {
        get
        {
            lock (_gate)
            {
                return _attempt.IsCancellationRequested ? null : _connection?.Commands;
            }
        }
    }

    /// <summary>Begins; a second call is a bug.</summary>
    public void Start()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isStopped, this);
            if (_running is not null)
            {
                throw new InvalidOperationException("The link was started before.");
            }

            _running = Task.Run(RunAsync);
        }
    }

    /// <summary>Connects anew at once, from whatever state; the answer to "try again" and to news about the address.</summary>
    public void Nudge()
    {
        lock (_gate)
        {
            // Asynchronously, for whoever waits on it would go on in the caller's stack.
            _ = _attempt.CancelAsync();
        }
    }

    /// <summary>
    /// Asks the HTTP port again who it is; true when <see cref="Commands"/> may be sent by that. Another board ends the connection; without
    /// an answer, everything stays as it is. False as well when there is no connection.
    /// </summary>
    /// <param name="cancellation">Gives up waiting.</param>
    public async Task<bool> ProveAsync(CancellationToken cancellation)
    {
        LinkConnection? connection;
        lock (_gate)
        {
            connection = _connection;
        }

        return connection is not null && await AskStatusAsync(connection, cancellation);
    }

    /// <summary>
    /// Takes the proof back, as when a command was accepted whose effect does not show: there are no <see cref="Commands"/> until the board
    /// was asked anew.
    /// </summary>
    public void Doubt()
    {
        lock (_gate)
        {
            if (_connection is not { } connection)
            {
                return;
            }

            connection.Proof.TakeBack();
            _news.Proof(connection, Commands is not null);
        }
    }

    /// <summary>
    /// Closes the connection and waits until the last call to the sink is over; so never wait for it inside such a call. Takes a second at
    /// most, whatever the board does; its socket is gone then.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        _abandon.CancelAfter(s_closeTimeout);
        Stop();
        if (_running is not null)
        {
            await _running;
        }
    }

    private void Stop()
    {
        lock (_gate)
        {
            _isStopped = true;
            _ = _attempt.CancelAsync();
        }
    }

    private T Guarded<T>(Func<ControllerLink, T> read)
    {
        lock (_gate)
        {
            return read(this);
        }
    }

    private async Task RunAsync()
    {
        while (NextAttempt() is { } attempt)
        {
            try
            {
                var (end, wasLive) = await ConnectAsync(attempt.Token);
                if (wasLive)
                {
                    _backoff.Reset();
                }
                // The wait begins before the news of it: whoever hears it and turns the clock is not too early.
                var wait = DelayAsync(_backoff.Next(), attempt.Token);
                lock (_gate)
                {
                    _news.Link(LinkState.Offline, end.Reason, end.Detail);
                }

                await wait;
            }
            catch (OperationCanceledException) when (attempt.IsCancellationRequested)
            {
                _backoff.Reset();
                lock (_gate)
                {
                    if (!_isStopped)
                    {
                        _news.Link(LinkState.Connecting, LinkReason.None, null);
                    }
                }
            }

            lock (_gate)
            {
                _reconnects++;
            }
        }
    }

    /// <summary>The leash of the next attempt, or null when the link is to stop. What was nudged before counts as done.</summary>
    private CancellationTokenSource? NextAttempt()
    {
        lock (_gate)
        {
            if (_isStopped)
            {
                return null;
            }

            return _attempt.IsCancellationRequested ? _attempt = new CancellationTokenSource() : _attempt;
        }
    }

    private async Task<(LinkEnd End, bool WasLive)> ConnectAsync(CancellationToken cancellation)
    {
        try
        {
            var board = new BoardSocket(_address, _dial, _time);
            var (socket, failure) = await OpenAsync(board, cancellation);
            return socket is null ? (failure!, false) : await ServeAsync(socket, board.Address!, cancellation);
        }
        catch (Exception bug) when (bug is not OperationCanceledException)
        {
            // One board's link must not die of what no other board does.
            LogAttemptFailed(bug, _address.Host);
            return (new LinkEnd(LinkReason.NotReached, bug.GetType().Name), false);
        }
    }

    private async Task<(WebSocket? Socket, LinkEnd? Failure)> OpenAsync(BoardSocket board, CancellationToken cancellation)
    {
        if (_admit is null)
        {
            return await board.OpenAsync(cancellation);
        }

        using var admitted = await _admit(cancellation);
        return admitted is null ? (null, new LinkEnd(LinkReason.NotReached, "not admitted")) : await board.OpenAsync(cancellation);
    }

    private async Task<(LinkEnd End, bool WasLive)> ServeAsync(WebSocket socket, IPAddress address, CancellationToken cancellation)
    {
        using var closing = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var connection = new LinkConnection(_client.At(address), _time, closing.Token);
        // Its own reconnecting and clocks stay off: they know no TimeProvider and no board.
        using var client = new WebsocketClient(_address.WebSocket, logger: null, (_, _) => Task.FromResult(socket), s_memory)
        {
            IsReconnectionEnabled = false,
            ReconnectTimeout = null,
            ErrorReconnectTimeout = null,
            ConnectTimeout = Timeout.InfiniteTimeSpan,
            IsTextMessageConversionEnabled = false,
            IsStreamDisposedAutomatically = false,
        };
        using var messages = client.MessageReceived.Subscribe(message => Hear(connection, message));
        using var endings = client.DisconnectionHappened.Subscribe(info => Lose(connection, info));
        lock (_gate)
        {
            _connection = connection;
        }

        var watched = WatchAsync(connection, cancellation);
        var asked = Task.CompletedTask;
        try
        {
            await client.StartOrFail();
            asked = AskStatusAsync(connection, CancellationToken.None);
            return (await watched, connection.WasLive);
        }
        finally
        {
            lock (_gate)
            {
                connection.End(LinkReason.None, null);
                _connection = null;
            }

            await closing.CancelAsync();
            await asked;
            await CloseAsync(socket);
        }
    }

    /// <summary>Waits for the end of the connection, or makes it when the board is silent for too long.</summary>
    private async Task<LinkEnd> WatchAsync(LinkConnection connection, CancellationToken cancellation)
    {
        while (!connection.IsOver)
        {
            using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            var wait = Watch(connection, waiting.Token);
            await Task.WhenAny(connection.Ended, wait);
            await waiting.CancelAsync();
            cancellation.ThrowIfCancellationRequested();
        }

        return await connection.Ended;
    }

    /// <summary>Judges the silence; the answer is done when it must be judged again.</summary>
    private Task Watch(LinkConnection connection, CancellationToken cancellation)
    {
        lock (_gate)
        {
            var (silence, patience) = (connection.Gauge.Silence, connection.Gauge.Patience);
            if (silence >= patience * 2)
            {
                connection.End(connection.SpeaksGarbage ? LinkReason.NotABoard : LinkReason.Silent, null);
                return connection.Ended;
            }

            if (silence < patience)
            {
                return DelayAsync(patience - silence, cancellation);
            }

            var wait = DelayAsync((patience * 2) - silence, cancellation);
            if (_news.State == LinkState.Live)
            {
                _news.Link(LinkState.Stale, LinkReason.None, null);
            }

            return wait;
        }
    }

    /// <summary>
    /// The question of each connection: who is it, and what does the WebSocket of a RailHub32 leave out (protocol 3.4)? True when commands
    /// may be sent by the answer.
    /// </summary>
    private async Task<bool> AskStatusAsync(LinkConnection connection, CancellationToken cancellation)
    {
        StatusSnapshot? known;
        int doubts;
        lock (_gate)
        {
            (known, doubts) = (_news.LastGood, connection.Proof.Doubts);
        }

        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, connection.Closing);
        StatusAnswer status;
        try
        {
            status = await connection.Board.GetStatusAsync(known, either.Token);
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            cancellation.ThrowIfCancellationRequested();
            return false;
        }
        catch (ObjectDisposedException)
        {
            // Who gave the client has taken it back: the process stops, and a link that was begun that late ends with it.
            Stop();
            return false;
        }

        var receivedAt = _time.GetTimestamp();
        if (status.Snapshot is not { } told)
        {
            LogNoStatus(_address.Host, status.Answer.Kind, status.Answer.Error);
            return false;
        }

        lock (_gate)
        {
            if (connection.IsOver || IsDifferent(connection, status.ToldMac))
            {
                return false;
            }

            // Once the socket speaks it has the last word, but for what it cannot tell.
            _news.Status(connection, connection.WasLive ? _news.LastGood!.WithNetworkOf(told) : told, status.Telemetry, receivedAt);
            // Who leaves out who it is proves nothing, nor does what was asked before somebody doubted it.
            if ((_expectedMac is null || status.ToldMac == _expectedMac) && connection.Proof.Doubts == doubts)
            {
                _news.Proof(connection, Commands is not null);
                connection.Proof.Give();
                _news.Proof(connection, Commands is not null);
            }

            return Commands is not null;
        }
    }

    private void Hear(LinkConnection connection, ResponseMessage message)
    {
        var receivedAt = _time.GetTimestamp();
        using var stream = message.Stream;
        if (stream is null || !stream.TryGetBuffer(out var bytes))
        {
            throw new InvalidOperationException("The WebSocket client was told to hand over streams.");
        }

        lock (_gate)
        {
            if (!connection.IsOver)
            {
                Hear(connection, bytes, receivedAt);
            }
        }
    }

    private void Hear(LinkConnection connection, ReadOnlySpan<byte> document, long receivedAt)
    {
        _news.Messages++;
        connection.HasSpoken = true;
        connection.Proof.Heard();
        _news.Proof(connection, Commands is not null);
        var status = _parser.Parse(document, _news.LastGood);
        if (status.Snapshot is not { } snapshot)
        {
            connection.SpeaksGarbage = true;
            _news.Unreadable(status.Error!, document.Length);
            return;
        }

        if (IsDifferent(connection, status.ToldMac))
        {
            return;
        }

        connection.Gauge.Heard();
        connection.SpeaksGarbage = false;
        connection.WasLive = true;
        _news.Status(connection, snapshot, status.Telemetry, receivedAt);
        _news.Link(LinkState.Live, LinkReason.None, null);
        _news.Proof(connection, Commands is not null);
    }

    private void Lose(LinkConnection connection, DisconnectionInfo info)
    {
        var detail = info.Exception is { } failure ? BoardError.FromException(failure) : info.CloseStatus?.ToString();
        lock (_gate)
        {
            connection.End(connection.HasSpoken ? LinkReason.Closed : LinkReason.NoFreeSlot, detail);
        }
    }

    private bool IsDifferent(LinkConnection connection, MacAddress? told)
    {
        if (_expectedMac is null || told is null || told == _expectedMac)
        {
            return false;
        }

        connection.End(LinkReason.DifferentBoard, told.ToString());
        return true;
    }

    /// <summary>Says goodbye without waiting for the echo: the board then frees the slot, which it holds for long otherwise (protocol 3.2).</summary>
    private async Task CloseAsync(WebSocket socket)
    {
        if (socket.State != WebSocketState.Open)
        {
            return;
        }

        try
        {
            using var deadline = new CancellationTokenSource(s_closeTimeout, _time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(_abandon.Token, deadline.Token);
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, either.Token);
        }
        catch (Exception failure) when (failure is WebSocketException or InvalidOperationException or OperationCanceledException)
        {
            LogCloseFailed(failure, _address.Host);
        }
    }

    private Task DelayAsync(TimeSpan wait, CancellationToken cancellation) =>
        // Timers drop what is less than a millisecond, and would be early by it.
        Task.Delay(TimeSpan.FromMilliseconds(Math.Max(0, Math.Ceiling(wait.TotalMilliseconds))), _time, cancellation);

    [LoggerMessage(LogLevel.Debug, "Board at {Host} did not answer for its status: {Kind} ({Error})")]
    private partial void LogNoStatus(string host, BoardAnswerKind kind, string? error);

    [LoggerMessage(LogLevel.Debug, "Board at {Host} could not be told that the connection ends")]
    private partial void LogCloseFailed(Exception failure, string host);

    [LoggerMessage(LogLevel.Error, "Connecting to the board at {Host} failed in an unforeseen way")]
    private partial void LogAttemptFailed(Exception bug, string host);
}
