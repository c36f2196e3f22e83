using System.Net;
using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace RailHub.Hosting;

/// <summary>
/// How a program is watched: metrics for Prometheus always; traces, metrics and logs by OTLP when a collector is named and wants them. Whatever a room
/// measures is found by its name, <c>RailHub.*</c>.
/// </summary>
public static class Telemetry
{
    private const string Everything = "RailHub.*";
    private const string MetricsPath = "/metrics";

    // What of Orleans an operator acts upon; the rest is its developers' business, and some of it counts at each message.
    private static readonly HashSet<string> s_orleans =
    [
        "orleans-app-requests-timedout",
        "orleans-catalog-activation-failed-to-activate",
        "orleans-client-connected-gateways",
        "orleans-gateway-connected-clients",
        "orleans-grains",
        "orleans-messaging-expired",
        "orleans-messaging-pings-reply-missed",
        "orleans-messaging-rejected",
        "orleans-messaging-sent-dropped",
        "orleans-messaging-sent-failed",
        "orleans-scheduler-long-running-turns",
        "orleans-watchdog-health-checks-failed",
    ];

    /// <summary>Adds it. Once a process, whatever parts it has.</summary>
    /// <param name="builder">The host.</param>
    /// <param name="settings">Where it goes.</param>
    /// <param name="service">The name of the program where several are watched together; <c>OTEL_SERVICE_NAME</c> goes before it.</param>
    public static void AddTelemetry(this WebApplicationBuilder builder, TelemetrySettings settings, string service)
    {
        var version = Assembly.GetEntryAssembly()?.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(builder.Configuration["OTEL_SERVICE_NAME"] ?? service, serviceVersion: version))
            .WithMetrics(metrics => metrics
                .AddMeter(
                    Everything, "Npgsql", "System.Runtime", "Microsoft.Orleans", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel",
                    "Microsoft.AspNetCore.Http.Connections", "Microsoft.AspNetCore.RateLimiting")
                .AddView(instrument => instrument.Meter.Name == "Microsoft.Orleans" && !s_orleans.Contains(instrument.Name)
                    ? MetricStreamConfiguration.Drop
                    : null)
                .AddPrometheusExporter());
        if (settings.Metrics is { } place)
        {
            builder.Services.AddHostedService(provider => new MetricsListener(place, provider.GetRequiredService<MeterProvider>()));
        }

        if (settings.Pushed.HasFlag(Signals.Metrics))
        {
            telemetry.WithMetrics(metrics => metrics.AddOtlpExporter());
        }

        if (settings.LogsAreJson)
        {
            // The host's own scopes have the trace and its span.
            builder.Logging.AddJsonConsole(console => console.IncludeScopes = true);

            // Also of a service of systemd, whose own lines would otherwise go before them.
            builder.Services.PostConfigure<ConsoleLoggerOptions>(console => console.FormatterName = ConsoleFormatterNames.Json);
        }

        if (settings.Pushed.HasFlag(Signals.Logs))
        {
            builder.Logging.AddOpenTelemetry(logs =>
            {
                (logs.IncludeScopes, logs.IncludeFormattedMessage) = (true, true);
                logs.AddOtlpExporter();
            });
        }

        if (settings.Pushed.HasFlag(Signals.Traces))
        {
            builder.Services.AddSingleton<IOutgoingGrainCallFilter, TracedCalls>();
            builder.Services.AddSingleton<IIncomingGrainCallFilter, TracedCalls>();
            telemetry.WithTracing(traces => traces
                .SetSampler(new BegunByPeople())
                .AddAspNetCoreInstrumentation(http => http.Filter = context => context.Request.Path.StartsWithSegments("/api"))
                .AddSource(Everything, "Npgsql", "Microsoft.AspNetCore.SignalR.Server")
                .AddOtlpExporter());
        }
    }

    /// <summary>
    /// <c>/metrics</c>, as Prometheus reads it, at the program's own address. For whom is up to the caller: the format has no protection of its own.
    /// </summary>
    public static IEndpointConventionBuilder MapMetrics(this IEndpointRouteBuilder endpoints) => endpoints.MapPrometheusScrapingEndpoint(MetricsPath);

    /// <summary>Answers callers on the same machine only.</summary>
    public static void RequireLocalCaller(this IEndpointConventionBuilder endpoint) => endpoint.Finally(built =>
    {
        var answer = built.RequestDelegate!;
        built.RequestDelegate = context =>
        {
            if (context.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address))
            {
                return answer(context);
            }

            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return context.Response.WriteAsync("Only programs on the same machine are answered here. Set Telemetry:Metrics to let others read.", context.RequestAborted);
        };
    });
}
