using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using RailHub.Firmware.Dns;
using RailHub.Firmware.Network;
using RailHub.Firmware.Text;

namespace RailHub.Firmware.Esp32.Serving
{
    /// <summary>
    /// Makes the board known by name: in the club's network by multicast DNS, on its own access point as the name server of
    /// every name. A service that fails, for whatever reason, is tried again; nothing else depends on it.
    /// </summary>
    public sealed class NameServices : IWatched
    {
        private const int Pause = 20;
        private const int RetryPause = 5000;

        private readonly ServedBoard _served;
        private readonly Watchdog _watchdog;
        private readonly byte[] _received = new byte[1024];
        private readonly ByteBuffer _answer = new ByteBuffer(512);
        private readonly AutoResetEvent _ended = new AutoResetEvent(false);
        private readonly IPAddress _listenAddress;
        private readonly int _captivePort;
        private byte[]? _address;
        private bool _isAccessPoint;
        private bool _isChanged;
        private int _run;
        private Socket? _socket;
        private MdnsResponder? _mdns;
        private CaptiveDns? _captive;
        private int _announcements;
        private long _nextAnnouncement;
        private long _nextOpen = long.MinValue;

        /// <param name="served">The board.</param>
        /// <param name="watchdog">Is told that the services live.</param>
        /// <param name="listenAddress">Where to listen; <c>IPAddress.Any</c> on a board.</param>
        /// <param name="captivePort">Port of the access point's name server: <see cref="CaptiveDns.Port"/> on a board.</param>
        public NameServices(ServedBoard served, Watchdog watchdog, IPAddress listenAddress, int captivePort)
        {
            _served = served;
            _watchdog = watchdog;
            _listenAddress = listenAddress;
            _captivePort = captivePort;
        }

        /// <summary>Port that is open now, 0 when none is.</summary>
        public int OpenPort { get; private set; }

        public void Start() => new Thread(Run).Start();

        /// <summary>Leaves a thread that stands still or has ended to itself, and goes on with a new one.</summary>
        public void StartAnew()
        {
            _run++;
            Close();
            Start();
        }

        /// <summary>Ends the services; false when they did not end in a second.</summary>
        public bool Stop()
        {
            _run++;
            return _ended.WaitOne(1000, false);
        }

        /// <summary>Says where the board is reached now; null when it is in no network.</summary>
        public void MoveTo(byte[]? address, bool isAccessPoint)
        {
            lock (_served.Gate)
            {
                _address = address;
                _isAccessPoint = isAccessPoint;
                _isChanged = true;
            }
        }

        private void Run()
        {
            var run = _run;
            while (run == _run)
            {
                try
                {
                    Pass(_served.Clock.Now);
                }
                catch (Exception e)
                {
                    Close();
                    _served.Log.Write("Name services: " + e.GetType().FullName + ": " + e.Message);
                }

                Thread.Sleep(Pause);
            }

            Close();
            _ended.Set();
        }

        private void Pass(long now)
        {
            lock (_served.Gate)
                _watchdog.Beat(HostPart.Names, now);
            if (_isChanged)
            {
                Close();
                _nextOpen = now;
            }

            if (_socket == null && now >= _nextOpen)
                Open(now);
            if (_socket == null)
                return;

            Announce(now);
            while (_socket.Poll(0, SelectMode.SelectRead))
                Reply(_socket);
        }

        private void Open(long now)
        {
            _nextOpen = now + RetryPause;
            byte[]? address;
            bool isAccessPoint;
            lock (_served.Gate)
            {
                address = _address;
                isAccessPoint = _isAccessPoint;
                _isChanged = false;
                if (address == null)
                    return;
                _mdns = isAccessPoint ? null : new MdnsResponder(_served.Board, address, 80);
                _captive = isAccessPoint ? new CaptiveDns(address) : null;
            }

            _socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            _socket.Bind(new IPEndPoint(_listenAddress, isAccessPoint ? _captivePort : MdnsResponder.Port));
            if (!isAccessPoint)
                Join(_socket, address);
            OpenPort = ((IPEndPoint)_socket.LocalEndPoint!).Port;
            _announcements = isAccessPoint ? 0 : MdnsResponder.Announcements;
            _nextAnnouncement = now;
        }

        // The option is the group's address and that of the interface, four bytes each.
        private static void Join(Socket socket, byte[] address)
        {
            var group = IPAddress.Parse(MdnsResponder.Group).GetAddressBytes();
            var option = new byte[8];
            Array.Copy(group, 0, option, 0, 4);
            Array.Copy(address, 0, option, 4, 4);
            socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.AddMembership, option);
        }

        private void Announce(long now)
        {
            if (_announcements == 0 || now < _nextAnnouncement)
                return;
            _announcements--;
            _nextAnnouncement = now + MdnsResponder.AnnouncementPause;
            _mdns!.Announce(_answer);
            Send(new IPEndPoint(IPAddress.Parse(MdnsResponder.Group), MdnsResponder.Port));
        }

        private void Reply(Socket socket)
        {
            EndPoint asker = new IPEndPoint(IPAddress.Any, 0);
            var count = socket.ReceiveFrom(_received, 0, _received.Length, SocketFlags.None, ref asker);
            if (_captive != null && _captive.Reply(_received, count, _answer))
                Send(asker);
            else if (_mdns != null && _mdns.Reply(_received, count, _answer))
                Send(_mdns.IsUnicast ? asker : new IPEndPoint(IPAddress.Parse(MdnsResponder.Group), MdnsResponder.Port));
        }

        private void Send(EndPoint target) => _socket!.SendTo(_answer.Bytes, 0, _answer.Length, SocketFlags.None, target);

        private void Close()
        {
            _socket?.Close();
            _socket = null;
            OpenPort = 0;
        }
    }
}
