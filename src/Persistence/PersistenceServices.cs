using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace RailHub.Persistence;

/// <summary>Registers the club's database.</summary>
public static class PersistenceServices
{
    /// <summary>Adds <c>IDbContextFactory&lt;RailHubDb&gt;</c> over the provider that the options name.</summary>
    public static IServiceCollection AddRailHubPersistence(this IServiceCollection services, DatabaseOptions options)
    {
        services.AddSingleton(options);
        return options.Provider switch
        {
            DatabaseProvider.Sqlite => services.AddDb<SqliteRailHubDb>(builder => UseSqlite(builder, options.ConnectionString)),
            DatabaseProvider.Postgres => services.AddDb<PostgresRailHubDb>(builder => UsePostgres(builder, options.ConnectionString)),
            _ => throw new ArgumentOutOfRangeException(nameof(options), options.Provider, "There is no such database provider."),
        };
    }

    /// <summary>Options for a context of its own, beside those that the services hand out.</summary>
    internal static DbContextOptions<SqliteRailHubDb> SqliteOptions(string connectionString)
    {
        var builder = new DbContextOptionsBuilder<SqliteRailHubDb>();
        UseSqlite(builder, connectionString);
        return builder.Options;
    }

    private static IServiceCollection AddDb<TDb>(this IServiceCollection services, Action<DbContextOptionsBuilder> configure)
        where TDb : RailHubDb =>
        services
            .AddPooledDbContextFactory<TDb>(builder =>
            {
                configure(builder);
                builder.ConfigureWarnings(LeaveLoggingToCallers);
            })
            .AddSingleton<IDbContextFactory<RailHubDb>, Factory<TDb>>();

    // Every failure reaches the caller as an exception, and who handles it knows whether it is worth a line: a database that is away
    // would otherwise fill the log with stack traces. What works is no news either.
    private static void LeaveLoggingToCallers(WarningsConfigurationBuilder warnings) => warnings.Log(
        (RelationalEventId.CommandExecuted, LogLevel.Debug),
        (RelationalEventId.CommandError, LogLevel.Debug),
        (RelationalEventId.ConnectionError, LogLevel.Debug),
        (CoreEventId.SaveChangesFailed, LogLevel.Debug),
        (CoreEventId.QueryIterationFailed, LogLevel.Debug));

    // A process that is frozen inside a save holds its row; the server lets others have it after the time that no save is allowed to take.
    // Who has options of the server in the connection string (a pool such as PgBouncer may refuse any) keeps to those.
    private static void UsePostgres(DbContextOptionsBuilder builder, string connectionString)
    {
        var connection = DatabaseHosts.Read(connectionString);
        connection.Options ??= "-c idle_in_transaction_session_timeout=5s";
        builder.UseNpgsql(connection.ConnectionString);
    }

    private static void UseSqlite(DbContextOptionsBuilder builder, string connectionString)
    {
        var connection = new SqliteConnectionStringBuilder(connectionString)
        {
            ForeignKeys = true,
            DefaultTimeout = (int)SqlitePragmas.BusyTimeout.TotalSeconds,
        };
        builder.UseSqlite(connection.ConnectionString).AddInterceptors(SqlitePragmas.Instance);
    }

    // IDbContextFactory<T> is not covariant, as its asynchronous method returns a Task<T>.
    private sealed class Factory<TDb>(IDbContextFactory<TDb> inner) : IDbContextFactory<RailHubDb>
        where TDb : RailHubDb
    {
        public RailHubDb CreateDbContext() => inner.CreateDbContext();

        public async Task<RailHubDb> CreateDbContextAsync(CancellationToken cancellationToken = default) =>
            await inner.CreateDbContextAsync(cancellationToken);
    }
}
