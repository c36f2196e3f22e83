using Microsoft.Extensions.Diagnostics.HealthChecks;
using RailHub.Grains.Owners;

namespace RailHub.Silo.Hosting;

/// <summary>Alive while it looks after its boards: a silo that does not has to be started again.</summary>
internal sealed class SiloLive(ISiloWork work) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        await work.FindStandstillAsync(cancellationToken) is { } standstill ? HealthCheckResult.Unhealthy(standstill) : HealthCheckResult.Healthy();
}
