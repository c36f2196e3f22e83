using System.Net;
using System.Net.Sockets;

namespace RailHub.Hosting;

/// <summary>How the silos and gateways of a club find each other: section <c>Cluster</c>, of which gateways need <c>Id</c>, <c>Dashboard</c> and <c>Tls</c> only.</summary>
/// <param name="Id">The club's name among those that share a database server. Silos and gateways of another one are not seen.</param>
/// <param name="Address">The address at which the others reach this silo itself; never that of a service that stands before several.</param>
/// <param name="Listen">The address of this machine that it listens at.</param>
/// <param name="SiloPort">Where other silos call.</param>
/// <param name="GatewayPort">Where gateways call.</param>
/// <param name="ProbeTimeout">How long a silo waits for another one's answer to a probe, and how often it probes.</param>
/// <param name="MissedProbes">After how many probes without an answer it takes the other one for dead.</param>
/// <param name="Dashboard">Whether silos gather what Orleans' own dashboard shows, and gateways show it to administrators.</param>
/// <param name="Tls">Secures and proves both; null for plain text.</param>
public sealed record ClusterSettings(
    string Id, IPAddress Address, IPAddress Listen, int SiloPort, int GatewayPort, TimeSpan ProbeTimeout, int MissedProbes, bool Dashboard, ClusterTls? Tls)
{
    private const int LargestPort = 65535;

    /// <summary>What whoever starts a silo so should know, as one line; null when there is nothing.</summary>
    public string? Warning => Tls is null && !IPAddress.IsLoopback(Listen)
        ? $"WARNING: The silo listens at {Listen} in plain text. Whoever reaches ports {SiloPort} and {GatewayPort} commands every board. Close them to others, or set Cluster:Tls."
        : null;

    /// <summary>Reads them; what is missing has its default, which serves one machine. What is refused is in the settings.</summary>
    public static ClusterSettings Read(Settings settings)
    {
        settings.Know("Cluster", "Id", "Address", "Listen", "SiloPort", "GatewayPort", "ProbeMilliseconds", "MissedProbes", "Dashboard", "Tls");
        var id = settings.Text("Cluster:Id") ?? "railhub";
        if (id.Length > 150)
        {
            settings.Refuse("Cluster:Id is longer than 150 letters.");
        }

        var address = Resolve(settings, "Cluster:Address") ?? IPAddress.Loopback;
        if (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any))
        {
            settings.Refuse($"Cluster:Address is {address}, at which nobody can be reached. Give this machine's own address, and {address} as Cluster:Listen.");
        }

        var cluster = new ClusterSettings(
            id,
            address,
            Resolve(settings, "Cluster:Listen") ?? address,
            settings.Number("Cluster:SiloPort", 11111, 1, LargestPort),
            settings.Number("Cluster:GatewayPort", 30000, 1, LargestPort),
            TimeSpan.FromMilliseconds(settings.Number("Cluster:ProbeMilliseconds", 1500, 500, 30_000)),
            settings.Number("Cluster:MissedProbes", 3, 2, 10),
            settings.Flag("Cluster:Dashboard"),
            ClusterTls.Read(settings));
        if (cluster.SiloPort == cluster.GatewayPort)
        {
            settings.Refuse($"Cluster:SiloPort and Cluster:GatewayPort are both {cluster.SiloPort}. Give two ports.");
        }

        return cluster;
    }

    private static IPAddress? Resolve(Settings settings, string key)
    {
        if (settings.Text(key) is not { } text)
        {
            return null;
        }

        if (IPAddress.TryParse(text, out var literal))
        {
            return literal;
        }

        try
        {
            var all = Dns.GetHostAddresses(text);
            return all.FirstOrDefault(address => address.AddressFamily == AddressFamily.InterNetwork) ?? all[0];
        }
        catch (Exception failure) when (failure is SocketException or ArgumentException)
        {
            settings.Refuse($"{key} is \"{text}\", which is no address and no name that is known here.");
            return null;
        }
    }
}
