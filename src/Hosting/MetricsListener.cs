using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry.Metrics;

namespace RailHub.Hosting;

/// <summary>A server of its own for <c>/metrics</c>: whoever may reach it reaches nothing else of the program.</summary>
internal sealed class MetricsListener(IPEndPoint place, MeterProvider meters) : IHostedService, IAsyncDisposable
{
    private readonly WebApplication _server = Build(place, meters);

    public Task StartAsync(CancellationToken cancellationToken) => _server.StartAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => _server.StopAsync(cancellationToken);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static WebApplication Build(IPEndPoint place, MeterProvider meters)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            // Of what Kestrel calls any address, a machine may have one kind only: pods have IPv4, IPv6 or both, and all are given the same word.
            if (place.Address.Equals(IPAddress.IPv6Any))
            {
                kestrel.ListenAnyIP(place.Port);
            }
            else
            {
                kestrel.Listen(place);
            }
        });
        builder.Services.AddOptions();
        var server = builder.Build();
        server.UseOpenTelemetryPrometheusScrapingEndpoint(meters, predicate: null, path: "/metrics", configureBranchedPipeline: null, optionsName: null);
        return server;
    }
}
