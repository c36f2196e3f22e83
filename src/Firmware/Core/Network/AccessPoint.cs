namespace RailHub.Firmware.Network
{
    /// <summary>The board's own access point as the boards in the field have it (protocol 1.4).</summary>
    public static class AccessPoint
    {
        public const string Address = "192.168.4.1";

        public const string Mask = "255.255.255.0";

        public const int Channel = 6;

        /// <summary>Most stations at a time.</summary>
        public const int MaxStations = 4;

        /// <summary>Name of the network, such as <c>RailHub32-Setup</c>.</summary>
        public static string SsidOf(BoardProfile profile, WifiMode mode) => profile.Family + (mode == WifiMode.Portal ? "-Setup" : "-AP");

        public static string PasswordOf(BoardProfile profile, WifiMode mode) =>
            mode == WifiMode.Portal ? "12345678" : profile.Family + "Pass";
    }
}
