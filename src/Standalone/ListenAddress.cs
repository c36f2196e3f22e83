using System.Globalization;
using System.Net;
using System.Net.Sockets;
using RailHub.Hosting;

namespace RailHub.Standalone;

/// <summary>One address of <c>--urls</c>, understood: which addresses of this machine it means.</summary>
/// <param name="Url">As it was given.</param>
/// <param name="Host">Name or IP address by which a browser here finds it.</param>
/// <param name="Port">0 for any free one.</param>
/// <param name="Places">The addresses to listen at; all of them, unless <paramref name="IsLocalhost"/>.</param>
/// <param name="IsLocalhost">Whether it is enough to listen where this machine has a loopback.</param>
internal sealed record ListenAddress(string Url, string Host, int Port, IReadOnlyList<IPAddress> Places, bool IsLocalhost)
{
    private const string Example = "--urls http://localhost:8080";

    /// <summary>Whether https is spoken there.</summary>
    public bool IsHttps => Url.StartsWith(Uri.UriSchemeHttps, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether passwords go from machine to machine there for everybody between to read.</summary>
    public bool IsPlainForOthers => !IsHttps && !Places.All(IPAddress.IsLoopback);

    /// <summary>Reads <c>--urls</c>: addresses with semicolons between them.</summary>
    /// <exception cref="StartFailedException">One is none that can be listened at, or its name is not known.</exception>
    public static async Task<IReadOnlyList<ListenAddress>> ReadAsync(string urls, CancellationToken cancellation)
    {
        var addresses = new List<ListenAddress>();
        foreach (var url in urls.Split(';', StringSplitOptions.TrimEntries))
        {
            addresses.Add(url.Length > 0
                ? await ReadOneAsync(url, cancellation)
                : throw new StartFailedException(
                    string.IsNullOrWhiteSpace(urls)
                        ? $"--urls is empty. Give an address such as {Example}"
                        : $"--urls \"{urls}\" has an empty part. Put one semicolon between two addresses, and none at the ends."));
        }

        return addresses;
    }

    /// <summary>The address that a browser is given, once the port is known.</summary>
    public string At(int port) =>
        $"{(IsHttps ? Uri.UriSchemeHttps : Uri.UriSchemeHttp)}://{Host}:{port.ToString(CultureInfo.InvariantCulture)}";

    // Kestrel's own reading of an address, but not what it makes of a host that it does not know: it listens everywhere then.
    private static async Task<ListenAddress> ReadOneAsync(string url, CancellationToken cancellation)
    {
        BindingAddress address;
        try
        {
            address = BindingAddress.Parse(url);
        }
        catch (FormatException failure)
        {
            throw NoAddress(url, failure);
        }

        if (!address.Scheme.Equals(Uri.UriSchemeHttp, StringComparison.OrdinalIgnoreCase)
            && !address.Scheme.Equals(Uri.UriSchemeHttps, StringComparison.OrdinalIgnoreCase))
        {
            throw NoAddress(url);
        }

        if (address.IsUnixPipe || address.IsNamedPipe)
        {
            throw new StartFailedException($"\"{url}\" is a socket or pipe of this machine, where no browser comes. Give an address such as {Example}");
        }

        if (address.PathBase.Length > 0)
        {
            throw new StartFailedException($"\"{url}\" has a path, and RailHub is always at the root of an address. Leave {address.PathBase} out.");
        }

        if (address.Port is < 0 or > IPEndPoint.MaxPort)
        {
            throw new StartFailedException($"\"{url}\" has port {address.Port}; a port is 1 to {IPEndPoint.MaxPort}, or 0 for any free one.");
        }

        if (address.Host is "*" or "+")
        {
            return Everywhere(url, address.Port, Socket.OSSupportsIPv6 ? IPAddress.IPv6Any : IPAddress.Any);
        }

        if (IPAddress.TryParse(address.Host, out var ip))
        {
            var place = ip.IsIPv4MappedToIPv6 ? ip.MapToIPv4() : ip;
            return place.Equals(IPAddress.Any) || place.Equals(IPAddress.IPv6Any)
                ? Everywhere(url, address.Port, place)
                : new ListenAddress(url, address.Host, address.Port, [place], IsLocalhost: false);
        }

        return Uri.CheckHostName(address.Host) == UriHostNameType.Dns
            ? await ReadNameAsync(url, address.Host, address.Port, cancellation)
            : throw NoAddress(url);
    }

    private static async Task<ListenAddress> ReadNameAsync(string url, string name, int port, CancellationToken cancellation)
    {
        // Always the machine itself, whatever a resolver says (RFC 6761 6.3).
        var plain = name.TrimEnd('.');
        if (plain.Equals("localhost", StringComparison.OrdinalIgnoreCase) || plain.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase))
        {
            // A free port is free at one address; which one it is at another nobody knows.
            return new ListenAddress(url, name, port, port == 0 ? [IPAddress.Loopback] : [IPAddress.Loopback, IPAddress.IPv6Loopback], IsLocalhost: true);
        }

        IPAddress[] places;
        try
        {
            places = await Dns.GetHostAddressesAsync(name, cancellation);
        }
        catch (SocketException failure)
        {
            throw new StartFailedException($"The name in \"{url}\" is not known ({failure.Message}). Give localhost, or an IP address of this machine.", failure);
        }

        return places.Length == 0
            ? throw new StartFailedException($"The name in \"{url}\" has no address. Give localhost, or an IP address of this machine.")
            : new ListenAddress(url, name, port, [.. places.Distinct().Take(port == 0 ? 1 : places.Length)], IsLocalhost: false);
    }

    // "Everywhere" is no address that a browser can open.
    private static ListenAddress Everywhere(string url, int port, IPAddress place) => new(url, Environment.MachineName, port, [place], IsLocalhost: false);

    private static StartFailedException NoAddress(string url, Exception? cause = null) =>
        new($"\"{url}\" is no address to listen at. Give one such as {Example}", cause);
}
