using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace RailHub.Deploy.Tests.Programs;

/// <summary>
/// Where a container's program runs in these tests. All that is put in the place of what its file says is here: a container has a network, a
/// root and neighbours of its own, and here all programs share one machine and its loopback. Each other word of the environment and of
/// the command line reaches the program as it is rendered.
/// </summary>
/// <param name="Database">The port of the Postgres in the place of the club's; its user, its database and its password stay.</param>
/// <param name="Files">The directory in the place of what is mounted at <c>/run/railhub</c>, <c>/run/openid</c> and <c>/data</c>.</param>
internal sealed record Place(int Database, string Files)
{
    // What a container of our images listens at: everywhere of its own network.
    private const string Http = "*:8080";
    private const string Https = "*:8443";
    private const string OwnHttp = "127.0.0.1:8080";
    private const string FirstOfBoards = "8100";
    private const int PortsOfBoards = 24;

    /// <summary>The address of loopback in the place of the container's own: the other one for a pod that has IPv6 only.</summary>
    public IPAddress Loopback { get; init; } = IPAddress.Loopback;

    /// <summary>The same, as it stands in an address of http.</summary>
    public string Host => Loopback.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{Loopback}]" : $"{Loopback}";

    /// <summary>Where it is asked, in the place of port 8080.</summary>
    public int HttpPort { get; } = FreePort();

    /// <summary>Where it is asked by https, in the place of port 8443.</summary>
    public int HttpsPort { get; } = FreePort();

    /// <summary>Where its metrics are, in the place of port 9464.</summary>
    public int MetricsPort { get; } = FreePort();

    /// <summary>The first port of its boards, in the place of 8100.</summary>
    public int FirstBoardPort { get; } = FreePorts(PortsOfBoards);

    private int SiloPort { get; } = FreePort();

    private int GatewayPort { get; } = FreePort();

    /// <summary>The environment of a container as its program gets it here.</summary>
    public Dictionary<string, string> Put(IReadOnlyDictionary<string, string> environment)
    {
        var here = environment.ToDictionary(pair => pair.Key, pair => Value(pair.Key, pair.Value));

        // The ports of a silo are the defaults, which another silo of this machine may have.
        here.TryAdd("Cluster__SiloPort", Text(SiloPort));
        here.TryAdd("Cluster__GatewayPort", Text(GatewayPort));

        // The image has a port only, which would be open on every address of this machine.
        if (here.Remove("ASPNETCORE_HTTP_PORTS") | here.Remove("ASPNETCORE_URLS"))
        {
            here["ASPNETCORE_URLS"] = $"http://{Host}:{HttpPort}{(here.Remove("ASPNETCORE_HTTPS_PORTS") ? $";https://{Host}:{HttpsPort}" : "")}";
        }

        return here;
    }

    /// <summary>A command line as the program gets it here.</summary>
    public IEnumerable<string> Put(IEnumerable<string> arguments)
    {
        var whole = arguments.ToArray();
        foreach (var argument in whole)
        {
            yield return argument
                .Replace(FirstOfBoards, Text(FirstBoardPort), StringComparison.Ordinal)
                .Replace(Http, $"127.0.0.1:{HttpPort}", StringComparison.Ordinal)
                .Replace(Https, $"127.0.0.1:{HttpsPort}", StringComparison.Ordinal)
                .Replace(OwnHttp, $"127.0.0.1:{HttpPort}", StringComparison.Ordinal)
                .Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal)
                .Replace("/data", Path.Combine(Files, "data"), StringComparison.Ordinal)
                .Replace("/run/railhub", Path.Combine(Files, "railhub"), StringComparison.Ordinal);
            if (argument == "0.0.0.0" && !whole.Contains(FirstOfBoards))
            {
                // Boards: their first port is the default.
                yield return "--base-port";
                yield return Text(FirstBoardPort);
            }
        }
    }

    /// <summary>A configuration file of a neighbour, such as the proxy's, that names this program's host.</summary>
    public string Put(string host, string file) => file
        .Replace($"{host}:8080", $"127.0.0.1:{HttpPort}", StringComparison.Ordinal)
        .Replace($"{host}:9464", $"127.0.0.1:{MetricsPort}", StringComparison.Ordinal);

    /// <summary>A port of this machine's loopback that nobody has.</summary>
    public static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    // Below those that the system gives to whoever asks for any.
    private static int FreePorts(int count) => Enumerable.Range(0, 50).Select(n => 27000 + (n * 100)).First(first => Enumerable.Range(first, count).All(IsFree));

    private static bool IsFree(int port)
    {
        using var probe = new TcpListener(IPAddress.Loopback, port);
        try
        {
            probe.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private string Value(string name, string value) => name switch
    {
        "Database__ConnectionString" => Connection(value),
        "Cluster__Address" or "Cluster__Listen" => $"{Loopback}",
        "Cluster__SiloPort" => Text(SiloPort),
        "Cluster__GatewayPort" => Text(GatewayPort),
        "Gateway__Proxies" => $"{Loopback}",
        "Telemetry__Metrics" => value.Replace("*:9464", $"{Host}:{MetricsPort}", StringComparison.Ordinal),
        _ => Mounted(value),
    };

    private string Connection(string value)
    {
        var connection = new NpgsqlConnectionStringBuilder(Mounted(value)) { Host = "127.0.0.1", Port = Database };
        return connection.ConnectionString;
    }

    private string Mounted(string value) => value
        .Replace("/run/railhub", Path.Combine(Files, "railhub"), StringComparison.Ordinal)
        .Replace("/run/openid", Path.Combine(Files, "openid"), StringComparison.Ordinal);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
