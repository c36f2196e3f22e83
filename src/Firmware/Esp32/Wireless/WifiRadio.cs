using System;
using System.Device.Wifi;
using System.Net.NetworkInformation;
using System.Threading;
using Iot.Device.DhcpServer;
using nanoFramework.Networking;
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

        // How often the access point is looked at in vain for its address, before addresses are given out nevertheless.
        private const int LooksForAddress = 5;

        private readonly BoardProfile _profile;
        private readonly IHostLog _log;
        private readonly WirelessAPConfiguration _started;
        private readonly string _macAddress;
        private NetworkInterface _station = null!;
        private NetworkInterface _accessPoint = null!;
        private WifiAdapter? _adapter;
        private DhcpServer? _addressService;
        private string _address = NoAddress;
        private int _looks;

        public WifiRadio(BoardProfile profile, IHostLog log)
        {
            _profile = profile;
            _log = log;
            FindInterfaces();
            if (_station == null || _accessPoint == null)
                throw new InvalidOperationException("The chip has no Wi-Fi interface of the type that is needed.");

            _macAddress = MacAddress(_station.PhysicalAddress);
            _started = AccessPointConfiguration();
            var isAccessPoint = (_started.Options & WirelessAPConfiguration.ConfigurationOptions.Enable) != 0;
            StartedAs = !isAccessPoint ? WifiMode.Station
                : _started.Ssid == AccessPoint.SsidOf(profile, WifiMode.Portal) ? WifiMode.Portal
                : WifiMode.Fallback;
            Facts = MakeFacts(NoAddress, 0);
        }

        /// <summary>As what the chip was started.</summary>
        public WifiMode StartedAs { get; }

        public bool HasCredentials => !string.IsNullOrEmpty(StationConfiguration().Ssid);

        /// <summary>Whether the board had an address in the club's network at the last look.</summary>
        public bool IsLinked => _station.IPv4Address != NoAddress;

        /// <summary>What the status tells of the network since the last look (protocol 3.5); another object when something has changed.</summary>
        public NetworkFacts Facts { get; private set; }

        /// <summary>Address at which the board was reached at the last look; null when at none.</summary>
        public string? Address => _address == NoAddress ? null : _address;

        /// <summary>
        /// Looks as what the chip is in the network now. An object of the system's interfaces keeps the address that was when it was made,
        /// so they are all made anew: once a second is often enough for the heap.
        /// </summary>
        public void Look()
        {
            FindInterfaces();
            var isAccessPoint = StartedAs != WifiMode.Station;
            if (isAccessPoint)
                ServeAddresses();

            var address = isAccessPoint ? AccessPoint.Address : _station.IPv4Address;
            var stations = isAccessPoint ? _started.GetConnectedStations().Length : 0;
            if (address == _address && stations == Facts.ApClients)
                return;
            Facts = MakeFacts(address, stations);
            _address = address;
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
            var isJoined = false;
            try
            {
                isJoined = Join(ssid, password);
            }
            finally
            {
                // Trying a network stores it.
                if (!isJoined)
                    Store(oldSsid, oldPassword);
            }

            return isJoined;
        }

        /// <summary>Erases the stored network.</summary>
        public void Forget() => Store("", "");

        /// <summary>
        /// Searches; the answer comes on a thread of the system. The driver refuses while it is joining a network, by an exception.
        /// There is one adapter for good: each that is made is kept by the system's list of adapters.
        /// </summary>
        public void Search(NetworksHeard heard)
        {
            if (_adapter == null)
            {
                _adapter = WifiAdapter.FindAllAdapters()[0];
                _adapter.AvailableNetworksChanged += (sender, e) => Tell(heard, sender);
            }

            _adapter.ScanAsync();
        }

        /// <summary>Stores that the chip is to start as something. It takes effect with the next start.</summary>
        public void Become(WifiMode mode)
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
                accessPoint.Options = WirelessAPConfiguration.ConfigurationOptions.AutoStart;
                accessPoint.Ssid = AccessPoint.SsidOf(_profile, mode);
                accessPoint.Password = AccessPoint.PasswordOf(_profile, mode);
                accessPoint.Authentication = AuthenticationType.WPA2;
                accessPoint.Channel = AccessPoint.Channel;
                accessPoint.MaxConnections = AccessPoint.MaxStations;
                FixAddress();
            }

            station.SaveConfiguration();
            accessPoint.SaveConfiguration();
        }

        // The address is stored first and then applied, which fails while the access point was never on; without a stored one the
        // chip's own default is the same address.
        private void FixAddress()
        {
            try
            {
                _accessPoint.EnableStaticIPv4(AccessPoint.Address, AccessPoint.Mask, AccessPoint.Address);
            }
            catch (Exception e)
            {
                _log.Write("The access point's address takes effect with the restart: " + e.Message);
            }
        }

        // Without a name server in the lease no phone would ask the board for a name, and so none would find the portal.
        private void ServeAddresses()
        {
            if (_addressService != null || (_accessPoint.IPv4Address != AccessPoint.Address && ++_looks < LooksForAddress))
                return;

            var address = IPAddress.Parse(AccessPoint.Address);
            _addressService = new DhcpServer
            {
                CaptivePortalUrl = "http://" + AccessPoint.Address + "/",
                DnsServer = address,
                Gateway = address,
            };
            if (!_addressService.Start(address, IPAddress.Parse(AccessPoint.Mask)))
                _log.Write("The address service of the access point did not start: set the phone's address by hand, 192.168.4.2.");
        }

        private bool Join(string ssid, string password)
        {
            // Without it the helper takes the network that the chip is in for the one that was asked for.
            WifiNetworkHelper.Disconnect();
            var limit = new CancellationTokenSource(JoinLimit);
            var isJoined = WifiNetworkHelper.ConnectDhcp(ssid, password, WifiReconnectionKind.Automatic, false, 0, limit.Token);
            if (!isJoined)
            {
                // The driver would go on trying, and let nobody search meanwhile.
                WifiNetworkHelper.Disconnect();
                _log.Write("Network '" + ssid + "' was not joined: " + WifiNetworkHelper.HelperException?.Message);
            }

            return isJoined;
        }

        // An exception here would end the thread on which the system tells all its events.
        private void Tell(NetworksHeard heard, WifiAdapter adapter)
        {
            try
            {
                heard(adapter.NetworkReport.AvailableNetworks);
            }
            catch (Exception e)
            {
                _log.Write("The networks around cannot be read: " + e.Message);
            }
        }

        private NetworkFacts MakeFacts(string address, int stations) => StartedAs == WifiMode.Station
            ? new NetworkFacts(_macAddress, "STA", address, StationConfiguration().Ssid, 0)
            : new NetworkFacts(_macAddress, "AP", address, _started.Ssid, stations);

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

        private void FindInterfaces()
        {
            var interfaces = NetworkInterface.GetAllNetworkInterfaces();
            for (var i = 0; i < interfaces.Length; i++)
            {
                if (interfaces[i].NetworkInterfaceType == NetworkInterfaceType.Wireless80211)
                    _station = interfaces[i];
                else if (interfaces[i].NetworkInterfaceType == NetworkInterfaceType.WirelessAP)
                    _accessPoint = interfaces[i];
            }
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
