using Microsoft.Extensions.Logging;
using RailHub.Contracts;
using RailHub.Grains.Hosting;
using RailHub.Grains.Owners;
using RailHub.Persistence;

namespace RailHub.Grains.History;

/// <summary>
/// Takes out of the history what is old enough: at the start, and once a day. In small pieces with rests between, so that nobody who writes
/// meanwhile waits for it.
/// </summary>
internal sealed partial class HistoryPruner(DatabaseLanes lanes, AuditOptions options, TimeProvider time, ILogger logger)
{
    /// <summary>How long after a round the next one begins.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromDays(1);

    /// <summary>How many rows go at once: some milliseconds on a slow card.</summary>
    public const int Piece = 500;

    private static readonly TimeSpan s_rest = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);

    // A database that was away at the start is not looked at a day later only.
    private static readonly TimeSpan s_retry = TimeSpan.FromHours(1);

    /// <summary>Prunes until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var wait = Period;
            try
            {
                foreach (var topic in Enum.GetValues<HistoryTopic>())
                {
                    await PruneAsync(topic, cancellation);
                }
            }
            catch (Exception failure) when (!cancellation.IsCancellationRequested)
            {
                LogNotPruned(failure);
                wait = s_retry;
            }

            await Task.Delay(wait, time, cancellation);
        }
    }

    private async Task PruneAsync(HistoryTopic topic, CancellationToken cancellation)
    {
        var before = (time.GetUtcNow() - options.KeepFor(topic)).ToUnixTimeMilliseconds();
        while (true)
        {
            using var late = new CancellationTokenSource(s_limit, time);
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellation);
            if (await lanes.Begin((database, stop) => database.PruneHistoryAsync(topic, before, Piece, stop), limit.Token).Answer < Piece)
            {
                return;
            }

            await Task.Delay(s_rest, time, cancellation);
        }
    }

    [LoggerMessage(LogLevel.Warning, "What is old in the history could not be taken out; it is tried again in an hour")]
    private partial void LogNotPruned(Exception failure);
}
