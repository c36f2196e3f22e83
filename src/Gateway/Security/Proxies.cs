using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using IPNetwork = System.Net.IPNetwork;

namespace RailHub.Gateway.Security;

/// <summary>The reverse proxies that stand before this gateway: what they say of a caller is believed, and nobody else's word is (ADR 27).</summary>
internal sealed class Proxies(GatewayOptions options)
{
    private readonly IPNetwork[] _networks = [.. Split(options.Proxies).Select(text => Parse(text)!.Value)];

    /// <summary>Whether there are any.</summary>
    public bool Any => _networks.Length > 0;

    /// <summary>
    /// How their headers are read: as many hops as are proxies of ours, from the last one back. Without a proxy this would believe everybody, so
    /// it is for <see cref="Any"/> only.
    /// </summary>
    public ForwardedHeadersOptions Headers
    {
        get
        {
            var headers = new ForwardedHeadersOptions
            {
                ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost,
                ForwardLimit = null,
            };
            headers.KnownProxies.Clear();
            headers.KnownIPNetworks.Clear();
            foreach (var network in _networks)
            {
                headers.KnownIPNetworks.Add(network);
            }

            return headers;
        }
    }

    /// <summary>Whether an address is one of theirs; null, as of a socket of this machine, is none.</summary>
    public bool Has(IPAddress? address) =>
        address is not null && Plain(address) is var plain && _networks.Any(network => network.Contains(plain));

    /// <summary>The first of some addresses and networks, separated by commas, that is neither; null when all are.</summary>
    public static string? FindInvalid(string proxies) => Split(proxies).FirstOrDefault(text => Parse(text) is null);

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    // A network of all addresses would be everybody.
    private static IPNetwork? Parse(string text) =>
        IPAddress.TryParse(text, out var address) ? new IPNetwork(Plain(address), Plain(address).GetAddressBytes().Length * 8)
        : IPNetwork.TryParse(text, out var network) && network.PrefixLength > 0 ? network
        : null;

    private static string[] Split(string proxies) => proxies.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
