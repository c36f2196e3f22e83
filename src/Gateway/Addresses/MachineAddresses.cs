using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using RailHub.Contracts;

namespace RailHub.Gateway.Addresses;

/// <summary>By which addresses phones in this machine's networks find the gateway.</summary>
internal sealed class MachineAddresses(IServer server, IConfiguration configuration)
{
    /// <summary>What .NET's own images set.</summary>
    internal const string InContainer = "DOTNET_RUNNING_IN_CONTAINER";

    /// <summary>The addresses as they are now.</summary>
    /// <param name="scheme">How the caller came: addresses of the same kind are the likeliest.</param>
    /// <param name="isProxied">Whether the caller came through a proxy.</param>
    public PhoneAddresses Find(string scheme, bool isProxied) =>
        isProxied || configuration[InContainer] is "true" or "1"
            ? new PhoneAddresses([], AddressProblem.Hidden)
            : Find(server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [], scheme, Networks());

    /// <summary>The addresses that listening at some addresses comes to on a machine.</summary>
    internal static PhoneAddresses Find(IEnumerable<string> listens, string scheme, IReadOnlyList<NetworkAddress> networks)
    {
        var open = listens.Select(BindingAddress.Parse).Where(listen => !IsLoopback(listen.Host)).ToArray();
        if (open.Length == 0)
        {
            return new PhoneAddresses([], AddressProblem.OnlyHere);
        }

        // A phone is in a network with a router, if there is any: those beside are for containers and virtual machines.
        var reached = networks.Any(network => network.HasRouter) ? networks.Where(network => network.HasRouter) : networks;
        string[] found =
        [
            .. open.OrderBy(listen => listen.Scheme.Equals(scheme, StringComparison.OrdinalIgnoreCase) ? 0 : 1)
                .SelectMany(listen => PlacesOf(listen.Host, reached).Select(place => AddressOf(listen, place)))
                .Distinct(),
        ];
        return new PhoneAddresses(found, found.Length == 0 ? AddressProblem.NoNetwork : null);
    }

    private static NetworkAddress[] Networks() =>
    [
        .. from network in NetworkInterface.GetAllNetworkInterfaces()
           where network.OperationalStatus is OperationalStatus.Up or OperationalStatus.Unknown && network.NetworkInterfaceType != NetworkInterfaceType.Loopback
           let properties = network.GetIPProperties()
           let hasRouter = properties.GatewayAddresses.Any(router => router.Address.AddressFamily == AddressFamily.InterNetwork)
           from own in properties.UnicastAddresses
           where own.Address.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(own.Address) && own.Address.GetAddressBytes() is not [169, 254, ..]
           select new NetworkAddress(own.Address, hasRouter),
    ];

    private static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));

    // What is no address of this machine means all of them, as it does to the server.
    private static IEnumerable<string> PlacesOf(string host, IEnumerable<NetworkAddress> networks) =>
        IPAddress.TryParse(host, out var address) && !address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any)
            ? [host]
            : networks.Select(network => network.Address.ToString());

    private static string AddressOf(BindingAddress listen, string place)
    {
        var usual = listen.Scheme == Uri.UriSchemeHttps ? 443 : 80;
        return listen.Port == usual ? $"{listen.Scheme}://{place}" : string.Create(CultureInfo.InvariantCulture, $"{listen.Scheme}://{place}:{listen.Port}");
    }
}
