using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using RailHub.Contracts;
using RailHub.Grains.Controllers;
using RailHub.Grains.Owners;

namespace RailHub.Grains.Hosting;

/// <summary>What the grains need of their silo.</summary>
public static class GrainServices
{
    /// <summary>Adds what the grains need beside the database, and the supervisor that keeps every board linked.</summary>
    /// <param name="services">The silo's services.</param>
    /// <param name="boards">How hard boards are driven; checked ones.</param>
    public static IServiceCollection AddRailHubGrains(this IServiceCollection services, BoardOptions boards)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(boards);
        services.AddSingleton<BoardClientFactory>();

        // Whether the process stands still is a matter of the machine's time, whatever time the club has.
        services.AddSingleton(_ => new Heartbeat(TimeProvider.System));
        services.AddHostedService(provider => provider.GetRequiredService<Heartbeat>());
        services.AddSingleton(new OwnedKind(
            GrainKeys.ControllerOwners,
            async (database, cancellation) =>
                (await database.Controllers.AsNoTracking().Select(row => row.Id).ToListAsync(cancellation)).ConvertAll(id => id.Compact),
            (grains, key) => grains.Controller(MacAddress.Parse(key, null))));
        services.AddHostedService<Supervisor>();
        return services;
    }
}
