using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using RailHub.Gateway.Dashboards;

namespace RailHub.Gateway.Hosting;

/// <summary>Ready while the club is heard of: then a dashboard gets an answer.</summary>
internal sealed class ReadyCheck(ClubRelay relay) : IHealthCheck
{
    public const string Tag = "ready";

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

internal static class Health
{
    /// <summary>Live: the process answers. Ready: it serves. In every environment, and open to all: probes have no sign-in.</summary>
    public static void MapHealth(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false });
        endpoints.MapHealthChecks(
            "/health/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains(ReadyCheck.Tag), ResponseWriter = WriteAsync });
    }

    /// <summary>A line for each thing that is wrong.</summary>
    private static Task WriteAsync(HttpContext context, HealthReport report)
    {
        context.Response.ContentType = "text/plain; charset=utf-8";
        var wrong = report.Entries.Where(entry => entry.Value.Status != HealthStatus.Healthy).Select(entry => $"{entry.Key}: {entry.Value.Description}");
        return context.Response.WriteAsync(string.Join('\n', wrong.Prepend(report.Status.ToString())), context.RequestAborted);
    }
}
