using Microsoft.Extensions.Diagnostics.HealthChecks;
using RailHub.Gateway.Dashboards;

namespace RailHub.Gateway.Hosting;

/// <summary>Ready while the club is heard of: then a dashboard gets an answer.</summary>
internal sealed class ReadyCheck(ClubRelay relay) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(relay switch
        {
            { Contact.LostSince: { } since, WasHeard: true } =>
                HealthCheckResult.Unhealthy($"The cluster has not been heard of since {since:yyyy-MM-dd HH:mm:ss} UTC."),
            { WasHeard: false } => HealthCheckResult.Unhealthy("The cluster has not been heard of yet."),
            { Ready.IsCompleted: false } => HealthCheckResult.Unhealthy("The cluster is heard of; its layouts are being asked for."),
            _ => HealthCheckResult.Healthy(),
        });
}
