using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using RailHub.Contracts;
using RailHub.Protocol;

namespace RailHub.Grains.Finding;

/// <summary>The networks as the operating system tells them.</summary>
internal sealed partial class Neighbourhood(TimeProvider time, ILogger<Neighbourhood> logger) : INeighbourhood
{
    // The most usual network at home; of a larger one the part that the silo itself is in is where boards mostly are.
    private const int UsualPrefix = 24;
    private const int LargestPrefix = 22;

    private readonly ServiceBrowser _browser = new(time);

    public IReadOnlyList<AddressRange> Networks()
    {
        var left = (long)ScanDraft.MostAddresses;
        var networks = new List<AddressRange>();
        foreach (var address in Addresses())
        {
            var network = AddressRange.NetworkOf(address.Address, address.PrefixLength >= LargestPrefix ? address.PrefixLength : UsualPrefix);
            if (network.IsNear && network.Count <= left && !networks.Contains(network))
            {
                networks.Add(network);
                left -= network.Count;
            }
        }

        return networks;
    }

    public async Task<bool> BrowseAsync(Action<IPEndPoint> found, CancellationToken cancellation)
    {
        var asked = await Task.WhenAll(Addresses().Select(address => address.Address).Distinct().Select(AskAsync));
        return asked.Contains(true);

        async Task<bool> AskAsync(IPAddress local)
        {
            try
            {
                await _browser.BrowseAsync(local, found, cancellation);
                return true;
            }
            catch (SocketException failure)
            {
                LogNotAsked(failure, local);
                return false;
            }
        }
    }

    // Networks with a way out come first: where there are too many, those of containers and the like are left out.
    private static IEnumerable<UnicastIPAddressInformation> Addresses() => NetworkInterface.GetAllNetworkInterfaces()
        .Where(network => network.OperationalStatus == OperationalStatus.Up && network.NetworkInterfaceType != NetworkInterfaceType.Loopback)
        .Select(network => network.GetIPProperties())
        .OrderByDescending(network => network.GatewayAddresses.Any(gateway => gateway.Address.AddressFamily == AddressFamily.InterNetwork))
        .SelectMany(network => network.UnicastAddresses)
        .Where(address => AddressRange.IsNearby(address.Address));

    [LoggerMessage(LogLevel.Information, "The network at {Address} cannot be asked for boards that tell their name")]
    private partial void LogNotAsked(Exception failure, IPAddress address);
}
