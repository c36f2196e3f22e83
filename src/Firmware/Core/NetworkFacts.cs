using System.Text;

namespace RailHub.Firmware
{
    /// <summary>What the status tells about the network (protocol 3.5). Kept as bytes: it goes into every message.</summary>
    public sealed class NetworkFacts
    {
        /// <param name="macAddress">Station MAC, six upper-case hexadecimal pairs with colons.</param>
        /// <param name="wifiMode"><c>STA</c> or <c>AP</c>.</param>
        /// <param name="ip">Dotted IPv4 address.</param>
        /// <param name="ssid">Name of the joined network.</param>
        /// <param name="apClients">Stations on the board's own access point.</param>
        public NetworkFacts(string macAddress, string wifiMode, string ip, string ssid, int apClients)
        {
            MacAddress = Encoding.UTF8.GetBytes(macAddress);
            WifiMode = Encoding.UTF8.GetBytes(wifiMode);
            Ip = Encoding.UTF8.GetBytes(ip);
            Ssid = Encoding.UTF8.GetBytes(ssid);
            ApClients = apClients;
        }

        public byte[] MacAddress { get; }

        public byte[] WifiMode { get; }

        public byte[] Ip { get; }

        public byte[] Ssid { get; }

        public int ApClients { get; }
    }
}
