using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using RailHub.Gateway.Dashboards;

namespace RailHub.Gateway.Hosting;

/// <summary>Ready when the club was heard of once: from then on a dashboard gets an answer.</summary>
internal sealed class ReadyCheck(ClubRelay relay) : IHealthCheck
{
    public const string Tag = "ready";

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(relay.Ready.IsCompletedSuccessfully
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy("The club has not been heard of yet."));
}

internal static class Health
{
    /// <summary>Live: the process answers. Ready: it serves. In every environment, and open to all: probes have no sign-in.</summary>
    public static void MapHealth(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false });
        endpoints.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains(ReadyCheck.Tag) });
    }
}
