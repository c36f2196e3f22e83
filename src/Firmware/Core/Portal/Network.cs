namespace RailHub.Firmware.Portal
{
    /// <summary>A network that the board can hear.</summary>
    public sealed class Network
    {
        internal Network(byte[] ssid, int quality)
        {
            Ssid = ssid;
            Quality = quality;
        }

        /// <summary>Name, as it was sent: anybody's bytes.</summary>
        public byte[] Ssid { get; }

        /// <summary>0..100 percent.</summary>
        public int Quality { get; }
    }
}
