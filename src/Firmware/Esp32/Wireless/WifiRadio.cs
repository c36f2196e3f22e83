using System;
using System.Device.Wifi;
using System.Net.NetworkInformation;
using System.Threading;
using Iot.Device.DhcpServer;
using nanoFramework.Networking;
using nanoFramework.Runtime.Native;
using RailHub.Firmware.Esp32.Serving;
using RailHub.Firmware.Network;
using AuthenticationType = System.Net.NetworkInformation.AuthenticationType;
using IPAddress = System.Net.IPAddress;

namespace RailHub.Firmware.Esp32.Wireless
{
    /// <summary>
    /// The chip's Wi-Fi. As what it runs, station or access point, stands in the chip's own configuration and is read when it
    /// starts: a change takes a restart. On an access point the station stays enabled, so that the portal can search and join.
    /// </summary>
    public sealed class WifiRadio
    {
        private const int JoinLimit = 30000;
        private const string NoAddress = "0.0.0.0";

        private readonly BoardProfile _profile;
        private readonly IHostLog _log;
        private readonly NetworkInterface _station;
        private readonly NetworkInterface _accessPoint;

        public WifiRadio(BoardProfile profile, IHostLog log)
        {
            _profile = profile;
            _log = log;
            _station = Find(NetworkInterfaceType.Wireless80211);
            _accessPoint = Find(NetworkInterfaceType.WirelessAP);
            var accessPoint = AccessPointConfiguration();
            var isAccessPoint = (accessPoint.Options & WirelessAPConfiguration.ConfigurationOptions.Enable) != 0;
            StartedAs = !isAccessPoint ? WifiMode.Station
                : accessPoint.Ssid == AccessPoint.SsidOf(profile, WifiMode.Portal) ? WifiMode.Portal
                : WifiMode.Fallback;
        }

        /// <summary>As what the chip was started.</summary>
        public WifiMode StartedAs { get; }

        public bool HasCredentials => !string.IsNullOrEmpty(StationConfiguration().Ssid);

        /// <summary>Whether the board has an address in the club's network.</summary>
        public bool IsLinked => _station.IPv4Address != NoAddress;

        /// <summary>What the status tells of the network now (protocol 3.5).</summary>
        public NetworkFacts Facts()
        {
            var isAccessPoint = StartedAs != WifiMode.Station;
            return new NetworkFacts(
                MacAddress(_station.PhysicalAddress),
                isAccessPoint ? "AP" : "STA",
                isAccessPoint ? AccessPoint.Address : _station.IPv4Address,
                isAccessPoint ? AccessPointConfiguration().Ssid : StationConfiguration().Ssid,
                isAccessPoint ? AccessPointConfiguration().GetConnectedStations().Length : 0);
        }

        /// <summary>The four bytes of the address at which the board is reached, or null.</summary>
        public byte[]? Address()
        {
            if (StartedAs != WifiMode.Station)
                return IPAddress.Parse(AccessPoint.Address).GetAddressBytes();
            return IsLinked ? IPAddress.Parse(_station.IPv4Address).GetAddressBytes() : null;
        }

        /// <summary>Gives addresses to who joins the access point, and tells phones where the portal is.</summary>
        public void StartAddressService()
        {
            var service = new DhcpServer { CaptivePortalUrl = "http://" + AccessPoint.Address + "/" };
            if (!service.Start(IPAddress.Parse(AccessPoint.Address), IPAddress.Parse(AccessPoint.Mask)))
                _log.Write("The address service of the access point did not start: set the phone's address by hand, 192.168.4.2.");
        }

        /// <summary>Joins the stored network; blocks up to half a minute.</summary>
        public bool JoinStored()
        {
            var station = StationConfiguration();
            return Join(station.Ssid, station.Password);
        }

        /// <summary>Joins another network and stores it; one that cannot be joined leaves the stored one as it was.</summary>
        public bool JoinOther(string ssid, string password)
        {
            var station = StationConfiguration();
            var oldSsid = station.Ssid;
            var oldPassword = station.Password;
            if (Join(ssid, password))
                return true;

            // Trying a network stores it.
            Store(oldSsid, oldPassword);
            return false;
        }

        /// <summary>Erases the stored network.</summary>
        public void Forget() => Store("", "");

        /// <summary>Searches; the answer comes on a thread of the system.</summary>
        public static void Search(NetworksHeard heard)
        {
            var adapter = WifiAdapter.FindAllAdapters()[0];
            AvailableNetworksChangedEventHandler handler = null!;
            handler = (sender, e) =>
            {
                adapter.AvailableNetworksChanged -= handler;
                heard(sender.NetworkReport.AvailableNetworks);
            };
            adapter.AvailableNetworksChanged += handler;
            adapter.ScanAsync();
        }

        /// <summary>Restarts the chip as something.</summary>
        public void RestartAs(WifiMode mode)
        {
            var station = StationConfiguration();
            var accessPoint = AccessPointConfiguration();
            if (mode == WifiMode.Station)
            {
                station.Options = Wireless80211Configuration.ConfigurationOptions.AutoConnect;
                accessPoint.Options = WirelessAPConfiguration.ConfigurationOptions.None;
            }
            else
            {
                station.Options = Wireless80211Configuration.ConfigurationOptions.Enable;
                _accessPoint.EnableStaticIPv4(AccessPoint.Address, AccessPoint.Mask, AccessPoint.Address);
                accessPoint.Options = WirelessAPConfiguration.ConfigurationOptions.AutoStart;
                accessPoint.Ssid = AccessPoint.SsidOf(_profile, mode);
                accessPoint.Password = AccessPoint.PasswordOf(_profile, mode);
                accessPoint.Authentication = AuthenticationType.WPA2;
                accessPoint.Channel = AccessPoint.Channel;
                accessPoint.MaxConnections = AccessPoint.MaxStations;
            }

            station.SaveConfiguration();
            accessPoint.SaveConfiguration();
            Restart();
        }

        /// <summary>Restarts the chip as what it is.</summary>
        public static void Restart() => Power.RebootDevice();

        private bool Join(string ssid, string password)
        {
            // Without it the helper takes the network that the chip is in for the one that was asked for.
            WifiNetworkHelper.Disconnect();
            var limit = new CancellationTokenSource(JoinLimit);
            var isJoined = WifiNetworkHelper.ConnectDhcp(ssid, password, WifiReconnectionKind.Automatic, false, 0, limit.Token);
            if (!isJoined)
                _log.Write("Network '" + ssid + "' was not joined: " + WifiNetworkHelper.HelperException?.Message);
            return isJoined;
        }

        private void Store(string ssid, string password)
        {
            var station = StationConfiguration();
            station.Ssid = ssid;
            station.Password = password;
            station.SaveConfiguration();
        }

        private Wireless80211Configuration StationConfiguration() =>
            Wireless80211Configuration.GetAllWireless80211Configurations()[_station.SpecificConfigId];

        private WirelessAPConfiguration AccessPointConfiguration() =>
            WirelessAPConfiguration.GetAllWirelessAPConfigurations()[_accessPoint.SpecificConfigId];

        private static NetworkInterface Find(NetworkInterfaceType type)
        {
            var interfaces = NetworkInterface.GetAllNetworkInterfaces();
            for (var i = 0; i < interfaces.Length; i++)
            {
                if (interfaces[i].NetworkInterfaceType == type)
                    return interfaces[i];
            }

            throw new InvalidOperationException("The chip has no Wi-Fi interface of the type that is needed.");
        }

        private static string MacAddress(byte[] bytes)
        {
            var text = "";
            for (var i = 0; i < bytes.Length; i++)
                text += (i > 0 ? ":" : "") + bytes[i].ToString("X2");
            return text;
        }
    }
}
