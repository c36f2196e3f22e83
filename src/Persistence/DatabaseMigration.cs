using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace RailHub.Persistence;

/// <summary>Brings the club's database to the schema of this program.</summary>
public static class DatabaseMigration
{
    /// <summary>
    /// Makes the database when there is none, and applies what migrations it lacks. Any number of processes may do so at once:
    /// one does the work, the others wait for it.
    /// </summary>
    /// <exception cref="DatabaseUnusableException">It is damaged, cannot be written or reached, or was made by a newer program.</exception>
    public static async Task MigrateRailHubDatabaseAsync(this IServiceProvider services, CancellationToken cancellation = default)
    {
        var options = services.GetRequiredService<DatabaseOptions>();
        var factory = services.GetRequiredService<IDbContextFactory<RailHubDb>>();

        switch (options.Provider)
        {
            case DatabaseProvider.Sqlite:
                await new SqliteFile(options.ConnectionString).MigrateAsync(factory, cancellation);
                break;

            case DatabaseProvider.Postgres:
                await MigratePostgresAsync(factory, options.ConnectionString, cancellation);
                break;

            default:
                throw new ArgumentOutOfRangeException(nameof(services), options.Provider, "There is no such database provider.");
        }
    }

    /// <summary>The same, for a program that does nothing else.</summary>
    /// <exception cref="DatabaseUnusableException">It is damaged, cannot be written or reached, or was made by a newer program.</exception>
    public static async Task MigrateAsync(this DatabaseOptions options, CancellationToken cancellation = default)
    {
        await using var services = new ServiceCollection().AddRailHubPersistence(options).BuildServiceProvider();
        await services.MigrateRailHubDatabaseAsync(cancellation);
    }

    /// <summary>
    /// Applies what is missing, unless the database has migrations that this program does not know and cannot live with. It can with those
    /// that only add what it need not fill in, and are named so: while a cluster is upgraded, silos of the version before start again, too.
    /// </summary>
    internal static async Task ApplyMissingAsync(RailHubDb db, string place, CancellationToken cancellation)
    {
        await CheckKnownAsync(db, place, cancellation);
        await db.Database.MigrateAsync(cancellation);
    }

    /// <summary>Refuses a database that a newer program has changed in ways that this one cannot live with.</summary>
    internal static async Task CheckKnownAsync(RailHubDb db, string place, CancellationToken cancellation)
    {
        var known = db.Database.GetMigrations().ToHashSet(StringComparer.Ordinal);
        var applied = await db.Database.GetAppliedMigrationsAsync(cancellation);

        if (applied.LastOrDefault(migration => !known.Contains(migration) && !Expands(migration)) is { } newer)
        {
            throw new DatabaseUnusableException(
                $"The database {place} was last used by a newer version of this program (its schema has {newer}). Start that version, or restore a backup.");
        }
    }

    private static bool Expands(string migration) => migration.Split('_', 2) is [_, var name] && name.StartsWith("Expand", StringComparison.Ordinal);

    // Any number will do, so long as nobody else on this database takes the same: "RailHub" in ASCII.
    private const long PostgresLock = 0x5261_696C_4875_62;

    private static async Task MigratePostgresAsync(
        IDbContextFactory<RailHubDb> factory,
        string connectionString,
        CancellationToken cancellation)
    {
        var connection = DatabaseHosts.Read(connectionString);
        var place = $"\"{connection.Database}\" at {connection.Host}:{connection.Port}";

        try
        {
            await using var db = await factory.CreateDbContextAsync(cancellation);
            await CreateIfAbsentAsync(db, cancellation);
            await using var held = await LockPostgresAsync(connection, cancellation);
            await ApplyMissingAsync(db, place, cancellation);
        }
        catch (Exception exception) when (DatabaseErrors.Driver(exception) is { } driver && (DatabaseErrors.IsAway(driver) || IsForbidden(driver)))
        {
            throw new DatabaseUnusableException($"Cannot use the database {place}: {Reason(driver)}.", exception);
        }
    }

    /// <summary>
    /// Waits until nobody else migrates. EF locks its history table only until the first of several migrations is committed, and another
    /// starter then does the second one too. An advisory lock ends with its connection, and so with a process that dies.
    /// </summary>
    private static async Task<IAsyncDisposable> LockPostgresAsync(NpgsqlConnectionStringBuilder database, CancellationToken cancellation)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(database.ConnectionString) { Pooling = false, CommandTimeout = 0 }.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellation);
            await using var command = new NpgsqlCommand("SELECT pg_advisory_lock($1)", connection) { Parameters = { new() { Value = PostgresLock } } };
            await command.ExecuteNonQueryAsync(cancellation);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    // EF would make the database too, but of two starters that both find none it lets the second one fail.
    private static async Task CreateIfAbsentAsync(RailHubDb db, CancellationToken cancellation)
    {
        var creator = db.GetService<IRelationalDatabaseCreator>();
        if (await creator.ExistsAsync(cancellation))
        {
            return;
        }

        try
        {
            await creator.CreateAsync(cancellation);
        }
        catch (PostgresException exception) when (exception.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation)
        {
            return; // The other starter has made it meanwhile.
        }
    }

    private static bool IsForbidden(Exception driver) => driver is PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege };

    // What Npgsql says of a failed connection is where it failed; why it failed is one level deeper.
    private static string Reason(Exception driver) =>
        DatabaseErrors.IsFull(driver) ? "the disk is full; make room on it and start again"
        : driver is PostgresException refused ? refused.MessageText
        : (driver.InnerException ?? driver).Message.ReplaceLineEndings(" ").TrimEnd('.');
}
