using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace RailHub.Hosting;

/// <summary>What every program of the platform has: a time to stop in, and its health.</summary>
public static class ServiceDefaults
{
    /// <summary>The tag of health checks that say whether the process can serve.</summary>
    public const string Ready = "ready";

    /// <summary>The tag of health checks that say whether the process has to be started again.</summary>
    public const string Live = "live";

    // What runs a process kills it ten seconds after it asked it to stop (Docker). A request that waits for a board ends before that.
    private static readonly TimeSpan s_stopTime = TimeSpan.FromSeconds(8);

    // What works is no news; a line for each request is for whoever looks for something, and sets these.
    private static readonly Dictionary<string, string?> s_logging = new()
    {
        ["Logging:LogLevel:Microsoft.AspNetCore"] = nameof(LogLevel.Warning),
        ["Logging:LogLevel:Microsoft.EntityFrameworkCore"] = nameof(LogLevel.Warning),
        ["Logging:LogLevel:Orleans"] = nameof(LogLevel.Warning),
    };

    /// <summary>Adds them. A program may call it for each of its parts.</summary>
    public static IHostApplicationBuilder AddServiceDefaults(this IHostApplicationBuilder builder)
    {
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = s_logging });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = s_stopTime);

        // Whoever asks hears that it is not ready; that is no error of this program.
        builder.Logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None);
        builder.Services.AddHealthChecks();
        builder.AddServiceManager();
        return builder;
    }

    /// <summary>
    /// <c>/health/live</c>: the process answers and does its work. <c>/health/ready</c>: it can serve; 503 otherwise, with a line for each thing that is wrong.
    /// In every environment, and open to all: probes have no sign-in.
    /// </summary>
    public static void MapHealth(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = check => check.Tags.Contains(Live), ResponseWriter = WriteAsync });
        endpoints.MapHealthChecks(
            "/health/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains(Ready), ResponseWriter = WriteAsync });
    }

    private static Task WriteAsync(HttpContext context, HealthReport report)
    {
        context.Response.ContentType = "text/plain; charset=utf-8";
        var wrong = report.Entries.Where(entry => entry.Value.Status != HealthStatus.Healthy)
            .Select(entry => $"{entry.Key}: {entry.Value.Description ?? entry.Value.Exception?.Message}");
        return context.Response.WriteAsync(string.Join('\n', wrong.Prepend(report.Status.ToString())), context.RequestAborted);
    }
}
