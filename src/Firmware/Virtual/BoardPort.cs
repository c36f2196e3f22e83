using System.Net;
using System.Net.Sockets;

namespace RailHub.Firmware.Virtual;

/// <summary>
/// A port that a board keeps while its power is off: then it is bound but does not listen, and connections
/// to it are refused.
/// </summary>
internal sealed class BoardPort : IDisposable
{
    private const int Backlog = 16;

    private readonly IPAddress _address;
    private Socket _socket;

    private BoardPort(IPAddress address, int port)
    {
        _address = address;
        _socket = BindSocket(address, port);
        Number = ((IPEndPoint)_socket.LocalEndPoint!).Port;
    }

    public int Number { get; }

    /// <summary>Takes both ports of a board, or none.</summary>
    /// <exception cref="SocketException">A port is taken.</exception>
    public static (BoardPort Http, BoardPort WebSocket) Bind(IPAddress address, int httpPort, int webSocketPort)
    {
        var http = new BoardPort(address, httpPort);
        try
        {
            return (http, new BoardPort(address, webSocketPort));
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
        _socket = BindSocket(_address, Number);
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

    private static Socket BindSocket(IPAddress address, int port)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(address, port));
            return socket;
        }
        catch (SocketException)
        {
            socket.Dispose();
            throw;
        }
    }
}
