using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using RailHub.Grains.Controllers;

namespace RailHub.Grains.Hosting;

/// <summary>What the grains need of their silo.</summary>
public static class GrainServices
{
    /// <summary>Adds what the grains need beside the database, and the supervisor that keeps every board linked.</summary>
    public static IServiceCollection AddRailHubGrains(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<BoardClientFactory>();
        services.AddHostedService<ControllerSupervisor>();
        return services;
    }
}
