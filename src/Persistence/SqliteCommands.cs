using System.Globalization;
using Microsoft.Data.Sqlite;

namespace RailHub.Persistence;

/// <summary>Work on an SQLite file itself, below the club's model.</summary>
internal static class SqliteCommands
{
    /// <summary>Opens a file that is the caller's own, or waits as long for others as every writer does.</summary>
    public static async Task<SqliteConnection> ConnectAsync(string database, SqliteOpenMode mode, CancellationToken cancellation)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = database, Mode = mode, Pooling = false }.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellation);
            await connection.ExecuteAsync(SqlitePragmas.Text, cancellation);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public static async Task ExecuteAsync(this SqliteConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>The first value of the first row, as text.</summary>
    public static async Task<string> ReadAsync(this SqliteConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToString(await command.ExecuteScalarAsync(cancellation), CultureInfo.InvariantCulture) ?? "";
    }
}
