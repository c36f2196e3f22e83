using System.Net;
using System.Net.Sockets;
using Npgsql;
using RailHub.Persistence;
using RailHub.TestKit;

namespace RailHub.Hosting.Tests;

/// <summary>A connection string that names several servers, of which one serves.</summary>
public sealed class SeveralServersTests : IAsyncLifetime
{
    private PostgresClubDatabase _database = null!;

    public async ValueTask InitializeAsync() => _database = await PostgresClubDatabase.CreateAsync();

    public async ValueTask DisposeAsync() => await _database.DisposeAsync();

    [Theory]
    [InlineData("")]
    [InlineData(";Target Session Attributes=primary")]
    [InlineData(";Target Session Attributes=read-write")]
    public async Task The_cluster_is_found_at_the_one_that_serves(string meant)
    {
        await using var source = ClusterMembership.Source(Beside(ClosedPort()) + meant);

        await using var command = source.CreateCommand("SELECT count(*) FROM OrleansMembershipTable");

        Assert.Equal(0L, await command.ExecuteScalarAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task One_that_takes_connections_and_says_nothing_holds_up_nobody_for_long()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(4));
        await using var connection = new NpgsqlConnection(DatabaseHosts.Read(Beside(((IPEndPoint)silent.LocalEndpoint).Port)).ConnectionString);

        await connection.OpenAsync(limit.Token);

        Assert.Equal(System.Data.ConnectionState.Open, connection.State);
    }

    [Fact]
    public void What_the_string_says_itself_holds()
    {
        var connection = DatabaseHosts.Read("Host=a,b;Timeout=7;Target Session Attributes=any");

        Assert.Equal((7, "any"), (connection.Timeout, connection.TargetSessionAttributes?.ToLowerInvariant()));
    }

    [Fact]
    public void One_server_is_waited_for_as_ever() => Assert.Equal(new NpgsqlConnectionStringBuilder().Timeout, DatabaseHosts.Read("Host=a").Timeout);

    private string Beside(int port)
    {
        var connection = new NpgsqlConnectionStringBuilder(_database.Options.ConnectionString);
        connection.Host = $"127.0.0.1:{port},{connection.Host}:{connection.Port}";
        return connection.ConnectionString;
    }

    private static int ClosedPort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
