using System.Net;
using System.Net.Sockets;
using Orleans.Configuration;
using RailHub.Grains.Hosting;
using RailHub.Persistence;

namespace RailHub.Silo.Hosting;

/// <summary>A silo of the club: the same parts whether it is one of many, or lives in one process with everything else.</summary>
public static class SiloHosting
{
    // What runs a process kills it ten seconds after it asked it to stop (Docker). A request that waits for a board ends before that.
    private static readonly TimeSpan s_stopTime = TimeSpan.FromSeconds(8);

    /// <summary>Adds the grains, their database, and a silo around them.</summary>
    /// <param name="builder">The host.</param>
    /// <param name="database">Where the club is kept.</param>
    /// <param name="cluster">How silos and gateways find each other; null for the only silo of its process, which nobody has to find.</param>
    public static IHostApplicationBuilder AddRailHubSilo(
        this IHostApplicationBuilder builder, DatabaseOptions database, Action<ISiloBuilder>? cluster = null)
    {
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = s_stopTime);
        builder.Services.AddRailHubPersistence(database);
        builder.UseOrleans(silo =>
        {
            (cluster ?? Alone)(silo);
            silo.Configure<GrainCollectionOptions>(options => options.CollectionAge = TimeSpan.FromHours(2));
        });

        // After the silo, so that its grains can be called when the supervisor starts.
        builder.Services.AddRailHubGrains(BoardConfiguration.Read(builder.Configuration));
        return builder;
    }

    /// <summary>The only silo of this machine, which gateways on it find.</summary>
    /// <exception cref="StartFailedException">There is another one, or a program that has its ports.</exception>
    public static void OnlyOneHere(ISiloBuilder silo)
    {
        foreach (var port in (int[])[EndpointOptions.DEFAULT_SILO_PORT, EndpointOptions.DEFAULT_GATEWAY_PORT])
        {
            // Orleans itself would share them, and of two silos that do not know each other both would speak to every board.
            using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                probe.Bind(new IPEndPoint(IPAddress.Loopback, port));
                probe.Listen();
            }
            catch (SocketException failure) when (failure.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                throw new StartFailedException($"Port {port} is taken: another silo, or another program, is on this machine. Stop that one.", failure);
            }
        }

        silo.UseLocalhostClustering();
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
