using System.Net.Sockets;
using RailHub.Firmware.Text;

namespace RailHub.Firmware.Virtual;

internal static class SocketExtensions
{
    /// <summary>Sends the whole buffer. It completes at once while the system has room for it.</summary>
    public static async ValueTask SendAllAsync(this Socket socket, ByteBuffer buffer)
    {
        var rest = buffer.Bytes.AsMemory(0, buffer.Length);
        while (rest.Length > 0)
            rest = rest[await socket.SendAsync(rest, SocketFlags.None)..];
    }

    /// <summary>Tells the other side that nothing more will come.</summary>
    public static void EndSending(this Socket socket)
    {
        try
        {
            socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e.IsEndOfConnection())
        {
            socket.Dispose();
        }
    }

    /// <summary>Resets the connection.</summary>
    public static void Abort(this Socket socket)
    {
        try
        {
            socket.LingerState = new LingerOption(enable: true, seconds: 0);
        }
        catch (Exception e) when (e.IsEndOfConnection())
        {
            // The other side was first; closing is all that is left.
        }

        socket.Dispose();
    }

    /// <summary>Whether an exception only says that the other side, or the board itself, has ended the connection.</summary>
    public static bool IsEndOfConnection(this Exception exception) => exception is SocketException or ObjectDisposedException;
}
