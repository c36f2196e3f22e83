namespace RailHub.Firmware.Network
{
    /// <summary>What the host is to do for the network now.</summary>
    public enum WifiTask
    {
        None,

        /// <summary>Join the network that is stored, and report the end to <see cref="WifiCycle.JoinEnded"/>.</summary>
        JoinStored,

        /// <summary>Join the network that was submitted in the portal, store it once joined, and report the end.</summary>
        JoinSubmitted,

        /// <summary>Search for networks, and report what was heard to <see cref="WifiCycle.NetworksHeard"/>.</summary>
        Search,

        RestartAsStation,

        RestartAsPortal,

        RestartAsFallback,

        /// <summary>Erase the stored network, then restart as portal.</summary>
        ForgetNetwork,
    }
}
