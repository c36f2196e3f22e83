using RailHub.Firmware.Network;
using RailHub.Firmware.Text;

namespace RailHub.Firmware.Dns
{
    /// <summary>
    /// Makes the board known by name in its network (RFC 6762 and 6763; protocol 1.2 and 1.3): its address as
    /// <c>name.local</c>, and its web page as a service. The host brings the messages of group 224.0.0.251, port 5353.
    /// </summary>
    public sealed class MdnsResponder
    {
        /// <summary>Port of the queries and the answers.</summary>
        public const int Port = 5353;

        /// <summary>Address of the group.</summary>
        public const string Group = "224.0.0.251";

        /// <summary>Time from one announcement to the next, in milliseconds (RFC 6762, 8.3).</summary>
        public const int AnnouncementPause = 1000;

        /// <summary>How often the board announces itself when it comes into the network.</summary>
        public const int Announcements = 2;

        private const int HostTtl = 120;
        private const int ServiceTtl = 4500;
        private const int InternetClass = 1;
        private const int UniqueRecord = 0x8000;
        private const byte Answer = 0x84;

        private readonly byte[] _address;
        private readonly int _port;
        private readonly DnsName _host;
        private readonly DnsName _instance;
        private readonly DnsName _service = new DnsName(null, "_http._tcp.local");
        private readonly DnsName _services = new DnsName(null, "_services._dns-sd._udp.local");
        private readonly DnsQuestion _question = new DnsQuestion();

        /// <param name="board">Whose name is told.</param>
        /// <param name="address">The four bytes of the board's IPv4 address.</param>
        /// <param name="port">Port of the web page.</param>
        public MdnsResponder(Board board, byte[] address, int port)
        {
            _address = address;
            _port = port;
            _host = new DnsName(HostName.Of(board.DeviceName, board.Profile), "local");
            _instance = new DnsName(board.DeviceName, "_http._tcp.local");
        }

        /// <summary>Whether the answer written last goes to the asker only, not to the group.</summary>
        public bool IsUnicast { get; private set; }

        /// <summary>Writes the answer to a message; false when it asks for nothing that the board has.</summary>
        public bool Reply(byte[] message, int length, ByteBuffer target)
        {
            var wantsAddress = false;
            var wantsInstance = false;
            var wantsPointer = false;
            var wantsTypes = false;
            IsUnicast = true;
            if (!_question.Begin(message, length))
                return false;

            while (_question.Next())
            {
                var isOurs = true;
                if (_host.Is(_question.Name) && Asks(DnsType.A))
                    wantsAddress = true;
                else if (_instance.Is(_question.Name) && (Asks(DnsType.Srv) || Asks(DnsType.Txt)))
                    wantsInstance = true;
                else if (_service.Is(_question.Name) && Asks(DnsType.Ptr))
                    wantsPointer = true;
                else if (_services.Is(_question.Name) && Asks(DnsType.Ptr))
                    wantsTypes = true;
                else
                    isOurs = false;
                if (isOurs && !_question.WantsUnicast)
                    IsUnicast = false;
            }

            if (!wantsAddress && !wantsInstance && !wantsPointer && !wantsTypes)
                return false;

            // Who asks for the service will ask for the rest: it is given at once (RFC 6763, 12).
            Write(target, wantsTypes, wantsPointer, wantsInstance || wantsPointer, wantsAddress || wantsInstance || wantsPointer);
            return true;
        }

        /// <summary>Writes all that the board has to tell, unasked.</summary>
        public void Announce(ByteBuffer target) => Write(target, true, true, true, true);

        private bool Asks(int type) => _question.Type == type || _question.Type == DnsType.Any;

        private void Write(ByteBuffer target, bool types, bool pointer, bool instance, bool address)
        {
            var count = (types ? 1 : 0) + (pointer ? 1 : 0) + (instance ? 2 : 0) + (address ? 1 : 0);
            target.Clear();
            target.AddUInt16(0);
            target.Add(Answer);
            target.Add(0);
            target.AddUInt16(0);
            target.AddUInt16(count);
            target.AddUInt16(0);
            target.AddUInt16(0);
            if (types)
            {
                BeginRecord(target, _services, DnsType.Ptr, InternetClass, ServiceTtl, _service.Length);
                _service.AddTo(target);
            }

            if (pointer)
            {
                BeginRecord(target, _service, DnsType.Ptr, InternetClass, ServiceTtl, _instance.Length);
                _instance.AddTo(target);
            }

            if (instance)
                AddInstance(target);
            if (address)
            {
                BeginRecord(target, _host, DnsType.A, InternetClass | UniqueRecord, HostTtl, _address.Length);
                target.Add(_address, 0, _address.Length);
            }
        }

        // The text record has to be there and has nothing to say (RFC 6763, 6.1).
        private void AddInstance(ByteBuffer target)
        {
            BeginRecord(target, _instance, DnsType.Srv, InternetClass | UniqueRecord, HostTtl, 6 + _host.Length);
            target.AddUInt16(0);
            target.AddUInt16(0);
            target.AddUInt16(_port);
            _host.AddTo(target);
            BeginRecord(target, _instance, DnsType.Txt, InternetClass | UniqueRecord, ServiceTtl, 1);
            target.Add(0);
        }

        private static void BeginRecord(ByteBuffer target, DnsName name, int type, int recordClass, int ttl, int length)
        {
            name.AddTo(target);
            target.AddUInt16(type);
            target.AddUInt16(recordClass);
            target.AddUInt16(0);
            target.AddUInt16(ttl);
            target.AddUInt16(length);
        }
    }
}
