namespace RailHub.Firmware.Network
{
    /// <summary>How it goes with the network that was submitted in the portal.</summary>
    public enum JoinState
    {
        NotAsked,

        Joining,

        Failed,

        /// <summary>The board restarts into the network in a moment.</summary>
        Joined,
    }
}
