using System.Net;
using System.Net.Sockets;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace RailHub.Persistence.Tests;

public sealed class PostgresTests(PostgresTestDatabase database) : DatabaseSuite(database), IClassFixture<PostgresTestDatabase>
{
    private readonly PostgresTestDatabase _database = database;

    [Fact]
    public async Task A_server_that_is_down_is_named()
    {
        var port = ClosedPort();
        var services = _database.Open(_database.Place(builder => (builder.Host, builder.Port) = ("127.0.0.1", port)));

        var unusable = await Assert.ThrowsAsync<DatabaseUnusableException>(() => services.MigrateRailHubDatabaseAsync());

        Assert.Contains($"127.0.0.1:{port}", unusable.Message, StringComparison.Ordinal);
        Assert.True(DatabaseErrors.IsAway(unusable));
        AssertOneLine(unusable);
    }

    [Fact]
    public async Task A_server_that_is_down_is_the_database_being_away()
    {
        await using var db = TestDatabase.Connect(_database.Open(_database.Place(builder => builder.Port = ClosedPort())));
        db.Add(Club.Layout());

        Assert.True(DatabaseErrors.IsAway(await Assert.ThrowsAnyAsync<Exception>(() => db.Layouts.ToListAsync())));
        Assert.True(DatabaseErrors.IsAway(await Assert.ThrowsAnyAsync<Exception>(() => db.SaveChangesAsync())));
    }

    [Fact]
    public async Task What_answers_but_is_no_Postgres_is_the_database_being_away()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var answering = AnswerAsWebServerAsync(listener);
        var services = _database.Open(_database.Place(builder =>
            (builder.Host, builder.Port, builder.SslMode) = ("127.0.0.1", PortOf(listener), SslMode.Require)));

        var unusable = await Assert.ThrowsAsync<DatabaseUnusableException>(() => services.MigrateRailHubDatabaseAsync()).WaitAsync(Patience);

        Assert.True(DatabaseErrors.IsAway(unusable));
        AssertOneLine(unusable);
        listener.Stop();
        await Assert.ThrowsAnyAsync<Exception>(() => answering); // It ends no other way.
    }

    [Fact]
    public async Task A_server_that_ends_the_connection_is_the_database_being_away()
    {
        await using var db = _database.Connect();
        await db.Database.OpenConnectionAsync();
        var backend = ((NpgsqlConnection)db.Database.GetDbConnection()).ProcessID;
        await _database.ExecuteAsync($"SELECT pg_terminate_backend({backend}, 30000)");

        var exception = await Assert.ThrowsAnyAsync<Exception>(() => db.Layouts.ToListAsync());

        Assert.True(DatabaseErrors.IsAway(exception));
    }

    [Fact]
    public async Task A_process_that_stops_inside_a_save_does_not_keep_its_row_for_good()
    {
        await using var frozen = _database.Connect();
        var epoch = await frozen.TakeOwnershipAsync("controller/frozen", TestContext.Current.CancellationToken);
        await using var save = await frozen.Database.BeginTransactionAsync(TestContext.Current.CancellationToken);
        Assert.True(await frozen.HoldOwnershipAsync("controller/frozen", epoch, TestContext.Current.CancellationToken));

        await using var other = _database.Connect();
        Assert.Equal(epoch + 1, await other.TakeOwnershipAsync("controller/frozen", TestContext.Current.CancellationToken).WaitAsync(Patience));

        Assert.True(DatabaseErrors.IsAway(await Assert.ThrowsAnyAsync<Exception>(() => save.CommitAsync())));
    }

    [Fact]
    public async Task A_database_that_was_dropped_is_away()
    {
        await using var db = TestDatabase.Connect(_database.Open(_database.NewPlace()));

        Assert.True(DatabaseErrors.IsAway(await Assert.ThrowsAnyAsync<Exception>(() => db.Layouts.ToListAsync())));
    }

    [Fact]
    public async Task A_user_that_the_server_refuses_is_told_what_the_server_said()
    {
        var services = _database.Open(_database.Place(builder => builder.Username = "stranger"));

        var unusable = await Assert.ThrowsAsync<DatabaseUnusableException>(() => services.MigrateRailHubDatabaseAsync());

        Assert.Contains("stranger", unusable.Message, StringComparison.Ordinal);
        AssertOneLine(unusable);
    }

    [Fact]
    public async Task A_user_that_may_not_make_tables_is_told_what_the_server_said()
    {
        var user = $"reader_{Guid.NewGuid():N}";
        await _database.ExecuteAsync($"CREATE ROLE {user} LOGIN");
        try
        {
            var services = _database.Open(_database.Place(builder => (builder.Username, builder.Database) = (user, "postgres")));

            var unusable = await Assert.ThrowsAsync<DatabaseUnusableException>(() => services.MigrateRailHubDatabaseAsync());

            Assert.Contains("permission denied", unusable.Message, StringComparison.Ordinal);
            AssertOneLine(unusable);
        }
        finally
        {
            NpgsqlConnection.ClearAllPools();
            await _database.ExecuteAsync($"DROP ROLE {user}");
        }
    }

    [Theory] // postgresql.org/docs, appendix A: error codes
    [InlineData("08006", true)] // connection_failure
    [InlineData("25006", true)] // read_only_sql_transaction: a standby answers
    [InlineData("28P01", true)] // invalid_password
    [InlineData("53100", true)] // disk_full
    [InlineData("53300", true)] // too_many_connections
    [InlineData("57P01", true)] // admin_shutdown
    [InlineData("57P03", true)] // cannot_connect_now
    [InlineData("58030", true)] // io_error
    [InlineData("23503", false)] // foreign_key_violation
    [InlineData("42601", false)] // syntax_error
    [InlineData("40001", false)] // serialization_failure
    public void Error_codes_tell_away_from_wrong(string sqlState, bool away)
    {
        var exception = new DbUpdateException("Saving failed.", new PostgresException("Postgres said so.", "ERROR", "ERROR", sqlState));

        Assert.Equal(away, DatabaseErrors.IsAway(exception));
        Assert.Equal(sqlState == PostgresErrorCodes.DiskFull, DatabaseErrors.IsFull(exception));
    }

    private static int ClosedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return PortOf(listener);
    }

    private static int PortOf(TcpListener listener) => ((IPEndPoint)listener.LocalEndpoint).Port;

    // Until the listener stops: Npgsql comes once more for each way of encryption that it may use.
    private static async Task AnswerAsWebServerAsync(TcpListener listener)
    {
        while (true)
        {
            using var client = await listener.AcceptTcpClientAsync();
            var stream = client.GetStream();
            Assert.NotEqual(0, await stream.ReadAsync(new byte[1024]));
            await stream.WriteAsync("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray());
        }
    }
}
