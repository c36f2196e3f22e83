using System.Text.RegularExpressions;
using Npgsql;
using RailHub.Persistence;

namespace RailHub.Hosting;

/// <summary>Where a club that outgrew one process is kept: section <c>Database</c>.</summary>
public static partial class DatabaseSettings
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
        else if (Parse(connection) is not { } parsed)
        {
            // Npgsql's own words are left out: they may repeat a password.
            settings.Refuse($"{ConnectionString} cannot be read. Give one such as {Example}.");
        }
        else if (string.IsNullOrWhiteSpace(parsed.Host))
        {
            settings.Refuse($"{ConnectionString} does not say where the database is. Give one such as {Example}.");
        }
        else if (parsed.Passfile is { Length: > 0 } passwords && FindWrong(passwords) is { } wrong)
        {
            settings.Refuse($"{ConnectionString} has Passfile {passwords}, {wrong}.");
        }

        return new DatabaseOptions { Provider = DatabaseProvider.Postgres, ConnectionString = connection ?? "" };
    }

    // Npgsql passes over one that it cannot open, and of a line that is none it throws what is no error of a database. What stands in it is left out.
    private static string? FindWrong(string passwords)
    {
        try
        {
            return File.ReadLines(passwords).Any(line => line.Length > 0 && line[0] != '#' && Colon().Count(line) != 4)
                ? "which has a line that is not host:port:database:user:password"
                : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return $"which cannot be read ({failure.Message.TrimEnd('.')})";
        }
    }

    private static NpgsqlConnectionStringBuilder? Parse(string connection)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(connection);
        }
        catch (Exception failure) when (failure is ArgumentException or FormatException or OverflowException or InvalidCastException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"(?<!\\):")]
    private static partial Regex Colon();
}
