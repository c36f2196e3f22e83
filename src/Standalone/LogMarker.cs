using Microsoft.Data.Sqlite;
using RailHub.Persistence;

namespace RailHub.Standalone;

/// <summary>Sees to it that the database's log can be told from that of another day (ADR 24).</summary>
internal sealed partial class LogMarker(SqliteMarks marks, TimeProvider time, ILogger<LogMarker> logger) : BackgroundService
{
    // Few edits fit into it, and looking is reading 32 bytes.
    private static readonly TimeSpan s_period = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(s_period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await marks.MarkNewLogAsync(stoppingToken);
            }
            catch (Exception failure) when (failure is SqliteException or IOException)
            {
                // The database is away, which others say more of; the next round tries again.
                LogNotMarked(failure);
            }
        }
    }

    [LoggerMessage(LogLevel.Debug, "The database's log could not be marked")]
    private partial void LogNotMarked(Exception failure);
}
