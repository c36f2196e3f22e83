using Microsoft.Extensions.Diagnostics.HealthChecks;
using RailHub.Gateway.Dashboards;

namespace RailHub.Gateway.Hosting;

/// <summary>Ready when the club was heard of once: from then on a dashboard gets an answer.</summary>
internal sealed class ReadyCheck(ClubRelay relay) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(relay.Ready.IsCompletedSuccessfully
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy("The club has not been heard of yet."));
}
