using System.Net;
using System.Net.Sockets;

namespace RailHub.Protocol;

/// <summary>Finds the address of a board and connects to it.</summary>
/// <param name="resolve">Gives the addresses of a name; the system's own by default.</param>
/// <param name="timeout">What the caller allows. Of several addresses each has its part, so that one that swallows all leaves time for the next.</param>
/// <param name="time">The clock of it.</param>
internal sealed class BoardDial(Func<string, CancellationToken, Task<IPAddress[]>>? resolve, TimeSpan timeout, TimeProvider time)
{
    private readonly Func<string, CancellationToken, Task<IPAddress[]>> _resolve = resolve ?? Dns.GetHostAddressesAsync;

    /// <summary>A socket that is connected to the first of the host's addresses that answers.</summary>
    /// <exception cref="SocketException">The name is unknown, or none of its addresses answers: the last one's reason.</exception>
    public async Task<Socket> ConnectAsync(Uri target, CancellationToken cancellation)
    {
        var addresses = await FindAsync(target, cancellation);
        for (var i = 0; i < addresses.Count - 1; i++)
        {
            try
            {
                return await ConnectAsync(new IPEndPoint(addresses[i], target.Port), timeout / addresses.Count, cancellation);
            }
            catch (SocketException)
            {
                // The next one may answer; the last one's failure is told.
            }
        }

        return await ConnectAsync(new IPEndPoint(addresses[^1], target.Port), Timeout.InfiniteTimeSpan, cancellation);
    }

    /// <summary>A socket that is connected to one address within a limit.</summary>
    /// <exception cref="SocketException">It refuses, or does not answer in time.</exception>
    public async Task<Socket> ConnectAsync(IPEndPoint target, TimeSpan limit, CancellationToken cancellation)
    {
        using var deadline = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, deadline.Token);
        var socket = new Socket(target.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(target, either.Token);
            return socket;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            socket.Dispose();
            throw new SocketException((int)SocketError.TimedOut);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task<IReadOnlyList<IPAddress>> FindAsync(Uri target, CancellationToken cancellation)
    {
        if (IPAddress.TryParse(target.IdnHost, out var literal))
        {
            return [literal];
        }

        // Boards have an IPv4 address, whatever else stands behind the name (protocol 3.5).
        var found = (await ResolveAsync(target, cancellation))
            .OrderByDescending(address => address.AddressFamily == AddressFamily.InterNetwork)
            .ToList();
        return found.Count > 0 ? found : throw new SocketException((int)SocketError.HostNotFound);
    }

    private async Task<IPAddress[]> ResolveAsync(Uri target, CancellationToken cancellation)
    {
        try
        {
            return await ResolveAsync(target.IdnHost, cancellation);
        }
        catch (SocketException) when (target.Host != target.IdnHost)
        {
            // Name servers want ASCII; multicast DNS, by which boards tell their names, has the letters themselves (RFC 6762 16).
            return await ResolveAsync(target.Host, cancellation);
        }
    }

    // The system does not stop looking for a name; who waits for it can.
    private Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellation) =>
        _resolve(host, cancellation).WaitAsync(cancellation);
}
