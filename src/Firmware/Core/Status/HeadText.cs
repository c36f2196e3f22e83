using System.Text;
using RailHub.Firmware.Json;
using RailHub.Firmware.Portal;
using RailHub.Firmware.Text;

namespace RailHub.Firmware.Status
{
    /// <summary>The beginning of a status: who the board is and where. Kept until the board moves or is renamed.</summary>
    internal sealed class HeadText
    {
        private static readonly byte[] MacAddress = Encoding.UTF8.GetBytes("{\"macAddress\":");
        private static readonly byte[] Name = Encoding.UTF8.GetBytes(",\"name\":");
        private static readonly byte[] WifiMode = Encoding.UTF8.GetBytes(",\"wifiMode\":");
        private static readonly byte[] Ip = Encoding.UTF8.GetBytes(",\"ip\":");
        private static readonly byte[] Ssid = Encoding.UTF8.GetBytes(",\"ssid\":");
        private static readonly byte[] ApClients = Encoding.UTF8.GetBytes(",\"apClients\":");

        private readonly ByteBuffer _text = new ByteBuffer(160);
        private NetworkFacts? _network;
        private byte[]? _name;

        /// <summary>Bytes of the longest head: device name and network name of quotation marks.</summary>
        public static int Longest =>
            MacAddress.Length + 2 + 17 + Name.Length + 2 + 2 * NameText.DeviceLimit + WifiMode.Length + 2 + 3 + Ip.Length + 2 + 15
            + Ssid.Length + 2 + 2 * PortalForm.SsidLimit + ApClients.Length + 1;

        public void AddTo(ByteBuffer target, Board board)
        {
            var network = board.Network;
            var name = board.DeviceName;
            if (_network != network || _name != name)
                Write(network, name);
            target.Add(_text);
        }

        private void Write(NetworkFacts network, byte[] name)
        {
            _network = network;
            _name = name;
            _text.Clear();
            _text.Add(MacAddress);
            JsonText.AddString(_text, network.MacAddress);
            _text.Add(Name);
            JsonText.AddString(_text, name);
            _text.Add(WifiMode);
            JsonText.AddString(_text, network.WifiMode);
            _text.Add(Ip);
            JsonText.AddString(_text, network.Ip);
            _text.Add(Ssid);
            JsonText.AddString(_text, network.Ssid);
            _text.Add(ApClients);
            _text.AddNumber(network.ApClients);
        }
    }
}
