using Microsoft.Data.Sqlite;

namespace RailHub.Persistence;

/// <summary>Which kind of database.</summary>
public enum DatabaseProvider
{
    /// <summary>A file, for the one-process default.</summary>
    Sqlite,

    /// <summary>A server, for a club's server and the cluster.</summary>
    Postgres,
}

/// <summary>Where the club's database is.</summary>
public sealed record DatabaseOptions
{
    public required DatabaseProvider Provider { get; init; }

    /// <summary>As Npgsql or Microsoft.Data.Sqlite reads it.</summary>
    public required string ConnectionString { get; init; }

    /// <summary>A database in a file; the file and its directory are made when they are not there.</summary>
    public static DatabaseOptions Sqlite(string file) => new()
    {
        Provider = DatabaseProvider.Sqlite,
        ConnectionString = new SqliteConnectionStringBuilder { DataSource = Path.GetFullPath(file) }.ConnectionString,
    };
}
