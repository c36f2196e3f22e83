using System.Collections.Concurrent;
using Npgsql;

namespace RailHub.Persistence.Tests;

public sealed class PostgresTestDatabase : TestDatabase
{
    private const string Variable = "RAILHUB_TEST_POSTGRES";

    private readonly ConcurrentBag<string> _places = [];

    /// <summary>The throw-away server; its user may make databases.</summary>
    public string Server { get; } = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } server
        ? server
        : throw new InvalidOperationException(
            $"{Variable} is not set. Run eng/test.sh Persistence: it starts a Postgres for these tests, sets the variable and runs them.");

    public override DatabaseOptions NewPlace()
    {
        var name = $"railhub_test_{Guid.NewGuid():N}";
        _places.Add(name);
        return Place(builder => builder.Database = name);
    }

    /// <summary>The server with something else about it.</summary>
    public DatabaseOptions Place(Action<NpgsqlConnectionStringBuilder> change)
    {
        var builder = new NpgsqlConnectionStringBuilder(Server);
        change(builder);
        return new DatabaseOptions { Provider = DatabaseProvider.Postgres, ConnectionString = builder.ConnectionString };
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var server = NpgsqlDataSource.Create(Server);
        await using var command = server.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        foreach (var place in _places)
        {
            await ExecuteAsync($"DROP DATABASE IF EXISTS {place} WITH (FORCE)");
        }
    }
}
