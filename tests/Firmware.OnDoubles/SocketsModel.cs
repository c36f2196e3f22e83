using System.Net.Sockets;

namespace RailHub.Firmware.OnDoubles;

/// <summary>lwIP as the framework shows it: 16 sockets, ports in TIME_WAIT for two minutes, nothing without an interface that is up.</summary>
public sealed class SocketsModel(ChipModel chip)
{
    /// <summary>How long a port is not to be had when the board was the first to close a connection, in milliseconds.</summary>
    public const int TimeWait = 120_000;

    /// <summary>How long a driver that stands still does not come back, in milliseconds.</summary>
    public const int StandstillTime = 60_000;

    private const int Limit = 16;

    private readonly Dictionary<int, long> _timeWaits = [];
    private readonly List<Socket> _open = [];

    public int OpenCount => _open.Count;

    /// <summary>Most that were open at a time.</summary>
    public int Most { get; private set; }

    /// <summary>What the next new socket throws, if anything.</summary>
    public Exception? Fault { get; set; }

    /// <summary>Whether the network was built without the option that lets a port in TIME_WAIT be bound.</summary>
    public bool RefusesReuse { get; set; }

    /// <summary>How often a port was opened for callers.</summary>
    public int Listens { get; internal set; }

    /// <summary>The port of which the next question does not come back for <see cref="StandstillTime"/>; 0 for none.</summary>
    public int StandstillAt { get; set; }

    /// <summary>Datagrams that the board has sent, with the port that they went to.</summary>
    public List<(int Port, byte[] Bytes)> Datagrams { get; } = [];

    /// <summary>Somebody connects; null when nobody listens or the network is away.</summary>
    public ModelClient? Connect(int port)
    {
        var listener = _open.Find(socket => socket.IsListening && socket.Port == port);
        if (listener is null || !chip.Radio.IsUp)
            return null;
        var client = new ModelClient();
        listener.Waiting.Enqueue(client);
        return client;
    }

    /// <summary>A datagram comes; false when nobody is there for it.</summary>
    public bool Send(int port, byte[] bytes)
    {
        var socket = _open.Find(socket => socket.IsDatagram && socket.Port == port);
        socket?.Datagrams.Enqueue(bytes);
        return socket is not null;
    }

    internal void Open(Socket socket)
    {
        if (Fault is { } fault)
        {
            Fault = null;
            throw fault;
        }

        if (_open.Count == Limit)
            throw new SocketException((int)SocketError.TooManyOpenSockets);
        _open.Add(socket);
        Most = Math.Max(Most, _open.Count);
    }

    internal void Bind(Socket socket, int port)
    {
        var isTaken = _open.Exists(other => other != socket && other.Port == port && (other.IsListening || other.IsDatagram));
        var isWaiting = _timeWaits.TryGetValue(port, out var end) && chip.Now < end;
        if (isTaken || (isWaiting && !socket.ReusesAddress && !socket.IsDatagram))
            throw new SocketException((int)SocketError.AddressAlreadyInUse);
    }

    internal void Close(Socket socket)
    {
        _open.Remove(socket);
        if (socket.Peer is { IsClosed: false } peer)
        {
            _timeWaits[socket.Port] = chip.Now + TimeWait;
            peer.BoardClosed();
        }

        while (socket.Waiting.TryDequeue(out var waiting))
            waiting.BoardClosed();
    }

    internal void CheckNetwork(Socket socket)
    {
        if (StandstillAt != 0 && socket.Port == StandstillAt)
        {
            StandstillAt = 0;
            chip.Threads.Sleep(StandstillTime);
        }

        if (!chip.Radio.IsUp)
            throw new SocketException((int)SocketError.NetworkDown);
    }

    internal void Reset()
    {
        foreach (var socket in _open)
            socket.Peer?.BoardClosed();
        _open.Clear();
        _timeWaits.Clear();
    }
}
