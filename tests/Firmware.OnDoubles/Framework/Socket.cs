using RailHub.Firmware.OnDoubles;

namespace System.Net.Sockets;

/// <summary>Throws where the framework's does: at every question while no interface is up, and in Bind while the port is in TIME_WAIT.</summary>
public sealed class Socket : IDisposable
{
    private readonly SocketsModel _sockets = ChipModel.Current.Sockets;
    private bool _isClosed;

    public Socket(AddressFamily addressFamily, SocketType socketType, ProtocolType protocolType)
    {
        IsDatagram = socketType == SocketType.Dgram;
        _sockets.Open(this);
    }

    private Socket(ModelClient peer, int port)
    {
        Peer = peer;
        Port = port;
        _sockets.Open(this);
    }

    public int SendTimeout { get; set; }

    public EndPoint LocalEndPoint => new IPEndPoint(IPAddress.Any, Port);

    internal bool IsDatagram { get; }

    internal bool IsListening { get; private set; }

    internal bool ReusesAddress { get; private set; }

    internal int Port { get; private set; }

    internal ModelClient? Peer { get; }

    internal Queue<ModelClient> Waiting { get; } = new();

    internal Queue<byte[]> Datagrams { get; } = new();

    public void Bind(EndPoint localEndPoint)
    {
        CheckOpen();
        var port = ((IPEndPoint)localEndPoint).Port;
        _sockets.Bind(this, port);
        Port = port;
    }

    public void Listen(int backlog)
    {
        CheckOpen();
        IsListening = true;
        _sockets.Listens++;
    }

    public Socket Accept()
    {
        CheckReady();
        return new Socket(Waiting.Dequeue(), Port);
    }

    public bool Poll(int microSeconds, SelectMode mode)
    {
        CheckReady();
        var isReady = IsReady(mode);
        if (isReady || microSeconds == 0)
            return isReady;
        ChipModel.Current.Threads.Sleep(microSeconds / 1000);
        CheckReady();
        return IsReady(mode);
    }

    public int Send(byte[] buffer, int offset, int size, SocketFlags socketFlags)
    {
        CheckReady();
        if (Peer!.IsClosed || Peer.HasVanished)
            throw new SocketException((int)SocketError.ConnectionReset);
        Peer.Take(buffer, offset, size);
        return size;
    }

    public int Receive(byte[] buffer, int offset, int size, SocketFlags socketFlags)
    {
        CheckReady();
        return Peer!.Receive(buffer, offset, size);
    }

    public int SendTo(byte[] buffer, int offset, int size, SocketFlags socketFlags, EndPoint remoteEndPoint)
    {
        CheckReady();
        _sockets.Datagrams.Add((((IPEndPoint)remoteEndPoint).Port, buffer[offset..(offset + size)]));
        return size;
    }

    public int ReceiveFrom(byte[] buffer, int offset, int size, SocketFlags socketFlags, ref EndPoint remoteEndPoint)
    {
        CheckReady();
        var bytes = Datagrams.Dequeue();
        bytes.CopyTo(buffer, offset);
        remoteEndPoint = new IPEndPoint(IPAddress.Loopback, 5000);
        return bytes.Length;
    }

    public void SetSocketOption(SocketOptionLevel optionLevel, SocketOptionName optionName, bool optionValue)
    {
        CheckOpen();
        if (optionLevel != SocketOptionLevel.Socket || optionName != SocketOptionName.ReuseAddress)
            return;
        if (_sockets.RefusesReuse)
            throw new SocketException((int)SocketError.ProtocolOption);
        ReusesAddress = optionValue;
    }

    public void SetSocketOption(SocketOptionLevel optionLevel, SocketOptionName optionName, byte[] optionValue) => CheckOpen();

    public void Close()
    {
        if (_isClosed)
            return;
        _isClosed = true;
        _sockets.Close(this);
    }

    void IDisposable.Dispose() => Close();

    private bool IsReady(SelectMode mode) => mode == SelectMode.SelectWrite
        ? Peer!.HasRoom || Peer.IsClosed
        : Waiting.Count > 0 || Datagrams.Count > 0 || Peer is { HasWords: true };

    private void CheckOpen() => ObjectDisposedException.ThrowIf(_isClosed, this);

    private void CheckReady()
    {
        _sockets.CheckNetwork(this);
        CheckOpen();
    }
}
