using System.Data.Common;
using Npgsql;

namespace RailHub.Persistence;

/// <summary>The servers that a connection string names: one; or several with commas between, of which one serves and another may take over.</summary>
public static class DatabaseHosts
{
    // The machine of the first may be gone without a word, and the second has to be reached within the 4 s that a piece of work with the database
    // may take. Npgsql's own 15 s would never come to it.
    private const int SecondsEach = 2;

    /// <summary>Reads it. Of several the one that takes edits is meant, and none is waited for longer than 2 s, unless it says otherwise.</summary>
    /// <exception cref="ArgumentException">It is no connection string.</exception>
    public static NpgsqlConnectionStringBuilder Read(string connectionString)
    {
        var connection = new NpgsqlConnectionStringBuilder(connectionString);
        if (AreSeveral(connection))
        {
            connection.TargetSessionAttributes ??= "primary";

            // Npgsql's builder contains every key that it knows.
            if (!new DbConnectionStringBuilder { ConnectionString = connectionString }.ContainsKey(nameof(connection.Timeout)))
            {
                connection.Timeout = SecondsEach;
            }
        }

        return connection;
    }

    /// <summary>Whether there are several.</summary>
    public static bool AreSeveral(NpgsqlConnectionStringBuilder connection) => connection.Host?.Contains(',', StringComparison.Ordinal) is true;
}
