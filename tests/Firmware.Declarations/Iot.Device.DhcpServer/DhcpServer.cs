using System;
using System.Net;

namespace Iot.Device.DhcpServer
{
    public class DhcpServer : IDisposable
    {
        public string CaptivePortalUrl
        {
            get => throw null!;
            set => throw null!;
        }

        public IPAddress? DnsServer
        {
            get => throw null!;
            set => throw null!;
        }

        public IPAddress? Gateway
        {
            get => throw null!;
            set => throw null!;
        }

        public bool Start(IPAddress address, IPAddress mask, ushort timeToLeave = 1200) => throw null!;

        public void Dispose() => throw null!;
    }
}
