namespace System.Net
{
    public abstract class EndPoint
    {
    }

    public class IPAddress
    {
        public static readonly IPAddress Any = new IPAddress(new byte[4]);

        public IPAddress(byte[] address) => throw null!;

        public byte[] GetAddressBytes() => throw null!;

        public static IPAddress Parse(string ipString) => throw null!;
    }

    public class IPEndPoint : EndPoint
    {
        public IPEndPoint(IPAddress address, int port) => throw null!;

        public IPAddress Address => throw null!;

        public int Port => throw null!;
    }
}

namespace System.Net.Sockets
{
    public enum AddressFamily
    {
        InterNetwork = 2,
    }

    public enum SocketType
    {
        Stream = 1,
        Dgram = 2,
    }

    public enum ProtocolType
    {
        Tcp = 6,
        Udp = 17,
    }

    [Flags]
    public enum SocketFlags
    {
        None = 0,
    }

    public enum SelectMode
    {
        SelectRead = 0,
        SelectWrite = 1,
    }

    public enum SocketOptionLevel
    {
        IP = 0,
        Tcp = 6,
        Socket = 0xFFFF,
    }

    public enum SocketOptionName
    {
        NoDelay = 1,
        ReuseAddress = 4,
        AddMembership = 12,
    }

    public enum SocketError
    {
        NotConnected = 10057,
    }

    public class SocketException : Exception
    {
        public SocketException(SocketError errorCode) => throw null!;

        public int ErrorCode => throw null!;
    }

    public class Socket : IDisposable
    {
        public Socket(AddressFamily addressFamily, SocketType socketType, ProtocolType protocolType) => throw null!;

        public EndPoint LocalEndPoint => throw null!;

        public int SendTimeout
        {
            get => throw null!;
            set => throw null!;
        }

        public void Bind(EndPoint localEndPoint) => throw null!;

        public void Listen(int backlog) => throw null!;

        public Socket Accept() => throw null!;

        public bool Poll(int microSeconds, SelectMode mode) => throw null!;

        public int Send(byte[] buffer, int offset, int size, SocketFlags socketFlags) => throw null!;

        public int Receive(byte[] buffer, int offset, int size, SocketFlags socketFlags) => throw null!;

        public int SendTo(byte[] buffer, int offset, int size, SocketFlags socketFlags, EndPoint remoteEP) => throw null!;

        public int ReceiveFrom(byte[] buffer, int offset, int size, SocketFlags socketFlags, ref EndPoint remoteEP) => throw null!;

        public void SetSocketOption(SocketOptionLevel optionLevel, SocketOptionName optionName, bool optionValue) => throw null!;

        public void SetSocketOption(SocketOptionLevel optionLevel, SocketOptionName optionName, byte[] optionValue) => throw null!;

        public void Close() => throw null!;

        void IDisposable.Dispose() => throw null!;
    }
}
