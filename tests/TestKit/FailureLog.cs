using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace RailHub.TestKit;

/// <summary>Keeps what the program itself called an error: a test whose club fails behind its back must not pass.</summary>
internal sealed class FailureLog : ILoggerProvider
{
    private readonly ConcurrentQueue<string> _failures = [];

    public IReadOnlyCollection<string> Failures => _failures;

    public ILogger CreateLogger(string categoryName) => new CategoryLog(categoryName, _failures);

    public void Dispose()
    {
        // Shared by all silos that a club has over its restarts; holds nothing to free.
    }

    private sealed class CategoryLog(string category, ConcurrentQueue<string> failures) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error && category.StartsWith("RailHub.", StringComparison.Ordinal);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            // A silo that is killed has its services taken away while it works.
            if (IsEnabled(logLevel) && exception is not ObjectDisposedException { ObjectName: nameof(IServiceProvider) })
            {
                failures.Enqueue($"{formatter(state, exception)} {exception}");
            }
        }
    }
}
