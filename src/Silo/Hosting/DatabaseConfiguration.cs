using Microsoft.Data.Sqlite;
using Npgsql;
using RailHub.Persistence;

namespace RailHub.Silo.Hosting;

/// <summary>Where the club's database is, from the configuration of a silo.</summary>
public static class DatabaseConfiguration
{
    private const string Provider = "Database:Provider";
    private const string ConnectionString = "Database:ConnectionString";

    /// <summary>Reads <c>Database:Provider</c> and <c>Database:ConnectionString</c>.</summary>
    /// <exception cref="StartFailedException">One is missing or cannot be read; the message names it.</exception>
    public static DatabaseOptions Read(IConfiguration configuration)
    {
        var provider = configuration[Provider];
        if (string.IsNullOrWhiteSpace(provider))
        {
            throw Missing(Provider, "Sqlite or Postgres");
        }

        // By name: a number would do for the parser, and means nothing to people.
        if (!Enum.TryParse<DatabaseProvider>(provider, ignoreCase: true, out var known) || !Enum.IsDefined(known) || char.IsAsciiDigit(provider.Trim()[0]))
        {
            throw new StartFailedException($"{Provider} is \"{provider}\", which is no database that RailHub knows. Give Sqlite or Postgres.");
        }

        var connection = configuration[ConnectionString];
        if (string.IsNullOrWhiteSpace(connection))
        {
            throw Missing(ConnectionString, Example(known));
        }

        try
        {
            var place = known == DatabaseProvider.Sqlite
                ? new SqliteConnectionStringBuilder(connection).DataSource
                : new NpgsqlConnectionStringBuilder(connection).Host;
            if (string.IsNullOrWhiteSpace(place))
            {
                throw new StartFailedException($"{ConnectionString} does not say where the database is. Give one such as {Example(known)}.");
            }
        }
        catch (Exception failure) when (failure is ArgumentException or FormatException or OverflowException or InvalidCastException)
        {
            // Its own words are left out: they may repeat a password.
            throw new StartFailedException($"{ConnectionString} cannot be read. Give one such as {Example(known)}.", failure);
        }

        return new DatabaseOptions { Provider = known, ConnectionString = connection };
    }

    private static string Example(DatabaseProvider provider) => provider == DatabaseProvider.Sqlite
        ? "\"Data Source=railhub.db\""
        : "\"Host=localhost;Username=railhub;Password=…;Database=railhub\"";

    private static StartFailedException Missing(string key, string example) => new(
        $"{key} is missing. Set it to {example}, as {key.Replace(":", "__", StringComparison.Ordinal)} in the environment or in appsettings.json.");
}
