namespace System.Net.NetworkInformation
{
    public enum NetworkInterfaceType
    {
        Wireless80211 = 71,
        WirelessAP = 72,
    }

    public enum AuthenticationType : byte
    {
        WPA2 = 8,
    }

    public class NetworkInterface
    {
        protected NetworkInterface(int interfaceIndex) => throw null!;

        public NetworkInterfaceType NetworkInterfaceType => throw null!;

        public string IPv4Address => throw null!;

        public byte[] PhysicalAddress => throw null!;

        public uint SpecificConfigId
        {
            get => throw null!;
            set => throw null!;
        }

        public static NetworkInterface[] GetAllNetworkInterfaces() => throw null!;

        public void EnableStaticIPv4(string ipv4Address, string ipv4SubnetMask, string ipv4GatewayAddress) => throw null!;
    }

    public class Wireless80211Configuration
    {
        public Wireless80211Configuration(uint id) => throw null!;

        [Flags]
        public enum ConfigurationOptions : byte
        {
            None = 0,
            Disable = 0x01,
            Enable = 0x02,
            AutoConnect = 0x04 | Enable,
        }

        public ConfigurationOptions Options
        {
            get => throw null!;
            set => throw null!;
        }

        public string Ssid
        {
            get => throw null!;
            set => throw null!;
        }

        public string Password
        {
            get => throw null!;
            set => throw null!;
        }

        public static Wireless80211Configuration[] GetAllWireless80211Configurations() => throw null!;

        public void SaveConfiguration() => throw null!;
    }

    public class WirelessAPConfiguration
    {
        public WirelessAPConfiguration(uint id) => throw null!;

        [Flags]
        public enum ConfigurationOptions : byte
        {
            None = 0,
            Disable = 0x01,
            Enable = 0x02,
            AutoStart = 0x04 | Enable,
        }

        public ConfigurationOptions Options
        {
            get => throw null!;
            set => throw null!;
        }

        public AuthenticationType Authentication
        {
            get => throw null!;
            set => throw null!;
        }

        public string Ssid
        {
            get => throw null!;
            set => throw null!;
        }

        public string Password
        {
            get => throw null!;
            set => throw null!;
        }

        public byte Channel
        {
            get => throw null!;
            set => throw null!;
        }

        public byte MaxConnections
        {
            get => throw null!;
            set => throw null!;
        }

        public static WirelessAPConfiguration[] GetAllWirelessAPConfigurations() => throw null!;

        public WirelessAPStation[] GetConnectedStations() => throw null!;

        public void SaveConfiguration() => throw null!;
    }

    [Flags]
    public enum PhyProtocols
    {
        PHY802_11b = 1,
    }

    public class WirelessAPStation
    {
        internal WirelessAPStation(byte[] mac, sbyte rssi, PhyProtocols phyp) => throw null!;
    }
}
