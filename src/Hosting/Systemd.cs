using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Configuration;

namespace RailHub.Hosting;

/// <summary>The way to tell systemd how a service of type <c>notify</c> is (sd_notify(3), sd_watchdog_enabled(3)).</summary>
/// <param name="Socket">Where it listens: a path, or a name that begins with <c>@</c>.</param>
/// <param name="Watchdog">After how long without a sign of life it ends the process; null for never.</param>
internal sealed record Systemd(string Socket, TimeSpan? Watchdog)
{
    /// <summary>What the environment says of it; null when this process is none of its services.</summary>
    public static Systemd? Find(IConfiguration environment)
    {
        if (environment["NOTIFY_SOCKET"] is not { Length: > 1 } socket || socket[0] is not ('/' or '@'))
        {
            return null;
        }

        // A process that this one's parent was meant to be has no business with its dog.
        var isMeant = environment["WATCHDOG_PID"] is not { Length: > 0 } pid || pid == Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        return new Systemd(
            socket,
            isMeant && long.TryParse(environment["WATCHDOG_USEC"], NumberStyles.None, CultureInfo.InvariantCulture, out var microseconds) && microseconds > 0
                ? TimeSpan.FromMicroseconds(microseconds)
                : null);
    }

    /// <summary>Tells it one thing or several, a line each.</summary>
    /// <exception cref="SocketException">It does not listen.</exception>
    public void Tell(string state)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        socket.SendTo(Encoding.UTF8.GetBytes(state), new UnixDomainSocketEndPoint(Socket[0] == '@' ? $"\0{Socket[1..]}" : Socket));
    }
}
