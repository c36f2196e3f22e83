using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using RailHub.Contracts;
using RailHub.Grains.Controllers;
using RailHub.Grains.Finding;
using RailHub.Grains.Owners;
using RailHub.Grains.Shows;
using RailHub.Protocol;

namespace RailHub.Grains.Hosting;

/// <summary>What the grains need of their silo.</summary>
public static class GrainServices
{
    /// <summary>Adds what the grains need beside the database, and the supervisor that keeps every board linked and every show playing.</summary>
    /// <param name="services">The silo's services.</param>
    /// <param name="boards">How hard boards are driven; checked ones.</param>
    /// <param name="isAlone">No other process can own the club's boards, whatever this one does.</param>
    public static IServiceCollection AddRailHubGrains(this IServiceCollection services, BoardOptions boards, bool isAlone)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(boards);
        services.AddSingleton<BoardClientFactory>();
        services.AddSingleton<BoardProbe>();
        services.AddSingleton<INeighbourhood, Neighbourhood>();
        services.AddSingleton<DatabaseLanes>();
        services.AddSingleton<OwnersHere>();
        services.AddSingleton<ShowInstruments>();

        // Whether the process stands still is a matter of the machine's time, whatever time the club has.
        services.AddSingleton(provider => new Heartbeat(TimeProvider.System, isAlone ? TimeSpan.MaxValue : Harmless(provider)));
        services.AddHostedService(provider => provider.GetRequiredService<Heartbeat>());
        services.AddSingleton(new OwnedKind(
            GrainKeys.ControllerOwners,
            async (database, cancellation) =>
                (await database.Controllers.AsNoTracking().Select(row => row.Id).ToListAsync(cancellation)).ConvertAll(id => id.Compact),
            (grains, key) => grains.Controller(MacAddress.Parse(key, null))));
        services.AddSingleton(new OwnedKind(
            GrainKeys.ShowOwners,
            async (database, cancellation) =>
                (await database.ShowRuns.AsNoTracking().Where(row => row.IsActive).Select(row => row.ShowId).ToListAsync(cancellation))
                .ConvertAll(id => id.ToString()),
            (grains, key) => grains.Show(ShowId.Parse(key, null))));
        services.AddHostedService<Supervisor>();
        return services;
    }

    // Half of the time after which other silos take this one for dead: what they believe may be older than the standstill.
    private static TimeSpan Harmless(IServiceProvider provider)
    {
        var membership = provider.GetRequiredService<IOptions<ClusterMembershipOptions>>().Value;
        return membership.ProbeTimeout * membership.NumMissedProbesLimit / 2;
    }
}
