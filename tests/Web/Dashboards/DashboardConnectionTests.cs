using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using RailHub.Contracts;
using RailHub.Web.Dashboards;
using RailHub.Web.Gateway;
using RailHub.Web.Members;
using RailHub.Web.Shell;

namespace RailHub.Web.Tests.Dashboards;

public sealed class DashboardConnectionTests
{
    private readonly FakeTimeProvider _time = new(Sample.Noon);
    private readonly ConcurrentQueue<ConnectionState> _states = [];

    [Fact]
    public async Task What_was_never_open_is_not_reached_rather_than_lost_and_only_after_a_while()
    {
        var log = new FailureLog();
        using var gateway = new FakeGateway();
        using var http = new HttpClient(gateway) { BaseAddress = new Uri("http://gateway.test/") };
        await using var connection = new DashboardConnection(new Nowhere(), Store(http), _time, log);
        connection.StateChanged += () => _states.Enqueue(connection.State);
        connection.Start();
        await log.Failed.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        _time.Advance(DashboardConnection.FirstPatience - TimeSpan.FromMilliseconds(1));
        Assert.Empty(_states);
        _time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal([ConnectionState.NotReached], _states);
    }

    [Fact]
    public async Task A_browser_that_is_refused_is_told_why_and_when_it_is_not_any_longer()
    {
        var log = new FailureLog();
        using var gateway = new FakeGateway();
        using var http = new HttpClient(gateway) { BaseAddress = new Uri("http://gateway.test/") };
        gateway.Answer = _ => FakeGateway.Problem(403, """{"code":"forbidden","detail":"Start it with --host-names."}""");
        await using var connection = new DashboardConnection(new Nowhere(), Store(http), _time, log);
        connection.StateChanged += () => _states.Enqueue(connection.State);
        connection.Start();
        await log.Failed.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        Assert.Equal(ConnectionState.Refused, connection.State);
        Assert.Equal(new Refusal(RefusalKind.Forbidden, "forbidden", "Start it with --host-names."), connection.Refusal);

        gateway.Answer = _ => throw new HttpRequestException("Nothing listens.");
        log.Failed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await connection.WakeAsync();
        while (!log.Failed.Task.IsCompleted)
        {
            // The next try may not have begun to wait yet.
            _time.Advance(TimeSpan.FromSeconds(30));
            await Task.Yield();
        }

        Assert.Equal(ConnectionState.NotReached, connection.State);
        Assert.Null(connection.Refusal);
    }

    [Fact]
    public async Task An_address_that_takes_a_connection_and_never_answers_is_given_up_and_tried_again()
    {
        var log = new FailureLog();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var gateway = new FakeGateway();
        using var http = new HttpClient(gateway) { BaseAddress = new Uri("http://gateway.test/") };
        gateway.Answer = _ => FakeGateway.Json(new SignInState(SignInStatus.SignedIn, CanEnterDemo: false, null, Sample.Anna));
        await using var connection = new DashboardConnection(new Nowhere(((IPEndPoint)listener.LocalEndpoint).Port), Store(http), _time, log);
        connection.Start();
        using var first = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);

        var again = listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken).AsTask();
        while (!again.IsCompleted)
        {
            // The next try may not have begun to wait yet.
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        using var second = await again;
        Assert.True(log.Failed.Task.IsCompleted);
    }

    [Fact]
    public async Task Nobody_connects_before_somebody_has_signed_in_and_that_is_no_lost_connection()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var gateway = new FakeGateway { Answer = _ => FakeGateway.Json(new SignInState(SignInStatus.SignedOut, CanEnterDemo: false, null, null)) };
        using var http = new HttpClient(gateway) { BaseAddress = new Uri("http://gateway.test/") };
        var store = Store(http);
        var known = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        store.Changed += () => known.TrySetResult();
        await using var connection = new DashboardConnection(new Nowhere(((IPEndPoint)listener.LocalEndpoint).Port), store, _time, new FailureLog());
        connection.StateChanged += () => _states.Enqueue(connection.State);
        connection.Start();
        await known.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        _time.Advance(DashboardConnection.FirstPatience * 10);
        Assert.Empty(_states);
        Assert.False(listener.Pending());

        await store.EnterAsync(Sample.Anna);
        using var opened = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    private SignInStore Store(HttpClient http) => new(new GatewayApi(http, new GatewayClock(_time), _time), new Browser(new Bunit.BunitJSInterop { Mode = Bunit.JSRuntimeMode.Loose }.JSRuntime));

    /// <summary>An address where nothing answers; unless a port is given nothing listens either: nobody may bind port 1 of the loopback.</summary>
    private sealed class Nowhere : NavigationManager
    {
        public Nowhere(int port = 1) => Initialize($"http://127.0.0.1:{port}/", $"http://127.0.0.1:{port}/");
    }

    /// <summary>Tells when a try to connect has failed: that is what the connection logs.</summary>
    private sealed class FailureLog : ILogger<DashboardConnection>
    {
        public TaskCompletionSource Failed { get; set; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Failed.TrySetResult();

        public bool IsEnabled(LogLevel logLevel) => true;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;
    }
}
