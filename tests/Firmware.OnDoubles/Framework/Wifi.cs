using System.Net.NetworkInformation;
using RailHub.Firmware.OnDoubles;

namespace System.Device.Wifi
{
    public delegate void AvailableNetworksChangedEventHandler(WifiAdapter sender, object e);

    public enum WifiReconnectionKind
    {
        Automatic = 0,
        Manual = 1,
    }

    /// <summary>Kept by a static list from its making on.</summary>
    public sealed class WifiAdapter : IDisposable
    {
        private readonly RadioModel _radio = ChipModel.Current.Radio;

        private WifiAdapter()
        {
            _radio.Adapters.Add(this);
        }

        public event AvailableNetworksChangedEventHandler? AvailableNetworksChanged;

        public WifiNetworkReport NetworkReport => _radio.ReportFault is { } fault
            ? throw fault
            : new WifiNetworkReport([.. _radio.Air.Keys.Select(ssid => new WifiAvailableNetwork(ssid))]);

        public static WifiAdapter[] FindAllAdapters() => [new()];

        public void ScanAsync() => _radio.Scan();

        public void Disconnect() => _radio.Disconnect();

        public void Dispose() => _radio.Adapters.Remove(this);

        internal void Tell() => AvailableNetworksChanged?.Invoke(this, this);
    }

    public sealed class WifiNetworkReport(WifiAvailableNetwork[] networks)
    {
        public WifiAvailableNetwork[] AvailableNetworks => networks;
    }

    public sealed class WifiAvailableNetwork(string ssid)
    {
        public string Ssid => ssid;

        public double NetworkRssiInDecibelMilliwatts => -60;
    }
}

namespace nanoFramework.Networking
{
    /// <summary>As the framework's own source has it (System.Device.Wifi, NetworkHelper/WifiNetworkHelper.cs).</summary>
    public static class WifiNetworkHelper
    {
        // How long the driver's own connect waits, whatever the caller's limit says.
        private const int ConnectLimit = 20_000;

        public static Exception? HelperException => ChipModel.Current.Radio.HelperException;

        public static bool ConnectDhcp(
            string ssid,
            string password,
            System.Device.Wifi.WifiReconnectionKind reconnectionKind = System.Device.Wifi.WifiReconnectionKind.Automatic,
            bool requiresDateTime = false,
            int wifiAdapterId = 0,
            System.Threading.CancellationToken token = default)
        {
            var chip = ChipModel.Current;
            var radio = chip.Radio;
            radio.Helper = System.Device.Wifi.WifiAdapter.FindAllAdapters()[wifiAdapterId];
            try
            {
                Begin(chip, ssid, password);
            }
            catch (Exception e)
            {
                radio.HelperException = e;
                return false;
            }

            while (!token.IsCancellationRequested && !radio.IsLinked)
                chip.Threads.Sleep(200);
            return !token.IsCancellationRequested;
        }

        private static void Begin(ChipModel chip, string ssid, string password)
        {
            var radio = chip.Radio;
            if (!radio.IsLinked || radio.Station.Ssid != ssid)
            {
                radio.Disconnect();
                var configuration = Wireless80211Configuration.GetAllWireless80211Configurations()[0];
                configuration.Ssid = ssid;
                configuration.Password = password;
                configuration.SaveConfiguration();
                radio.Connect(ssid, password);
                for (var end = chip.Now + ConnectLimit; chip.Now < end && !radio.IsLinked;)
                    chip.Threads.Sleep(100);
            }
        }

        public static void Disconnect()
        {
            var radio = ChipModel.Current.Radio;
            radio.Helper?.Disconnect();
            radio.Helper?.Dispose();
            radio.Helper = null;
        }
    }
}
