using System.Net;
using Microsoft.AspNetCore.Http;

namespace RailHub.Hosting;

/// <summary>Where a program is asked on its own machine.</summary>
internal static class Door
{
    /// <summary>
    /// The address at which one that listens is reached here. Who listens everywhere does so at 127.0.0.1, which every machine has: at <c>[::]</c>,
    /// too, where Kestrel takes both, and also where nobody knows what "localhost" is.
    /// </summary>
    /// <param name="listening">One address, as it is given to a server.</param>
    /// <returns>It without a path; null for what is no address, or is none of a network.</returns>
    public static Uri? Of(string listening)
    {
        try
        {
            var address = BindingAddress.Parse(listening);
            return address.IsUnixPipe || address.IsNamedPipe ? null : new Uri($"{address.Scheme}://{(IsEverywhere(address.Host) ? IPAddress.Loopback : address.Host)}:{address.Port}");
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static bool IsEverywhere(string host) =>
        host is "*" or "+" || (IPAddress.TryParse(host, out var address) && (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any)));
}
