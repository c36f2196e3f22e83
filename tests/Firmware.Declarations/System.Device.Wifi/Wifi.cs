using System;
using System.Threading;

namespace System.Device.Wifi
{
    public delegate void AvailableNetworksChangedEventHandler(WifiAdapter sender, object e);

    public enum WifiReconnectionKind
    {
        Automatic = 0,
        Manual = 1,
    }

    public sealed class WifiAdapter : IDisposable
    {
        internal WifiAdapter(int networkInterface) => throw null!;

        public event AvailableNetworksChangedEventHandler AvailableNetworksChanged
        {
            add => throw null!;
            remove => throw null!;
        }

        public WifiNetworkReport NetworkReport => throw null!;

        public static WifiAdapter[] FindAllAdapters() => throw null!;

        public void ScanAsync() => throw null!;

        public void Dispose() => throw null!;
    }

    public class WifiNetworkReport
    {
        internal WifiNetworkReport(WifiAvailableNetwork[] networks) => throw null!;

        public WifiAvailableNetwork[] AvailableNetworks => throw null!;
    }

    public class WifiAvailableNetwork
    {
        public string Ssid => throw null!;

        public double NetworkRssiInDecibelMilliwatts => throw null!;
    }
}

namespace nanoFramework.Networking
{
    public static class WifiNetworkHelper
    {
        public static Exception? HelperException => throw null!;

        public static bool ConnectDhcp(
            string ssid,
            string password,
            System.Device.Wifi.WifiReconnectionKind reconnectionKind = System.Device.Wifi.WifiReconnectionKind.Automatic,
            bool requiresDateTime = false,
            int wifiAdapterId = 0,
            CancellationToken token = default) => throw null!;

        public static void Disconnect() => throw null!;
    }
}
