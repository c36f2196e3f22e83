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
    /// <summary>Of unreadable messages the first is logged, and then every so many: a board keeps sending the same one twice a second.</summary>
    private const int GarbageLogInterval = 100;

    /// <summary>A waiting link holds one block, so blocks are as large as documents get and no larger (protocol 5).</summary>
    private static readonly RecyclableMemoryStreamManager Memory = new(new RecyclableMemoryStreamManager.Options
    {
        BlockSize = 4096,
        LargeBufferMultiple = StatusParser.MaxDocumentBytes,
        MaximumBufferSize = StatusParser.MaxDocumentBytes,
        MaximumSmallPoolFreeBytes = 64 * 4096,
        MaximumLargePoolFreeBytes = 4 * StatusParser.MaxDocumentBytes,
    });

    private readonly BoardAddress _address;
    private readonly IControllerLinkSink _sink;
    private readonly BoardClient _client;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly string? _expectedMac;
    private readonly Backoff _backoff;
    private readonly StatusParser _parser = new();

    /// <summary>Guards all that follows and keeps the sink's calls apart.</summary>
    private readonly Lock _gate = new();

    private LinkState _state = LinkState.Connecting;
    private LinkReason _reason;
    private StatusSnapshot? _lastGood;
    private BoardTelemetry _telemetry;
    private long _messages;
    private long _garbage;
    private long _reconnects;
    private CancellationTokenSource _attempt = new();
    private bool _isStopped;
    private Task? _running;

    /// <summary>Makes a link that rests until <see cref="Start"/>.</summary>
    /// <param name="address">Where the board listens; a valid one.</param>
    /// <param name="sink">Who hears of it.</param>
    /// <param name="client">Asked once per connect for what the WebSocket may leave out; not disposed here.</param>
    /// <param name="time">The clock of everything.</param>
    /// <param name="logger">Where it is written down.</param>
    /// <param name="expectedMac">The board's identity when it is known; another board at the address is then kept away.</param>
    /// <param name="jitter">Spreads reconnects of many links; the shared one by default.</param>
    public ControllerLink(
        BoardAddress address,
        IControllerLinkSink sink,
        BoardClient client,
        TimeProvider time,
        ILogger logger,
        string? expectedMac = null,
        Random? jitter = null)
    {
        _address = address;
        _sink = sink;
        _client = client;
        _time = time;
        _logger = logger;
        _expectedMac = expectedMac;
        _backoff = new Backoff(jitter ?? Random.Shared);
    }

    /// <summary>How the link stands now.</summary>
    public LinkState State => Guarded(ref _state);

    /// <summary>Why it is offline.</summary>
    public LinkReason Reason => Guarded(ref _reason);

    /// <summary>The newest status, over all connections; null until the first.</summary>
    public StatusSnapshot? LastGood => Guarded(ref _lastGood);

    /// <summary>The newest telemetry.</summary>
    public BoardTelemetry Telemetry => Guarded(ref _telemetry);

    /// <summary>Messages that came, readable or not.</summary>
    public long MessagesReceived => Guarded(ref _messages);

    /// <summary>Messages that could not be read.</summary>
    public long GarbageReceived => Guarded(ref _garbage);

    /// <summary>Connections that were attempted after the first.</summary>
    public long Reconnects => Guarded(ref _reconnects);

    /// <summary>Begins; a second call is a bug.</summary>
    public void Start()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isStopped, this);
            if (_running is not null)
                throw new InvalidOperationException("The link was started before.");
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

    /// <summary>Closes the connection and waits until the last call to the sink is over; so never wait for it inside such a call.</summary>
    public async ValueTask DisposeAsync()
    {
        Stop();
        if (_running is not null)
            await _running;
    }

    private void Stop()
    {
        lock (_gate)
        {
            _isStopped = true;
            _ = _attempt.CancelAsync();
        }
    }

    private T Guarded<T>(ref readonly T field)
    {
        lock (_gate)
            return field;
    }

    private async Task RunAsync()
    {
        while (NextAttempt() is { } attempt)
        {
            try
            {
                var (end, wasLive) = await ConnectAsync(attempt.Token);
                if (wasLive)
                    _backoff.Reset();
                // The wait begins before the news of it: whoever hears it and turns the clock is not too early.
                var wait = DelayAsync(_backoff.Next(), attempt.Token);
                Announce(LinkState.Offline, end.Reason, end.Detail);
                await wait;
            }
            catch (OperationCanceledException) when (attempt.IsCancellationRequested)
            {
                _backoff.Reset();
                AnnounceNudged();
            }

            lock (_gate)
                _reconnects++;
        }
    }

    /// <summary>The leash of the next attempt, or null when the link is to stop. What was nudged before counts as done.</summary>
    private CancellationTokenSource? NextAttempt()
    {
        lock (_gate)
        {
            if (_isStopped)
                return null;
            return _attempt.IsCancellationRequested ? _attempt = new CancellationTokenSource() : _attempt;
        }
    }

    private async Task<(LinkEnd End, bool WasLive)> ConnectAsync(CancellationToken cancellation)
    {
        try
        {
            var (socket, failure) = await new BoardSocket(_address, _time).OpenAsync(cancellation);
            return socket is null ? (failure!, false) : await ServeAsync(socket, cancellation);
        }
        catch (Exception bug) when (bug is not OperationCanceledException)
        {
            // One board's link must not die of what no other board does.
            LogAttemptFailed(bug, _address.Host);
            return (new LinkEnd(LinkReason.NotReached, bug.GetType().Name), false);
        }
    }

    private async Task<(LinkEnd End, bool WasLive)> ServeAsync(WebSocket socket, CancellationToken cancellation)
    {
        var connection = new LinkConnection(_time);
        // Its own reconnecting and clocks stay off: they know no TimeProvider and no board.
        using var client = new WebsocketClient(_address.WebSocket, logger: null, (_, _) => Task.FromResult(socket), Memory)
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
        using var asking = CancellationTokenSource.CreateLinkedTokenSource(cancellation);

        var watched = WatchAsync(connection, cancellation);
        await client.StartOrFail();
        var asked = AskStatusAsync(connection, asking.Token);
        try
        {
            return (await watched, connection.WasLive);
        }
        finally
        {
            lock (_gate)
                connection.End(LinkReason.None, null);
            await asking.CancelAsync();
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
                return DelayAsync(patience - silence, cancellation);

            var wait = DelayAsync((patience * 2) - silence, cancellation);
            if (_state == LinkState.Live)
                Announce(LinkState.Stale, LinkReason.None, null);
            return wait;
        }
    }

    /// <summary>One question per connection fills what the WebSocket of a RailHub32 leaves out (protocol 3.4).</summary>
    private async Task AskStatusAsync(LinkConnection connection, CancellationToken cancellation)
    {
        StatusAnswer status;
        try
        {
            status = await _client.GetStatusAsync(LastGood, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return;
        }
        catch (ObjectDisposedException)
        {
            // Who gave the client has taken it back: the process stops, and a link that was begun that late ends with it.
            Stop();
            return;
        }

        if (status.Snapshot is not { } told)
        {
            LogNoStatus(_address.Host, status.Answer.Kind, status.Answer.Error);
            return;
        }

        lock (_gate)
        {
            if (connection.IsOver || IsDifferent(connection, told))
                return;

            // Once the socket speaks it has the last word, but for what it cannot tell.
            TellStatus(connection, connection.WasLive ? _lastGood!.WithNetworkOf(told) : told, status.Telemetry);
        }
    }

    private void Hear(LinkConnection connection, ResponseMessage message)
    {
        using var stream = message.Stream;
        if (stream is null || !stream.TryGetBuffer(out var bytes))
            throw new InvalidOperationException("The WebSocket client was told to hand over streams.");

        lock (_gate)
        {
            if (!connection.IsOver)
                Hear(connection, bytes);
        }
    }

    private void Hear(LinkConnection connection, ReadOnlySpan<byte> document)
    {
        _messages++;
        connection.HasSpoken = true;
        var status = _parser.Parse(document, _lastGood);
        if (status.Snapshot is not { } snapshot)
        {
            connection.SpeaksGarbage = true;
            if (_garbage++ % GarbageLogInterval == 0)
                LogGarbage(_address.Host, status.Error, document.Length, _garbage);
            Tell(status.Error!, static (sink, reason) => sink.OnGarbage(reason));
            return;
        }

        if (IsDifferent(connection, snapshot))
            return;

        connection.Gauge.Heard();
        connection.SpeaksGarbage = false;
        connection.WasLive = true;
        TellStatus(connection, snapshot, status.Telemetry);
        Announce(LinkState.Live, LinkReason.None, null);
    }

    private void Lose(LinkConnection connection, DisconnectionInfo info)
    {
        var detail = info.Exception is { } failure ? BoardError.FromException(failure) : info.CloseStatus?.ToString();
        lock (_gate)
            connection.End(connection.HasSpoken ? LinkReason.Closed : LinkReason.NoFreeSlot, detail);
    }

    private bool IsDifferent(LinkConnection connection, StatusSnapshot snapshot)
    {
        if (_expectedMac is null || snapshot.MacAddress is null || snapshot.MacAddress.Equals(_expectedMac, StringComparison.OrdinalIgnoreCase))
            return false;

        connection.End(LinkReason.DifferentBoard, snapshot.MacAddress);
        return true;
    }

    private void TellStatus(LinkConnection connection, StatusSnapshot snapshot, BoardTelemetry telemetry)
    {
        var isNews = !connection.HasTold || !ReferenceEquals(snapshot, _lastGood);
        connection.HasTold = true;
        _lastGood = snapshot;
        _telemetry = telemetry;
        if (isNews)
            Tell(snapshot, static (sink, status) => sink.OnStatus(status));
        Tell(telemetry, static (sink, health) => sink.OnTelemetry(health));
    }

    private void AnnounceNudged()
    {
        lock (_gate)
        {
            if (!_isStopped)
                Announce(LinkState.Connecting, LinkReason.None, null);
        }
    }

    private void Announce(LinkState state, LinkReason reason, string? detail)
    {
        lock (_gate)
        {
            if (_state == state && _reason == reason)
                return;

            (_state, _reason) = (state, reason);
            if (state == LinkState.Offline)
                LogOffline(_address.Host, reason, detail);
            else
                LogState(_address.Host, state);
            Tell((state, reason, detail), static (sink, news) => sink.OnLink(news.state, news.reason, news.detail));
        }
    }

    private void Tell<T>(T news, Action<IControllerLinkSink, T> call)
    {
        try
        {
            call(_sink, news);
        }
        catch (Exception bug)
        {
            // The sink's fault, which a reconnect would only repeat.
            LogSinkFailed(bug, _address.Host);
        }
    }

    /// <summary>Says goodbye without waiting for the echo: the board then frees the slot, which it holds for long otherwise (protocol 3.2).</summary>
    private async Task CloseAsync(WebSocket socket)
    {
        if (socket.State != WebSocketState.Open)
            return;
        try
        {
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        }
        catch (Exception failure) when (failure is WebSocketException or InvalidOperationException or OperationCanceledException)
        {
            LogCloseFailed(failure, _address.Host);
        }
    }

    private Task DelayAsync(TimeSpan wait, CancellationToken cancellation) =>
        // Timers drop what is less than a millisecond, and would be early by it.
        Task.Delay(TimeSpan.FromMilliseconds(Math.Max(0, Math.Ceiling(wait.TotalMilliseconds))), _time, cancellation);

    [LoggerMessage(LogLevel.Information, "Board at {Host} is {State}")]
    private partial void LogState(string host, LinkState state);

    [LoggerMessage(LogLevel.Warning, "Board at {Host} is offline: {Reason} ({Detail})")]
    private partial void LogOffline(string host, LinkReason reason, string? detail);

    [LoggerMessage(LogLevel.Warning, "Board at {Host} sent an unreadable message of {Length} bytes: {Reason}; {Count} so far")]
    private partial void LogGarbage(string host, string? reason, int length, long count);

    [LoggerMessage(LogLevel.Debug, "Board at {Host} did not answer for its status: {Kind} ({Error})")]
    private partial void LogNoStatus(string host, BoardAnswerKind kind, string? error);

    [LoggerMessage(LogLevel.Debug, "Board at {Host} was gone before the connection could be closed")]
    private partial void LogCloseFailed(Exception failure, string host);

    [LoggerMessage(LogLevel.Error, "Connecting to the board at {Host} failed in an unforeseen way")]
    private partial void LogAttemptFailed(Exception bug, string host);

    [LoggerMessage(LogLevel.Error, "The listener to the board at {Host} failed")]
    private partial void LogSinkFailed(Exception bug, string host);
}
