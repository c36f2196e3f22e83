using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace RailHub.Protocol;

/// <summary>
/// Asks a network for the web services that tell their name by mDNS, as boards do: a one-shot query from a port of its own, so that port
/// 5353 need not be shared with the system's own responder (RFC 6762 5.1, 6.7).
/// </summary>
/// <param name="time">The clock of it.</param>
/// <param name="group">Where the question goes; 224.0.0.251, port 5353, by default.</param>
public sealed class ServiceBrowser(TimeProvider time, IPEndPoint? group = null)
{
    /// <summary>How long answers are waited for.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>When the question is asked once more: messages to a group get lost on the air.</summary>
    public static readonly TimeSpan SecondTry = TimeSpan.FromSeconds(1);

    /// <summary>How many messages are looked at; a network that sends more is not asking for help.</summary>
    public const int MostMessages = 1000;

    private readonly IPEndPoint _group = group ?? new IPEndPoint(IPAddress.Parse("224.0.0.251"), 5353);

    /// <summary>Asks once, and tells of every service that is heard of, which may be none of a board and heard of more than once.</summary>
    /// <param name="local">The asker's own IPv4 address in the network.</param>
    /// <param name="found">Told of a service's address and port, both as the network says.</param>
    /// <param name="cancellation">Ends it at once.</param>
    /// <exception cref="SocketException">The network cannot be asked.</exception>
    public async Task BrowseAsync(IPAddress local, Action<IPEndPoint> found, CancellationToken cancellation)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(local, 0));
        socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.MulticastInterface, local.GetAddressBytes());

        // RFC 6762 11: what comes from farther away is not of this network.
        socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.MulticastTimeToLive, 255);
        var id = (ushort)RandomNumberGenerator.GetInt32(1, 0x10000);
        var query = WebServices.Query(id);

        using var limit = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        try
        {
            await socket.SendToAsync(query, _group, either.Token);
            var again = AskAgainAsync(socket, query, either.Token);
            try
            {
                await HearAsync(socket, id, found, either.Token);
            }
            finally
            {
                await either.CancelAsync();
                await again;
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // The time is over: that is the usual end.
        }
    }

    private static async Task HearAsync(Socket socket, ushort id, Action<IPEndPoint> found, CancellationToken cancellation)
    {
        var buffer = new byte[WebServices.LongestMessage + 1];
        for (var message = 0; message < MostMessages; message++)
        {
            var received = await socket.ReceiveFromAsync(buffer, new IPEndPoint(IPAddress.Any, 0), cancellation);
            foreach (var service in WebServices.Read(buffer.AsSpan(0, received.ReceivedBytes), id, ((IPEndPoint)received.RemoteEndPoint).Address))
            {
                found(service);
            }
        }
    }

    private async Task AskAgainAsync(Socket socket, byte[] query, CancellationToken cancellation)
    {
        try
        {
            await Task.Delay(SecondTry, time, cancellation);
            await socket.SendToAsync(query, _group, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The answers were waited for, or nobody waits any more.
        }
    }
}
