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

    /// <exception cref="SocketException">Another program took the port in the moment it was free.</exception>
    public void StopListening()
    {
        Release();
        _socket = BindSocket(Number);
    }

    public void Dispose() => Release();

    // A child process that is just being started holds a copy of every socket for a moment: closing ours alone would
    // leave the port listening until then. Ending the listening ends it for the copy too.
    private void Release()
    {
        if (_socket.SafeHandle.IsClosed)
            return;

        try
        {
            _socket.Shutdown(SocketShutdown.Both);
        }
        catch (SocketException)
        {
            // It was not listening, or this system ends a listening only by closing it.
        }

        _socket.Dispose();
    }

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
