using System.Net.WebSockets;
using Microsoft.Extensions.Logging;
using Microsoft.IO;
using Websocket.Client;

namespace RailHub.Protocol;

/// <summary>
/// One connection of a link: hears what the board says on it, asks its HTTP port who it is, judges its silence, and says goodbye. What it
/// knows goes with it. Guarded by the link's lock.
/// </summary>
internal sealed partial class LinkConnection
{
    /// <summary>How long a goodbye may take: a board that does not read lets it wait for ever.</summary>
    public static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(1);

    /// <summary>A waiting link holds one block, so blocks are as large as documents get and no larger (protocol 5).</summary>
    private static readonly RecyclableMemoryStreamManager s_memory = new(new RecyclableMemoryStreamManager.Options
    {
        BlockSize = 4096,
        LargeBufferMultiple = StatusParser.MaxDocumentBytes,
        MaximumBufferSize = StatusParser.MaxDocumentBytes,
        MaximumSmallPoolFreeBytes = 64 * 4096,
        MaximumLargePoolFreeBytes = 4 * StatusParser.MaxDocumentBytes,
    });

    private readonly TaskCompletionSource<LinkEnd> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly BoardAddress _address;
    private readonly MacAddress? _expectedMac;
    private readonly BoardClient _board;
    private readonly LinkNews _news;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationToken _attempt;
    private readonly Lock _gate;
    private readonly CancellationTokenSource _closing;

    // Asked for when the source may be gone.
    private readonly CancellationToken _closed;
    private readonly SilenceGauge _gauge;
    private readonly BoardProof _proof;

    // Any message came: from here on a lost connection is no refusal.
    private bool _hasSpoken;

    // Nothing readable came since the last readable message, but something did.
    private bool _speaksGarbage;

    /// <param name="address">Where the board listens.</param>
    /// <param name="expectedMac">The board's identity when it is known.</param>
    /// <param name="board">The client at the address that this connection found.</param>
    /// <param name="news">What the link knows over all its connections.</param>
    /// <param name="time">The clock of it.</param>
    /// <param name="logger">Where it is written down.</param>
    /// <param name="attempt">Cancelled when the link gives the connection up.</param>
    public LinkConnection(
        BoardAddress address, MacAddress? expectedMac, BoardClient board, LinkNews news, TimeProvider time, ILogger logger, CancellationToken attempt)
    {
        (_address, _expectedMac, _board, _news, _time, _logger, _attempt) = (address, expectedMac, board, news, time, logger, attempt);
        _gate = news.Gate;
        _closing = CancellationTokenSource.CreateLinkedTokenSource(attempt);
        _closed = _closing.Token;
        _gauge = new SilenceGauge(time);
        _proof = new BoardProof(_gauge, time);
    }

    /// <summary>Told when whoever gave the client has taken it back.</summary>
    public Action ClientIsGone { get; init; } = static () => { };

    /// <summary>The client, while it is certain that the board that is meant gets what is sent.</summary>
    public BoardClient? Commands => !_attempt.IsCancellationRequested && !IsOver && WasLive && _proof.Holds ? _board : null;

    /// <summary>The sink knows that there are <see cref="Commands"/>.</summary>
    public bool HasToldProof { get; set; }

    /// <summary>The sink has the first status of this connection.</summary>
    public bool HasTold { get; set; }

    /// <summary>A readable message came over the socket.</summary>
    public bool WasLive { get; private set; }

    private bool IsOver => _end.Task.IsCompleted;

    /// <summary>Serves it to its end, and says goodbye; gives the reason.</summary>
    /// <param name="socket">The open socket.</param>
    /// <param name="abandon">Ends the goodbye.</param>
    /// <exception cref="OperationCanceledException">The link gave it up.</exception>
    public async Task<LinkEnd> ServeAsync(WebSocket socket, CancellationToken abandon)
    {
        using var closing = _closing;

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
        using var messages = client.MessageReceived.Subscribe(Hear);
        using var endings = client.DisconnectionHappened.Subscribe(Lose);
        var watched = WatchAsync();
        var asked = Task.CompletedTask;
        try
        {
            await client.StartOrFail();
            asked = ProveAsync(CancellationToken.None);
            return await watched;
        }
        finally
        {
            lock (_gate)
            {
                End(LinkReason.None, null);
            }

            await closing.CancelAsync();
            await asked;
            await CloseAsync(socket, abandon);
        }
    }

    /// <summary>
    /// The question of each connection: who is it, and what does the WebSocket of a RailHub32 leave out (protocol 3.4)? True when commands
    /// may be sent by the answer.
    /// </summary>
    public async Task<bool> ProveAsync(CancellationToken cancellation)
    {
        StatusSnapshot? known;
        int doubts;
        lock (_gate)
        {
            (known, doubts) = (_news.LastGood, _proof.Doubts);
        }

        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _closed);
        StatusAnswer status;
        try
        {
            status = await _board.GetStatusAsync(known, either.Token);
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            cancellation.ThrowIfCancellationRequested();
            return false;
        }
        catch (ObjectDisposedException)
        {
            // The process stops, and a link that was begun that late ends with it.
            ClientIsGone();
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
            if (IsOver || IsDifferent(status.ToldMac))
            {
                return false;
            }

            // Once the socket speaks it has the last word, but for what it cannot tell.
            _news.Status(this, WasLive ? _news.LastGood!.WithNetworkOf(told) : told, status.Telemetry, receivedAt);
            // Who leaves out who it is proves nothing, nor does what was asked before somebody doubted it.
            if ((_expectedMac is null || status.ToldMac == _expectedMac) && _proof.Doubts == doubts)
            {
                _news.Proof(this);
                _proof.Give();
                _news.Proof(this);
            }

            return Commands is not null;
        }
    }

    /// <summary>Takes the proof back.</summary>
    public void Doubt()
    {
        _proof.TakeBack();
        _news.Proof(this);
    }

    /// <summary>Waits; timers drop what is less than a millisecond, and would be early by it.</summary>
    public static Task Delay(TimeSpan wait, TimeProvider time, CancellationToken cancellation) =>
        Task.Delay(TimeSpan.FromMilliseconds(Math.Max(0, Math.Ceiling(wait.TotalMilliseconds))), time, cancellation);

    /// <summary>Waits for the end of the connection, or makes it when the board is silent for too long.</summary>
    private async Task<LinkEnd> WatchAsync()
    {
        while (!IsOver)
        {
            using var waiting = CancellationTokenSource.CreateLinkedTokenSource(_attempt);
            var wait = Watch(waiting.Token);
            await Task.WhenAny(_end.Task, wait);
            await waiting.CancelAsync();
            _attempt.ThrowIfCancellationRequested();
        }

        return await _end.Task;
    }

    /// <summary>Judges the silence; the answer is done when it must be judged again.</summary>
    private Task Watch(CancellationToken cancellation)
    {
        lock (_gate)
        {
            var (silence, patience) = (_gauge.Silence, _gauge.Patience);
            if (silence >= patience * 2)
            {
                End(_speaksGarbage ? LinkReason.NotABoard : LinkReason.Silent, null);
                return _end.Task;
            }

            if (silence < patience)
            {
                return Delay(patience - silence, _time, cancellation);
            }

            var wait = Delay((patience * 2) - silence, _time, cancellation);
            if (_news.State == LinkState.Live)
            {
                _news.Link(LinkState.Stale, LinkReason.None, null);
            }

            return wait;
        }
    }

    private void Hear(ResponseMessage message)
    {
        var receivedAt = _time.GetTimestamp();
        using var stream = message.Stream;
        if (stream is null || !stream.TryGetBuffer(out var bytes))
        {
            throw new InvalidOperationException("The WebSocket client was told to hand over streams.");
        }

        lock (_gate)
        {
            if (!IsOver)
            {
                Hear(bytes, receivedAt);
            }
        }
    }

    private void Hear(ReadOnlySpan<byte> document, long receivedAt)
    {
        _hasSpoken = true;
        _proof.Heard();
        _news.Proof(this);
        var status = _news.Read(document);
        if (status.Snapshot is not { } snapshot)
        {
            _speaksGarbage = true;
            _news.Unreadable(status.Error!, document.Length);
            return;
        }

        if (IsDifferent(status.ToldMac))
        {
            return;
        }

        _gauge.Heard();
        if (!WasLive)
        {
            _news.Speaks();
        }

        (_speaksGarbage, WasLive) = (false, true);
        _news.Status(this, snapshot, status.Telemetry, receivedAt);
        _news.Link(LinkState.Live, LinkReason.None, null);
        _news.Proof(this);
    }

    private void Lose(DisconnectionInfo info)
    {
        var detail = info.Exception is { } failure ? BoardError.FromException(failure) : info.CloseStatus?.ToString();
        lock (_gate)
        {
            End(_hasSpoken ? LinkReason.Closed : LinkReason.NoFreeSlot, detail);
        }
    }

    private bool IsDifferent(MacAddress? told)
    {
        if (_expectedMac is null || told is null || told == _expectedMac)
        {
            return false;
        }

        End(LinkReason.DifferentBoard, told.ToString());
        return true;
    }

    // The first reason stays.
    private void End(LinkReason reason, string? detail) => _end.TrySetResult(new LinkEnd(reason, detail));

    /// <summary>Says goodbye without waiting for the echo: the board then frees the slot, which it holds for long otherwise (protocol 3.2).</summary>
    private async Task CloseAsync(WebSocket socket, CancellationToken abandon)
    {
        if (socket.State != WebSocketState.Open)
        {
            return;
        }

        try
        {
            using var deadline = new CancellationTokenSource(CloseTimeout, _time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(abandon, deadline.Token);
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, either.Token);
        }
        catch (Exception failure) when (failure is WebSocketException or InvalidOperationException or OperationCanceledException)
        {
            LogCloseFailed(failure, _address.Host);
        }
    }

    [LoggerMessage(LogLevel.Debug, "Board at {Host} did not answer for its status: {Kind} ({Error})")]
    private partial void LogNoStatus(string host, BoardAnswerKind kind, string? error);

    [LoggerMessage(LogLevel.Debug, "Board at {Host} could not be told that the connection ends")]
    private partial void LogCloseFailed(Exception failure, string host);
}
