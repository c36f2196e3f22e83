using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using RailHub.Hosting;

namespace RailHub.Standalone;

/// <summary>
/// The sockets that the dashboard is served at. They are bound before anything else starts: a mistake is one line then, nothing has to
/// be stopped again, and neither a virtual board nor another program takes the port meanwhile.
/// </summary>
internal sealed class ListenSockets : IDisposable
{
    private readonly HashSet<IPEndPoint> _asked = [];
    private readonly Dictionary<EndPoint, Socket> _bound = [];
    private readonly HashSet<EndPoint> _https = [];
    private readonly List<ListenAddress> _addresses = [];
    private readonly List<string> _urls = [];

    /// <summary>
    /// The arguments that a server is built with, so that it hears of no other address. (What is only set on a built configuration comes
    /// too late for the host's own, and is forgotten as soon as somebody puts another source before the others.)
    /// </summary>
    public static string[] NoOthers { get; } =
        [$"--{WebHostDefaults.ServerUrlsKey}=", $"--{WebHostDefaults.HttpPortsKey}=", $"--{WebHostDefaults.HttpsPortsKey}="];

    private ListenSockets()
    {
    }

    /// <summary>The addresses as a browser opens them, in the order in which they were given.</summary>
    public IReadOnlyList<string> Urls => _urls;

    /// <summary>The same, as they were given.</summary>
    public IReadOnlyList<ListenAddress> Addresses => _addresses;

    /// <summary>Binds all addresses of <c>--urls</c>, and nothing else.</summary>
    /// <param name="urls">Addresses with semicolons between them.</param>
    /// <param name="cancellation">Ends the search for a name.</param>
    /// <exception cref="StartFailedException">One cannot be listened at.</exception>
    public static async Task<ListenSockets> OpenAsync(string urls, CancellationToken cancellation)
    {
        var addresses = await ListenAddress.ReadAsync(urls, cancellation);
        var sockets = new ListenSockets();
        try
        {
            foreach (var address in addresses)
            {
                sockets.Bind(address);
            }

            return sockets;
        }
        catch
        {
            sockets.Dispose();
            throw;
        }
    }

    /// <summary>Makes a server serve these sockets. The environment and settings files open no others: <see cref="NoOthers"/>.</summary>
    /// <param name="host">The server's host.</param>
    /// <param name="tls">What serves those that are https; null when none is.</param>
    public void Serve(IWebHostBuilder host, ServerTls? tls)
    {
        host.ConfigureServices(services => services.Configure<SocketTransportOptions>(transport => transport.CreateBoundListenSocket = Take));
        host.ConfigureKestrel(kestrel =>
        {
            kestrel.Configure();
            foreach (var place in _bound.Keys)
            {
                kestrel.Listen((IPEndPoint)place, listen =>
                {
                    if (_https.Contains(place))
                    {
                        listen.UseHttps(tls!.Apply);
                    }
                });
            }
        });
    }

    /// <summary>Closes what no server has taken.</summary>
    public void Dispose()
    {
        foreach (var socket in _bound.Values)
        {
            socket.Dispose();
        }

        _bound.Clear();
    }

    private Socket Take(EndPoint place) => _bound.Remove(place, out var socket)
        ? socket
        : throw new InvalidOperationException($"Nobody asked to listen at {place}.");

    private void Bind(ListenAddress address)
    {
        var port = 0;
        foreach (var place in address.Places)
        {
            port = Bind(address, place, isNeeded: !address.IsLocalhost || port == 0) ?? port;
        }

        _addresses.Add(address);
        _urls.Add(address.At(port));
    }

    private int? Bind(ListenAddress address, IPAddress place, bool isNeeded)
    {
        var asked = new IPEndPoint(place, address.Port);
        if (!_asked.Add(asked))
        {
            throw Twice(address);
        }

        if (IsManyMachines(place))
        {
            throw NotHere(address); // The system would bind it, and nobody could connect.
        }

        var socket = new Socket(place.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (place.Equals(IPAddress.IPv6Any))
            {
                socket.DualMode = true;
            }

            // A port is only taken for good by who listens.
            socket.Bind(asked);
            socket.Listen();
            var bound = (IPEndPoint)socket.LocalEndPoint!;
            _bound.Add(bound, socket);
            if (address.IsHttps)
            {
                _https.Add(bound);
            }

            return bound.Port;
        }
        catch (SocketException failure)
        {
            socket.Dispose();
            return !isNeeded && failure.SocketErrorCode is (SocketError.AddressNotAvailable or SocketError.AddressFamilyNotSupported)
                ? null // A machine without IPv6 is still localhost.
                : throw Failed(address, place, failure);
        }
    }

    private StartFailedException Failed(ListenAddress address, IPAddress place, SocketException failure) => failure.SocketErrorCode switch
    {
        SocketError.AddressAlreadyInUse when _bound.Keys.Cast<IPEndPoint>().Any(bound => bound.Port == address.Port && Overlap(bound.Address, place)) =>
            Twice(address),
        SocketError.AddressAlreadyInUse => new(
            $"Port {address.Port} is taken by another program. Choose another, such as --urls http://localhost:{(address.Port % IPEndPoint.MaxPort) + 1}",
            failure),
        SocketError.AddressNotAvailable => NotHere(address, failure),
        SocketError.AccessDenied => new(
            $"Port {address.Port} is kept for the system here. Choose one above 1023, such as --urls http://localhost:8080", failure),
        _ => new($"{address.Url} cannot be listened at: {failure.Message}.", failure),
    };

    private static StartFailedException NotHere(ListenAddress address, Exception? failure = null) =>
        new($"{address.Url} is no address of this machine. Give one that it has, or http://localhost:{address.Port}", failure);

    // Multicast and broadcast (RFC 5771, RFC 4291 2.7).
    private static bool IsManyMachines(IPAddress place) =>
        place.IsIPv6Multicast || (place.AddressFamily == AddressFamily.InterNetwork && place.GetAddressBytes()[0] >= 224);

    // What listens everywhere in IPv6 does so in IPv4.
    private static bool Overlap(IPAddress one, IPAddress other) =>
        one.Equals(IPAddress.IPv6Any) || other.Equals(IPAddress.IPv6Any)
        || (one.AddressFamily == other.AddressFamily && (one.Equals(IPAddress.Any) || other.Equals(IPAddress.Any)));

    private static StartFailedException Twice(ListenAddress address) =>
        new($"{address.Url} is in --urls twice, or part of another address there. Leave one of them out.");
}
