namespace RailHub.Firmware.Esp32.Serving
{
    /// <summary>
    /// The parts of the host, each a thread, and how long each may give no sign of life. The lights watch the others and the main
    /// loop watches the lights: a thread that an exception has ended looks the same as one that stands still.
    /// </summary>
    public static class HostPart
    {
        public const int Lights = 0;

        public const int Network = 1;

        /// <summary>Button, LED, Wi-Fi and the watch over the lights.</summary>
        public const int Main = 2;

        public const int Names = 3;

        public const int Count = 4;

        /// <summary>
        /// Limits in milliseconds, in the order of the parts. Writing flash, a full send buffer and a change of the chip's configuration
        /// are far below.
        /// </summary>
        public static int[] Limits() => new[] { 5000, 15000, 15000, 15000 };

        /// <summary>What a part is called in the log.</summary>
        public static string NameOf(int part)
        {
            switch (part)
            {
                case Lights:
                    return "lights";
                case Network:
                    return "servers";
                case Main:
                    return "main loop";
                default:
                    return "name services";
            }
        }
    }
}
