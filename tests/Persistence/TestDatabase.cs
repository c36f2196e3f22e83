using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace RailHub.Persistence.Tests;

/// <summary>A provider under test: one migrated database for a test class, and empty places for the tests that want their own.</summary>
public abstract class TestDatabase : IAsyncLifetime
{
    private readonly List<ServiceProvider> _opened = [];

    /// <summary>A place where there is no database yet.</summary>
    public abstract DatabaseOptions NewPlace();

    /// <summary>The services that a host has over a place.</summary>
    public IServiceProvider Open(DatabaseOptions place, ILoggerProvider? log = null)
    {
        var services = new ServiceCollection()
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).Services.AddSingleton(log ?? NullLoggerProvider.Instance))
            .AddRailHubPersistence(place)
            .BuildServiceProvider();
        _opened.Add(services);
        return services;
    }

    /// <summary>A context on the database of the test class.</summary>
    public RailHubDb Connect() => Connect(_opened[0]);

    public static RailHubDb Connect(IServiceProvider services) =>
        services.GetRequiredService<IDbContextFactory<RailHubDb>>().CreateDbContext();

    public virtual async ValueTask InitializeAsync() => await Open(NewPlace()).MigrateRailHubDatabaseAsync();

    public virtual async ValueTask DisposeAsync()
    {
        foreach (var services in _opened)
        {
            await services.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }
}
