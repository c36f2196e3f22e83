using System.Data.Common;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Orleans.Configuration;
using Orleans.Dashboard;
using RailHub.Persistence;

namespace RailHub.Hosting;

/// <summary>
/// Silos and gateways find each other by rows in the club's database, which its migrations make: ADR 16 has
/// the figures behind the times here.
/// </summary>
public static class ClusterMembership
{
    private const string Npgsql = nameof(Npgsql);

    // A silo that shows no sign of life in the database for this long, three times, holds up nobody's start.
    private static readonly TimeSpan s_signOfLife = TimeSpan.FromSeconds(2);

    // News go from silo to silo; this is for one that missed them.
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(5);

    // A gateway whose way into the cluster is frozen finds another one by this list; it is a small query.
    private static readonly TimeSpan s_lookOfGateways = TimeSpan.FromSeconds(1);

    // Beyond it membership tries again, and nothing is gained by waiting: a server that hangs is as good as gone.
    private const int DatabaseSeconds = 5;

    /// <summary>Makes a silo one of its cluster.</summary>
    /// <exception cref="StartFailedException">It cannot listen where it is to.</exception>
    public static ISiloBuilder UseCluster(this ISiloBuilder silo, ClusterSettings cluster, DatabaseOptions database)
    {
        FindFree(cluster.Listen, cluster.SiloPort);
        FindFree(cluster.Listen, cluster.GatewayPort);
        AddDatabase(silo.Services, database);
        silo.UseAdoNetClustering(options => options.Configure<NpgsqlDataSource>((clustering, source) =>
            (clustering.Invariant, clustering.DataSource) = (Npgsql, (DbDataSource)source)));
        silo.Configure<ClusterOptions>(options => Name(options, cluster));
        silo.Configure<EndpointOptions>(options =>
        {
            options.AdvertisedIPAddress = cluster.Address;
            options.SiloPort = cluster.SiloPort;
            options.GatewayPort = cluster.GatewayPort;
            options.SiloListeningEndpoint = new IPEndPoint(cluster.Listen, cluster.SiloPort);
            options.GatewayListeningEndpoint = new IPEndPoint(cluster.Listen, cluster.GatewayPort);
        });
        silo.Configure<ClusterMembershipOptions>(options =>
        {
            // Without an upper bound a silo that is frozen, or whose cable is pulled, is noticed after a minute only.
            options.ProbeTimeout = options.MaxProbeTimeout = cluster.ProbeTimeout;
            options.NumMissedProbesLimit = cluster.MissedProbes;
            options.IAmAliveTablePublishTimeout = s_signOfLife;
            options.TableRefreshTimeout = s_look;
            options.DefunctSiloExpiration = TimeSpan.FromDays(1);
        });
        if (cluster.Dashboard)
        {
            silo.AddDashboard(dashboard => dashboard.HideTrace = true);
        }

        return cluster.Tls is { } tls ? silo.UseTls(tls.Apply) : silo;
    }

    /// <summary>Makes a gateway a client of the cluster. It waits for silos for as long as there are none.</summary>
    public static IClientBuilder UseCluster(this IClientBuilder client, ClusterSettings cluster, DatabaseOptions database)
    {
        AddDatabase(client.Services, database);
        client.UseAdoNetClustering(options => options.Configure<NpgsqlDataSource>((clustering, source) =>
            (clustering.Invariant, clustering.DataSource) = (Npgsql, (DbDataSource)source)));
        client.Configure<ClusterOptions>(options => Name(options, cluster));
        client.Configure<GatewayOptions>(options => options.GatewayListRefreshPeriod = s_lookOfGateways);
        client.Services.AddSingleton<IClientConnectionRetryFilter, ClusterWait>();
        return cluster.Tls is { } tls ? client.UseTls(tls.Apply) : client;
    }

    private static void Name(ClusterOptions options, ClusterSettings cluster) => options.ClusterId = options.ServiceId = cluster.Id;

    private static void AddDatabase(IServiceCollection services, DatabaseOptions database) => services.AddSingleton(_ => Source(database.ConnectionString));

    /// <summary>Few connections of its own: what the club's work does with its pool does not make a silo look dead.</summary>
    internal static NpgsqlDataSource Source(string connectionString)
    {
        var connection = DatabaseHosts.Read(connectionString);
        (connection.ApplicationName, connection.MaxPoolSize, connection.CommandTimeout) = ("railhub membership", 4, DatabaseSeconds);
        connection.Timeout = Math.Min(connection.Timeout, DatabaseSeconds);
        if (!DatabaseHosts.AreSeveral(connection))
        {
            return NpgsqlDataSource.Create(connection);
        }

        // Where a connection is told in its string which one of several is meant, a source refuses that there, and wants it apart.
        var meant = Enum.Parse<TargetSessionAttributes>(connection.TargetSessionAttributes!.Replace("-", "", StringComparison.Ordinal), ignoreCase: true);
        connection.TargetSessionAttributes = null;
        return new NpgsqlDataSourceBuilder(connection.ConnectionString).BuildMultiHost().WithTargetSession(meant);
    }

    // Orleans itself would share a port with whoever has it, and each would get some of the other's callers.
    private static void FindFree(IPAddress address, int port)
    {
        using var probe = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            probe.Bind(new IPEndPoint(address, port));
            probe.Listen();
        }
        catch (SocketException failure) when (failure.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            throw new StartFailedException(
                $"Port {port} is taken: another silo, or another program, is on this machine. Stop that one, or give other ports as Cluster:SiloPort and Cluster:GatewayPort.",
                failure);
        }
        catch (SocketException failure)
        {
            throw new StartFailedException($"It cannot listen at {address} ({failure.Message.TrimEnd('.')}). Give an address of this machine as Cluster:Listen.", failure);
        }
    }
}
