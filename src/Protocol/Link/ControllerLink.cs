using System.Net;
using System.Net.WebSockets;
using Microsoft.Extensions.Logging;

namespace RailHub.Protocol;

/// <summary>
/// The one status connection to a board: connects, reconnects, tells silence from absence, and hands every change to its sink.
/// </summary>
public sealed partial class ControllerLink : IAsyncDisposable
{
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

    /// <summary>Guards all that follows and keeps the sink's calls apart.</summary>
    private readonly Lock _gate;

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
        _gate = _news.Gate;
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

    /// <summary>How often the board was heard again on another connection: attempts that came to nothing do not count.</summary>
    public long Reconnects => Guarded(static link => Math.Max(0, link._news.Served - 1));

    /// <summary>
    /// The client for commands, at the very address of this connection; null unless it is certain that the board that is meant gets them.
    /// That is so while the connection stands and a readable message came on it, the HTTP port at the same address answered on this
    /// connection with the expected MAC address, and the board has not been silent since for longer than twice its period, at least 5 s.
    /// </summary>
    public BoardClient? Commands => Guarded(static link => link._connection?.Commands);

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

        return connection is not null && await connection.ProveAsync(cancellation);
    }

    /// <summary>
    /// Takes the proof back, as when a command was accepted whose effect does not show: there are no <see cref="Commands"/> until the board
    /// was asked anew.
    /// </summary>
    public void Doubt()
    {
        lock (_gate)
        {
            _connection?.Doubt();
        }
    }

    /// <summary>
    /// Closes the connection and waits until the last call to the sink is over; so never wait for it inside such a call. Takes a second at
    /// most, whatever the board does; its socket is gone then.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        _abandon.CancelAfter(LinkConnection.CloseTimeout);
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
                var wait = LinkConnection.Delay(_backoff.Next(), _time, attempt.Token);
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
        var connection = new LinkConnection(_address, _expectedMac, _client.At(address), _news, _time, _logger, cancellation) { ClientIsGone = Stop };
        lock (_gate)
        {
            _connection = connection;
        }

        try
        {
            return (await connection.ServeAsync(socket, _abandon.Token), connection.WasLive);
        }
        finally
        {
            lock (_gate)
            {
                _connection = null;
            }
        }
    }

    [LoggerMessage(LogLevel.Error, "Connecting to the board at {Host} failed in an unforeseen way")]
    private partial void LogAttemptFailed(Exception bug, string host);
}
