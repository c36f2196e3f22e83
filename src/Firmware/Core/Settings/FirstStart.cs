namespace RailHub.Firmware.Settings
{
    /// <summary>What a board is called before anybody named anything on it, and again after a reset.</summary>
    public sealed class FirstStart
    {
        /// <param name="deviceName">Name of the device; null for the family's default.</param>
        /// <param name="outputNames">Names in the order of the outputs; null or missing ones stay empty.</param>
        public FirstStart(string? deviceName, string?[]? outputNames)
        {
            DeviceName = deviceName;
            OutputNames = outputNames;
        }

        public string? DeviceName { get; }

        public string?[]? OutputNames { get; }
    }
}
