using System.Text.Json;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using RailHub.Contracts;
using RailHub.Web.Gateway;
using RailHub.Web.Members;

namespace RailHub.Web.Dashboards;

/// <summary>The connection to the gateway's hub, opened again whenever it is lost.</summary>
public sealed partial class DashboardConnection : IDashboardConnection, IAsyncDisposable
{
    /// <summary>A gateway that is silent for this long is gone; it says something every few seconds.</summary>
    private static readonly TimeSpan s_silenceLimit = TimeSpan.FromSeconds(20);

    /// <summary>What opens a connection may take this long; an address that swallows everything is given up then, and tried again.</summary>
    private static readonly TimeSpan s_openLimit = TimeSpan.FromSeconds(8);

    /// <summary>A connection that lasted this long was a good one: the next try is made at once.</summary>
    private static readonly TimeSpan s_goodAfter = TimeSpan.FromSeconds(5);

    /// <summary>The first connection may take this long before anybody is told that there is none.</summary>
    public static readonly TimeSpan FirstPatience = TimeSpan.FromSeconds(5);

    private readonly List<Func<Task>> _watched = [];
    private readonly HubConnection _connection;
    private readonly SignInStore _signIn;
    private readonly TimeProvider _time;
    private readonly ILogger<DashboardConnection> _logger;
    private readonly CancellationTokenSource _stop = new();
    private TaskCompletionSource _closed = new();
    private TaskCompletionSource _wake = new();
    private ITimer? _firstPatience;

    public DashboardConnection(NavigationManager navigation, SignInStore signIn, TimeProvider time, ILogger<DashboardConnection> logger)
    {
        _signIn = signIn;
        _time = time;
        _logger = logger;
        _connection = new HubConnectionBuilder()
            .WithUrl(navigation.ToAbsoluteUri("hub"), options =>
            {
                options.Transports = HttpTransportType.WebSockets;
                options.SkipNegotiation = true;
            })
            .AddJsonProtocol(options =>
            {
                options.PayloadSerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
                options.PayloadSerializerOptions.TypeInfoResolverChain.Clear();
                options.PayloadSerializerOptions.TypeInfoResolverChain.Add(WebJson.Default);
                options.PayloadSerializerOptions.TypeInfoResolverChain.Add(Contracts.Serialization.ContractsJson.Default);
            })
            .WithServerTimeout(s_silenceLimit)
            .WithKeepAliveInterval(s_silenceLimit / 4)
            .Build();
        _connection.Closed += _ =>
        {
            _closed.TrySetResult();
            return Task.CompletedTask;
        };
        _connection.On<ClubFrame>(nameof(IDashboard.ClubChanged), frame => ClubChanged?.Invoke(frame));
        _connection.On<int, long, LayoutDelta>(
            nameof(IDashboard.LayoutChanged), (feed, number, delta) => LayoutChanged?.Invoke(new LayoutFrame(feed, number, delta)));
        _connection.On<LayoutTelemetry>(nameof(IDashboard.TelemetryChanged), telemetry => TelemetryChanged?.Invoke(telemetry));
        Hub = new HubClient(_connection);
        _signIn.Changed += CloseWhenNobodyIsIn;
    }

    /// <inheritdoc />
    public event Action? StateChanged;

    /// <inheritdoc />
    public event Action<ClubFrame>? ClubChanged;

    /// <inheritdoc />
    public event Action<LayoutFrame>? LayoutChanged;

    /// <inheritdoc />
    public event Action<LayoutTelemetry>? TelemetryChanged;

    /// <inheritdoc />
    public IDashboardHub Hub { get; }

    /// <inheritdoc />
    public ConnectionState State { get; private set; }

    /// <inheritdoc />
    public Refusal? Refusal { get; private set; }

    /// <inheritdoc />
    public async Task WatchAsync(Func<Task> ask)
    {
        _watched.Add(ask);
        if (State != ConnectionState.Connected)
        {
            return;
        }

        try
        {
            await ask();
        }
        catch (Exception broken) when (!_stop.IsCancellationRequested)
        {
            LogBroken(_logger, broken.Message);
            await _connection.StopAsync(_stop.Token);
        }
    }

    /// <inheritdoc />
    public void Unwatch(Func<Task> ask) => _watched.Remove(ask);

    /// <summary>Begins to connect.</summary>
    public void Start()
    {
        _firstPatience = _time.CreateTimer(_ => LosePatience(), null, FirstPatience, Timeout.InfiniteTimeSpan);
        _ = RunAsync(_stop.Token);
    }

    /// <summary>
    /// The browser woke up or is online again: a waiting try is made now, and a connection that only seems to be open is found out.
    /// </summary>
    public async Task WakeAsync()
    {
        if (State != ConnectionState.Connected)
        {
            _wake.TrySetResult();
        }

        // Somebody may have signed in or out in another window, or be more here than before.
        if (await _signIn.RefreshAsync() is not null || State != ConnectionState.Connected)
        {
            return;
        }

        try
        {
            await AskAgainAsync().WaitAsync(TimeSpan.FromSeconds(4), _time, _stop.Token);
        }
        catch (Exception broken) when (!_stop.IsCancellationRequested)
        {
            LogBroken(_logger, broken.Message);
            await _connection.StopAsync(_stop.Token);
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        _signIn.Changed -= CloseWhenNobodyIsIn;
        await _stop.CancelAsync();
        _firstPatience?.Dispose();
        await _connection.DisposeAsync();
        _stop.Dispose();
    }

    private async Task RunAsync(CancellationToken stop)
    {
        var hasTried = false;
        for (var attempt = 0; !stop.IsCancellationRequested; attempt++)
        {
            try
            {
                if (_connection.State != HubConnectionState.Disconnected)
                {
                    await _connection.StopAsync(stop);
                }

                // Who opens a page waits for nothing.
                await WaitAsync(hasTried ? ReconnectDelays.Before(attempt, Random.Shared.NextDouble()) : TimeSpan.Zero, stop);
                hasTried = true;
                if (!await IsLetInAsync(stop))
                {
                    continue;
                }

                _closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                await OpenAsync(stop);
                var since = _time.GetTimestamp();
                Become(ConnectionState.Connected);
                await AskAgainAsync();
                await _closed.Task.WaitAsync(stop);
                if (_time.GetElapsedTime(since) >= s_goodAfter)
                {
                    attempt = -1;
                }
            }
            catch (Exception broken) when (!stop.IsCancellationRequested)
            {
                LogBroken(_logger, broken.Message);
            }

            // What was never open is not lost: a page that is still loading says only that.
            if (State == ConnectionState.Connected)
            {
                Become(_signIn.You is null ? ConnectionState.Connecting : ConnectionState.Dropped);
            }
        }
    }

    // A browser does not tell why a WebSocket was not opened; what is asked by HTTP is answered with the reason. Nobody connects who is not
    // signed in, and whoever comes back is told what they may by now.
    private async Task<bool> IsLetInAsync(CancellationToken stop)
    {
        var refusal = await _signIn.RefreshAsync().WaitAsync(s_openLimit, _time, stop);
        // Before it was ever known who is here, a database that is away keeps everybody out.
        Refusal = refusal is { Kind: RefusalKind.Forbidden } || (refusal is { Code: RefusalCodes.DatabaseAway } && _signIn.State is null) ? refusal : null;
        Become(Refusal is not null ? ConnectionState.Refused : State == ConnectionState.Refused ? ConnectionState.NotReached : State);
        if (refusal is not null)
        {
            LogBroken(_logger, refusal.Detail);
            return false;
        }

        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _signIn.Changed += Look;
        try
        {
            if (_signIn.You is null)
            {
                Become(ConnectionState.Connecting);
                _firstPatience?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                await entered.Task.WaitAsync(stop);
                _firstPatience?.Change(FirstPatience, Timeout.InfiniteTimeSpan);
            }
        }
        finally
        {
            _signIn.Changed -= Look;
        }

        return true;

        void Look()
        {
            if (_signIn.You is not null)
            {
                entered.TrySetResult();
            }
        }
    }

    // Who has left, or was shown out, sees nothing more, whatever would still come.
    private void CloseWhenNobodyIsIn()
    {
        if (_signIn.You is null && State == ConnectionState.Connected)
        {
            _ = _connection.StopAsync(_stop.Token);
        }
    }

    private async Task OpenAsync(CancellationToken stop)
    {
        using var limit = new CancellationTokenSource(s_openLimit, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, limit.Token);
        await _connection.StartAsync(either.Token);
    }

    private void LosePatience()
    {
        if (State == ConnectionState.Connecting)
        {
            Become(ConnectionState.NotReached);
        }
    }

    private async Task AskAgainAsync()
    {
        foreach (var ask in _watched.ToArray())
        {
            await ask();
        }
    }

    private async Task WaitAsync(TimeSpan delay, CancellationToken stop)
    {
        _wake = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (delay > TimeSpan.Zero)
        {
            await Task.WhenAny(Task.Delay(delay, _time, stop), _wake.Task);
        }
    }

    private void Become(ConnectionState state)
    {
        if (state != ConnectionState.Refused)
        {
            Refusal = null;
        }

        if (State != state)
        {
            State = state;
            StateChanged?.Invoke();
        }
    }

    [LoggerMessage(LogLevel.Information, "The connection to the gateway is away: {Reason}")]
    private static partial void LogBroken(ILogger logger, string reason);
}
