namespace RailHub.Firmware.Esp32.Serving
{
    /// <summary>The parts of the host that the watchdog watches, and how long each may give no sign of life.</summary>
    public static class HostPart
    {
        public const int Lights = 0;

        public const int Network = 1;

        /// <summary>Limits in milliseconds, in the order of the parts. Writing flash and a full send buffer are both far below.</summary>
        public static int[] Limits() => new[] { 5000, 15000 };
    }
}
