using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using RailHub.Firmware.Http;
using RailHub.Firmware.Settings;
using RailHub.Firmware.Virtual.Dialects;
using RailHub.Firmware.WebSockets;

namespace RailHub.Firmware.Virtual;

/// <summary>A virtual board from the moment it gets power until it loses it.</summary>
internal sealed partial class RunningBoard : IAsyncDisposable
{
    // No light is worth waking up more often.
    private static readonly TimeSpan ShortestSleep = TimeSpan.FromMilliseconds(5);

    // A blink interval may be longer than a timer can be set to.
    private static readonly TimeSpan LongestSleep = TimeSpan.FromHours(1);

    private static readonly TimeSpan AcceptPause = TimeSpan.FromMilliseconds(100);

    private readonly ILogger _logger;
    private readonly TimeProvider _timeProvider;
    private readonly long _startTimestamp;
    private readonly BoardPort _httpPort;
    private readonly BoardPort _webSocketPort;
    private readonly CancellationTokenSource _powerOff = new();
    private readonly ITimer _timer;
    private readonly Dictionary<Session, Task> _sessions = [];
    private WebSocketSession[] _listeners = [];
    private Task _accepting = Task.CompletedTask;
    private TaskCompletionSource? _frozen;
    private bool _isAway;
    private long _timerDue = Clock.Never;
    private long _tickedAt;

    public RunningBoard(VirtualBoardOptions options, VirtualHardware hardware, ISettingsStore store, SimulatedLatency latency,
        BoardPort httpPort, BoardPort webSocketPort)
    {
        _logger = options.Logger;
        _timeProvider = options.TimeProvider;
        _startTimestamp = _timeProvider.GetTimestamp();
        _httpPort = httpPort;
        _webSocketPort = webSocketPort;
        Latency = latency;
        Taken = options.Taken;
        Board = new Board(options.Profile, hardware, store, new FirstStart(options.Name, [.. options.OutputNames]), Now)
        {
            Network = new NetworkFacts(options.Mac, "STA", options.Listen.ToString(), "Loopback", 0),
        };
        var dialect = Dialect.Create(options.Dialect, Board, () => Feed!.OpenCount);
        Router = dialect.Wrap(new HttpRouter(Board, dialect.Api, webSocketPort.Number));
        // Whoever tries a client out may let time stand still, which a flood never does: here every change is told at once. The firmwares
        // in the field do so too.
        Feed = new StatusFeed(Board, dialect.Feed, dialect.Period, Now) { PauseAfterChange = 0 };
        _timer = _timeProvider.CreateTimer(_ => TakeTurn(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Held around everything that is made of Core; never while waiting.</summary>
    public Lock Gate { get; } = new();

    public Board Board { get; }

    public IHttpRouter Router { get; }

    public StatusFeed Feed { get; }

    public SimulatedLatency Latency { get; }

    /// <summary>Told of every command that was carried out; null when nobody asks.</summary>
    public Action<CommandTaken>? Taken { get; }

    /// <summary>A timestamp of the board's time provider, finer than <see cref="Now"/>.</summary>
    public long Timestamp => _timeProvider.GetTimestamp();

    /// <summary>Milliseconds since the power came.</summary>
    public long Now => (long)_timeProvider.GetElapsedTime(_startTimestamp).TotalMilliseconds;

    /// <summary>How many connections have come to the status feed, taken or not.</summary>
    public int StatusConnections { get; private set; }

    /// <summary>Whether the board takes connections and says nothing.</summary>
    public bool IsFrozen => _frozen is not null;

    /// <exception cref="SocketException">A port cannot be listened on.</exception>
    public void Start()
    {
        var http = _httpPort.Listen();
        var webSocket = _webSocketPort.Listen();
        lock (Gate)
            ArmTimer();
        _accepting = Task.WhenAll(
            AcceptAsync(http, socket => new HttpSession(this, socket)),
            AcceptAsync(webSocket, AdmitListener));
    }

    /// <summary>Does what is due and sends what waits. Called when time has passed and after everything that may have changed the board.</summary>
    public void TakeTurn()
    {
        WebSocketSession[] listeners;
        lock (Gate)
        {
            // A firmware that hangs drops nobody either; what is due then is done when it goes on.
            if (_powerOff.IsCancellationRequested || IsFrozen)
                return;

            var now = Now;
            Feed.Tick(now);
            _tickedAt = now;
            foreach (var session in _sessions.Keys)
            {
                if (now >= session.Deadline)
                    session.Drop();
            }

            listeners = _listeners;
        }

        foreach (var listener in listeners)
            listener.Flush();

        lock (Gate)
        {
            _timerDue = Clock.Never;
            ArmTimer();
        }
    }

    /// <summary>Sets the timer to what is due next. Called under the lock.</summary>
    public void ArmTimer()
    {
        if (_powerOff.IsCancellationRequested)
            return;

        var due = Feed.NextDue();
        foreach (var session in _sessions.Keys)
            due = Clock.Earlier(due, session.Deadline);
        if (due >= _timerDue)
            return;

        _timerDue = due;
        var sleep = due - Now < LongestSleep.TotalMilliseconds ? TimeSpan.FromMilliseconds(due - Now) : LongestSleep;
        _timer.Change(sleep > ShortestSleep ? sleep : ShortestSleep, Timeout.InfiniteTimeSpan);
        if (due > _tickedAt && Now >= due)
        {
            // The clock was turned since the last turn: the timer counts from then, and would be late by that.
            _ = Task.Run(TakeTurn);
        }
    }

    public Task WhileFrozenAsync(CancellationToken cancellationToken)
    {
        lock (Gate)
            return _frozen is null ? Task.CompletedTask : _frozen.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Saves what still gathers.</summary>
    public void Save()
    {
        lock (Gate)
            Board.SaveNow(Now);
    }

    public void Freeze()
    {
        lock (Gate)
            _frozen ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    public void Thaw()
    {
        TaskCompletionSource? frozen;
        lock (Gate)
        {
            frozen = _frozen;
            _frozen = null;
        }

        frozen?.SetResult();
        TakeTurn();
    }

    /// <summary>Resets every connection, and every new one at once, while the board runs on.</summary>
    public void LoseNetwork()
    {
        lock (Gate)
        {
            _isAway = true;
            foreach (var session in _sessions.Keys)
                session.Drop();
        }
    }

    public void RegainNetwork()
    {
        lock (Gate)
            _isAway = false;
    }

    public void BroadcastRaw(ReadOnlySpan<byte> bytes)
    {
        lock (Gate)
        {
            foreach (var listener in _listeners)
                listener.AddRaw(bytes);
        }

        TakeTurn();
    }

    public async ValueTask DisposeAsync()
    {
        lock (Gate)
            _powerOff.Cancel();
        await _timer.DisposeAsync();
        await _accepting;
        _httpPort.StopListening();
        _webSocketPort.StopListening();

        Task[] serving;
        lock (Gate)
        {
            foreach (var session in _sessions.Keys)
                session.Drop();
            serving = [.. _sessions.Values];
        }

        await Task.WhenAll(serving);
        _powerOff.Dispose();
    }

    private async Task AcceptAsync(Socket listener, Func<Socket, Session?> admit)
    {
        while (await TryAcceptAsync(listener) is { } socket)
        {
            lock (Gate)
            {
                if (_isAway)
                    socket.Abort();
                else if (admit(socket) is { } session)
                    Serve(session);
                else
                    socket.Dispose();
                ArmTimer();
            }
        }
    }

    private async Task<Socket?> TryAcceptAsync(Socket listener)
    {
        try
        {
            while (true)
            {
                try
                {
                    var socket = await listener.AcceptAsync(_powerOff.Token);
                    socket.NoDelay = true;
                    return socket;
                }
                catch (SocketException e)
                {
                    // A client that was gone before its turn, or a process short of sockets: neither is the board's end.
                    LogNotAccepted(e);
                    await Task.Delay(AcceptPause, _timeProvider, _powerOff.Token);
                }
            }
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    // The sixth client is closed at once (protocol 3.2).
    private WebSocketSession? AdmitListener(Socket socket)
    {
        StatusConnections++;
        var connection = Feed.Accept(Now);
        if (connection is null)
            return null;

        var session = new WebSocketSession(this, socket, connection);
        _listeners = [.. _listeners, session];
        return session;
    }

    private void Serve(Session session) => _sessions[session] = Task.Run(async () =>
    {
        await session.RunAsync(_powerOff.Token);
        lock (Gate)
        {
            _sessions.Remove(session);
            _listeners = [.. _listeners.Where(listener => listener != session)];
        }
    });

    [LoggerMessage(LogLevel.Warning, "A connection could not be accepted")]
    private partial void LogNotAccepted(Exception exception);
}
