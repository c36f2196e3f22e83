using System.Buffers;
using System.Globalization;
using System.Net;

namespace RailHub.Gateway.Security;

/// <summary>
/// The names that a gateway answers to. A page of somebody else may have its own name resolved to here (DNS rebinding), and then is of the
/// same site as we are for its browser; so a name has to be known. Letter case, a dot at the end and how umlauts are written do not matter.
/// </summary>
internal sealed class HostNames
{
    private static readonly IdnMapping s_idn = new();
    private static readonly SearchValues<char> s_plain = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-.:[]");

    private readonly HashSet<string> _names;

    /// <param name="options">Names that were given beside this machine's own, and those by which it listens.</param>
    public HostNames(GatewayOptions options)
    {
        var machine = Normalize(Dns.GetHostName());
        _names =
        [
            "localhost", machine, $"{machine.Split('.')[0]}.local", .. Split(options.HostNames).Select(Normalize),
            .. options.Listens.Select(HostOf).OfType<string>().Select(Normalize).Where(name => Uri.CheckHostName(name) == UriHostNameType.Dns),
        ];
    }

    /// <summary>All names, as they are compared.</summary>
    public IReadOnlyCollection<string> Known => _names;

    /// <summary>Whether a request for this host is meant for this gateway: a known name, or an address, which nobody can resolve elsewhere.</summary>
    public bool Has(string host) => IsAddress(host, out _) || _names.Contains(Normalize(host));

    /// <summary>Whether this host can be nothing but this machine, for whoever calls.</summary>
    public static bool IsLoopback(string host) =>
        IsAddress(host, out var address) ? IPAddress.IsLoopback(address) : Normalize(host) == "localhost";

    /// <summary>The first of some names, separated by commas, that is no host name; null when all are.</summary>
    public static string? FindInvalid(string names) =>
        Split(names).FirstOrDefault(name => Uri.CheckHostName(Normalize(name)) is not (UriHostNameType.Dns or UriHostNameType.IPv4 or UriHostNameType.IPv6));

    /// <summary>As names are compared: small letters, umlauts as in the DNS, no dot at the end. What is no name stays what it is.</summary>
    public static string Normalize(string name)
    {
        var plain = name.EndsWith('.') ? name[..^1] : name;
        if (!plain.AsSpan().ContainsAnyExcept(s_plain) && !plain.Contains("xn--", StringComparison.Ordinal))
        {
            return plain; // As nearly all are, and it is asked of each request.
        }

        try
        {
            return s_idn.GetAscii(plain.Normalize().ToLowerInvariant()).ToLowerInvariant();
        }
        catch (ArgumentException)
        {
            // Empty, too long, or with letters that no name has: it equals no name that is answered to.
            return plain;
        }
    }

    // What is no address, the server says at its start.
    private static string? HostOf(string url) => Uri.TryCreate(url, UriKind.Absolute, out var address) ? address.Host : null;

    private static bool IsAddress(string host, out IPAddress address) => IPAddress.TryParse(Normalize(host).Trim('[', ']'), out address!);

    private static string[] Split(string names) => names.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
