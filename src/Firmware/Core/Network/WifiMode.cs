namespace RailHub.Firmware.Network
{
    /// <summary>As what the radio was started. It changes by a restart only.</summary>
    public enum WifiMode
    {
        /// <summary>A member of the club's network.</summary>
        Station,

        /// <summary>An access point of its own with the page on which a network is chosen (protocol 1.4).</summary>
        Portal,

        /// <summary>An access point of its own with the board's page and calls, for a layout without a network.</summary>
        Fallback,
    }
}
