using Npgsql;
using RailHub.Persistence;

namespace RailHub.Hosting;

/// <summary>Where a club that outgrew one process is kept: section <c>Database</c>.</summary>
public static class DatabaseSettings
{
    private const string Provider = "Database:Provider";
    private const string ConnectionString = "Database:ConnectionString";
    private const string Example = "\"Host=localhost;Username=railhub;Password=…;Database=railhub\"";

    /// <summary>Reads <c>Database:ConnectionString</c>, as Npgsql reads it. What is refused is in the settings.</summary>
    public static DatabaseOptions Read(Settings settings)
    {
        settings.Know("Database", "Provider", "ConnectionString");
        if (settings.Text(Provider) is { } provider && !provider.Equals(nameof(DatabaseProvider.Postgres), StringComparison.OrdinalIgnoreCase))
        {
            settings.Refuse($"{Provider} is \"{provider}\". Silos and gateways share a Postgres; a club in a file is run by Standalone.");
        }

        var connection = settings.Text(ConnectionString);
        if (connection is null)
        {
            settings.Refuse($"{ConnectionString} is missing. Set it to {Example}, as Database__ConnectionString in the environment or in appsettings.json.");
        }
        else if (Host(connection) is not { } host)
        {
            // Npgsql's own words are left out: they may repeat a password.
            settings.Refuse($"{ConnectionString} cannot be read. Give one such as {Example}.");
        }
        else if (string.IsNullOrWhiteSpace(host))
        {
            settings.Refuse($"{ConnectionString} does not say where the database is. Give one such as {Example}.");
        }

        return new DatabaseOptions { Provider = DatabaseProvider.Postgres, ConnectionString = connection ?? "" };
    }

    private static string? Host(string connection)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(connection).Host ?? "";
        }
        catch (Exception failure) when (failure is ArgumentException or FormatException or OverflowException or InvalidCastException)
        {
            return null;
        }
    }
}
