using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace RailHub.Silo.Hosting;

/// <summary>Ready when the cluster has taken this silo in, until it leaves.</summary>
internal sealed class SiloReady(ISiloStatusOracle silos) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(silos.CurrentStatus == SiloStatus.Active
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy($"It is not one of its cluster; its state is {silos.CurrentStatus}."));
}
