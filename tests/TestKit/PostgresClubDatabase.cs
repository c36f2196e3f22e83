using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using RailHub.Persistence;

namespace RailHub.TestKit;

/// <summary>A club's database on a server that is there for tests; its user may make databases.</summary>
public sealed class PostgresClubDatabase : ClubDatabase
{
    private const string Variable = "RAILHUB_TEST_POSTGRES";

    private static readonly Lazy<Task<string>> s_template = new(CreateTemplateAsync);

    private readonly string _name = NewName();

    private PostgresClubDatabase()
    {
    }

    // Many clubs share the server's connections.
    public override DatabaseOptions Options => Place(_name, connection => connection.MaxPoolSize = 8);

    private static string Server => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } server
        ? server
        : throw new InvalidOperationException(
            $"{Variable} is not set. Run eng/test.sh with the tests' folder: it starts a Postgres for them, sets the variable and runs them.");

    public static async Task<PostgresClubDatabase> CreateAsync()
    {
        var database = new PostgresClubDatabase();
        await ExecuteAsync($"CREATE DATABASE {database._name} TEMPLATE {await s_template.Value}");
        return database;
    }

    public override async ValueTask DisposeAsync() => await ExecuteAsync($"DROP DATABASE {_name} WITH (FORCE)");

    private static string NewName() => $"railhub_test_{Guid.NewGuid():N}";

    private static async Task<string> CreateTemplateAsync()
    {
        var name = NewName();

        // A database that somebody is connected to is no template.
        var options = Place(name, connection => connection.Pooling = false);
        await using var services = new ServiceCollection().AddRailHubPersistence(options).BuildServiceProvider();
        await services.MigrateRailHubDatabaseAsync();
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            using var server = NpgsqlDataSource.Create(Server);
            using var command = server.CreateCommand($"DROP DATABASE {name} WITH (FORCE)");
            command.ExecuteNonQuery();
        };
        return name;
    }

    private static DatabaseOptions Place(string name, Action<NpgsqlConnectionStringBuilder> change)
    {
        var connection = new NpgsqlConnectionStringBuilder(Server) { Database = name };
        change(connection);
        return new DatabaseOptions { Provider = DatabaseProvider.Postgres, ConnectionString = connection.ConnectionString };
    }

    private static async Task ExecuteAsync(string sql)
    {
        await using var server = NpgsqlDataSource.Create(Server);
        await using var command = server.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
