using System.Net;
using System.Net.Sockets;

namespace RailHub.Firmware.Virtual;

/// <summary>
/// A port on loopback that a board keeps while its power is off: then it is bound but does not listen, and connections
/// to it are refused.
/// </summary>
internal sealed class LoopbackPort : IDisposable
{
    private const int Backlog = 16;

    private Socket _socket;

    private LoopbackPort(int port)
    {
        _socket = BindSocket(port);
        Number = ((IPEndPoint)_socket.LocalEndPoint!).Port;
    }

    public int Number { get; }

    /// <summary>Takes both ports of a board, or none.</summary>
    /// <exception cref="SocketException">A port is taken.</exception>
    public static (LoopbackPort Http, LoopbackPort WebSocket) Bind(int httpPort, int webSocketPort)
    {
        var http = new LoopbackPort(httpPort);
        try
        {
            return (http, new LoopbackPort(webSocketPort));
        }
        catch (SocketException)
        {
            http.Dispose();
            throw;
        }
    }

    /// <exception cref="SocketException">The port is taken.</exception>
    public Socket Listen()
    {
        _socket.Listen(Backlog);
        return _socket;
    }

    public void StopListening()
    {
        _socket.Dispose();
        _socket = BindSocket(Number);
    }

    public void Dispose() => _socket.Dispose();

    private static Socket BindSocket(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return socket;
        }
        catch (SocketException)
        {
            socket.Dispose();
            throw;
        }
    }
}
