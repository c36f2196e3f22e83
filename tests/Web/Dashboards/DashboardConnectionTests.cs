using System.Collections.Concurrent;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using RailHub.Web.Dashboards;

namespace RailHub.Web.Tests.Dashboards;

public sealed class DashboardConnectionTests
{
    private readonly FakeTimeProvider _time = new(Sample.Noon);
    private readonly ConcurrentQueue<ConnectionState> _states = [];

    [Fact]
    public async Task What_was_never_open_is_not_reached_rather_than_lost_and_only_after_a_while()
    {
        var log = new FailureLog();
        await using var connection = new DashboardConnection(new Nowhere(), _time, log);
        connection.StateChanged += () => _states.Enqueue(connection.State);
        connection.Start();
        await log.Failed.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        _time.Advance(DashboardConnection.FirstPatience - TimeSpan.FromMilliseconds(1));
        Assert.Empty(_states);
        _time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal([ConnectionState.NotReached], _states);
    }

    /// <summary>An address where nothing listens: nobody may bind port 1 of the loopback.</summary>
    private sealed class Nowhere : NavigationManager
    {
        public Nowhere() => Initialize("http://127.0.0.1:1/", "http://127.0.0.1:1/");
    }

    /// <summary>Tells when a try to connect has failed: that is what the connection logs.</summary>
    private sealed class FailureLog : ILogger<DashboardConnection>
    {
        public TaskCompletionSource Failed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Failed.TrySetResult();

        public bool IsEnabled(LogLevel logLevel) => true;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;
    }
}
