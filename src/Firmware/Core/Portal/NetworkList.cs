using RailHub.Firmware.Text;

namespace RailHub.Firmware.Portal
{
    /// <summary>The networks around the board: each name once, the strongest first, the hopeless ones left out (protocol 1.4).</summary>
    public sealed class NetworkList
    {
        /// <summary>Most networks that are shown.</summary>
        public const int Limit = 16;

        private readonly Network[] _networks = new Network[Limit];
        private readonly int _weakest;

        /// <param name="profile">The families differ in what they call hopeless.</param>
        public NetworkList(BoardProfile profile)
        {
            _weakest = profile.Family == BoardProfile.RailHub32.Family ? 8 : 20;
        }

        public int Count { get; private set; }

        public Network this[int index] => _networks[index];

        public void Clear() => Count = 0;

        /// <summary>Adds what a scan has found.</summary>
        /// <param name="ssid">Name of the network, 1..32 bytes; hidden ones have none and are left out.</param>
        /// <param name="signal">Strength in dBm.</param>
        public void Add(byte[] ssid, int signal)
        {
            var quality = QualityOf(signal);
            if (ssid.Length == 0 || quality < _weakest)
                return;

            var place = 0;
            while (place < Count && !NameText.AreEqual(_networks[place].Ssid, ssid))
                place++;
            if (place < Count && _networks[place].Quality >= quality)
                return;
            if (place == Limit && _networks[Limit - 1].Quality >= quality)
                return;
            if (place == Count && Count < Limit)
                Count++;
            else if (place == Limit)
                place--;

            for (; place > 0 && _networks[place - 1].Quality < quality; place--)
                _networks[place] = _networks[place - 1];
            _networks[place] = new Network(ssid, quality);
        }

        private static int QualityOf(int signal) => signal <= -100 ? 0 : signal >= -50 ? 100 : 2 * (signal + 100);
    }
}
