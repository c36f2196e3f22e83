using System.Net;
using System.Net.Sockets;
using Orleans.Configuration;
using RailHub.Grains.Hosting;
using RailHub.Hosting;
using RailHub.Persistence;

namespace RailHub.Silo.Hosting;

/// <summary>A silo of the club: the same parts whether it is one of many, or lives in one process with everything else.</summary>
public static class SiloHosting
{
    /// <summary>Adds the grains, their database, and a silo around them.</summary>
    /// <param name="builder">The host.</param>
    /// <param name="database">Where the club is kept.</param>
    /// <param name="boards">How hard boards are driven.</param>
    /// <param name="audit">How long it is told who did what.</param>
    /// <param name="cluster">How silos and gateways find each other; null for the only silo of its process, which nobody has to find.</param>
    public static IHostApplicationBuilder AddRailHubSilo(
        this IHostApplicationBuilder builder,
        DatabaseOptions database,
        BoardOptions boards,
        AuditOptions audit,
        Action<ISiloBuilder>? cluster = null)
    {
        builder.AddServiceDefaults();

        // Orleans finds places for grains by it, and it has two lines for each: thousands when a silo starts.
        builder.Logging.AddFilter("Polly", LogLevel.Warning);
        builder.Services.AddRailHubPersistence(database);
        builder.UseOrleans(silo =>
        {
            (cluster ?? Alone)(silo);
            silo.Configure<GrainCollectionOptions>(options => options.CollectionAge = TimeSpan.FromHours(2));
        });
        builder.Services.AddSingleton<DatabaseReady>();
        builder.Services.AddHealthChecks()
            .AddCheck<SiloReady>("silo", tags: [ServiceDefaults.Ready])
            .AddCheck<DatabaseReady>("database", tags: [ServiceDefaults.Ready])
            .AddCheck<SiloLive>("silo's work", tags: [ServiceDefaults.Live]);

        // After the silo, so that its grains can be called when the supervisor starts.
        builder.Services.AddRailHubGrains(boards, audit, isAlone: cluster is null);
        return builder;
    }

    // No gateway port: callers are in this process. A free silo port, so that two clubs fit on one machine.
    private static void Alone(ISiloBuilder silo)
    {
        silo.UseLocalhostClustering(FreePort(), gatewayPort: 0);
        silo.Configure<EndpointOptions>(options => options.AdvertisedIPAddress = IPAddress.Loopback);
    }

    private static int FreePort()
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)probe.LocalEndPoint!).Port;
    }
}
