using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RailHub.Persistence;

namespace RailHub.TestKit;

/// <summary>Takes the database away from a club and gives it back.</summary>
public sealed class DatabaseSwitch
{
    // SQLITE_CANTOPEN
    private const int CannotOpen = 14;

    private volatile bool _isAway;

    public void GoAway() => _isAway = true;

    public void ComeBack() => _isAway = false;

    internal void InstallInto(IServiceCollection services)
    {
        var real = services.Single(service => service.ServiceType == typeof(IDbContextFactory<RailHubDb>));
        services.Remove(real);
        services.AddSingleton<IDbContextFactory<RailHubDb>>(provider =>
            new Factory(this, (IDbContextFactory<RailHubDb>)ActivatorUtilities.CreateInstance(provider, real.ImplementationType!)));
    }

    private void Check()
    {
        if (_isAway)
        {
            throw new SqliteException("The test has taken the database away.", CannotOpen);
        }
    }

    private sealed class Factory(DatabaseSwitch owner, IDbContextFactory<RailHubDb> real) : IDbContextFactory<RailHubDb>
    {
        public RailHubDb CreateDbContext()
        {
            owner.Check();
            return real.CreateDbContext();
        }

        public Task<RailHubDb> CreateDbContextAsync(CancellationToken cancellationToken = default)
        {
            owner.Check();
            return real.CreateDbContextAsync(cancellationToken);
        }
    }
}
