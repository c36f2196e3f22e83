using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using RailHub.Grains.Controllers;
using RailHub.Grains.Finding;
using RailHub.Grains.Owners;
using RailHub.Protocol;

namespace RailHub.Grains.Hosting;

/// <summary>What the grains need of their silo.</summary>
public static class GrainServices
{
    /// <summary>Adds what the grains need beside the database, and the supervisor that keeps every board linked and every show playing.</summary>
    /// <param name="services">The silo's services.</param>
    /// <param name="boards">How hard boards are driven; checked ones.</param>
    /// <param name="audit">How long it is told who did what; checked ones.</param>
    /// <param name="isAlone">No other process can own the club's boards, whatever this one does.</param>
    public static IServiceCollection AddRailHubGrains(this IServiceCollection services, BoardOptions boards, AuditOptions audit, bool isAlone)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(boards);
        services.AddSingleton(audit);
        services.AddSingleton<BoardClientFactory>();
        services.AddSingleton<BoardProbe>();
        services.AddSingleton<INeighbourhood, Neighbourhood>();
        services.AddSingleton<DatabaseLanes>();
        services.AddSingleton<IDatabaseWrites>(provider => provider.GetRequiredService<DatabaseLanes>());
        services.AddSingleton<OwnersHere>();
        services.AddSingleton<Homes>();
        services.AddSingleton<LinkOpenings>();
        services.AddSingleton<GrainInstruments>();

        // Whether the process stands still is a matter of the machine's time, whatever time the club has.
        services.AddSingleton(provider => new Heartbeat(TimeProvider.System, isAlone ? TimeSpan.MaxValue : QuickestVote(provider)));
        services.AddHostedService(provider => provider.GetRequiredService<Heartbeat>());
        services.AddSingleton(provider => new OutsideContact(TimeProvider.System, QuickestVote(provider)));
        services.AddGrainService<PingService>();
        services.AddSingleton<IPings, Pings>();
        services.AddSingleton<SiloWork>();
        services.AddSingleton<ISiloWork>(provider => provider.GetRequiredService<SiloWork>());
        services.AddHostedService<Lookout>();
        services.AddPlacementDirector<HomePlacement, HomeDirector>();
        services.AddSingleton(new OwnedKind(
            IsLoad: true,
            async (database, grains, cancellation) =>
                (await database.Controllers.AsNoTracking().OrderBy(row => row.Id).Select(row => new { row.LayoutId, row.Id }).ToListAsync(cancellation))
                .ConvertAll(row => (row.LayoutId, grains.Controller(row.Id).GetGrainId()))));
        services.AddSingleton(new OwnedKind(
            IsLoad: false,
            async (database, grains, cancellation) =>
                (await database.ShowRuns.AsNoTracking().Where(row => row.IsActive).OrderBy(row => row.ShowId)
                    .Select(row => new { row.LayoutId, row.ShowId }).ToListAsync(cancellation))
                .ConvertAll(row => (row.LayoutId, grains.Show(row.ShowId).GetGrainId()))));

        // The last that starts, and so the first that stops: while the silo is whole, its grains go to their next homes.
        services.AddHostedService<Supervisor>();
        return services;
    }

    /// <summary>
    /// The shortest time in which other silos take this one for dead. When the time between them is short, they wait for half of the probes'
    /// time-out, and the first probe that is missed may have been under way already.
    /// </summary>
    private static TimeSpan QuickestVote(IServiceProvider provider)
    {
        var membership = provider.GetRequiredService<IOptions<ClusterMembershipOptions>>().Value;
        return membership.ProbeTimeout * Math.Max(1, membership.NumMissedProbesLimit - 1) / 2;
    }
}
