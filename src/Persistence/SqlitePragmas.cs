using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace RailHub.Persistence;

/// <summary>Sets what SQLite keeps per connection and a connection string cannot say.</summary>
internal sealed class SqlitePragmas : DbConnectionInterceptor
{
    /// <summary>How long a writer waits for another one.</summary>
    public static readonly TimeSpan BusyTimeout = TimeSpan.FromSeconds(5);

    // FULL: with a write-ahead log, NORMAL may lose the last commits at a power cut, and layouts get their plug pulled.
    // busy_timeout: SQLite itself looks again after a millisecond or two; Microsoft.Data.Sqlite alone sleeps 150 ms at a time.
    public static readonly string Text = $"PRAGMA synchronous = FULL; PRAGMA busy_timeout = {BusyTimeout.TotalMilliseconds:F0};";

    public static SqlitePragmas Instance { get; } = new();

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Text;
        command.ExecuteNonQuery();
    }

    public override async Task ConnectionOpenedAsync(
        DbConnection connection,
        ConnectionEndEventData eventData,
        CancellationToken cancellationToken = default)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = Text;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
