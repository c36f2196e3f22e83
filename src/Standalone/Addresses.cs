using System.Net;
using System.Net.Sockets;

namespace RailHub.Standalone;

/// <summary>Looks at <c>--urls</c> before anything is started, so that a mistake is one line and nothing has to be stopped again.</summary>
internal static class Addresses
{
    /// <exception cref="StartFailedException">One is no http address, or its port is taken.</exception>
    public static void Check(string urls)
    {
        foreach (var url in urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme != Uri.UriSchemeHttp)
            {
                throw new StartFailedException($"\"{url}\" is no address to listen at. Give one such as --urls http://localhost:8080");
            }

            var ip = IPAddress.TryParse(address.Host.Trim('[', ']'), out var given) ? given
                : address.IsLoopback ? IPAddress.Loopback
                : IPAddress.Any;
            try
            {
                using var probe = new Socket(ip.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
                probe.Bind(new IPEndPoint(ip, address.Port));
                probe.Listen();
            }
            catch (SocketException failure)
            {
                throw new StartFailedException(
                    failure.SocketErrorCode == SocketError.AddressAlreadyInUse
                        ? $"Port {address.Port} is taken by another program. Choose another, such as --urls http://localhost:{address.Port % 65535 + 1}"
                        : $"{url} cannot be listened at: {failure.Message}.",
                    failure);
            }
        }
    }
}
