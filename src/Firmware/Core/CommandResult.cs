namespace RailHub.Firmware
{
    /// <summary>What became of a command.</summary>
    public enum CommandResult
    {
        /// <summary>Applied, and saved.</summary>
        Done,

        /// <summary>The board has no such output or group.</summary>
        NotFound,

        /// <summary>All slots for groups are taken.</summary>
        NoFreeSlot,

        /// <summary>Applied, but the store failed: the change is lost with the power.</summary>
        NotSaved,
    }
}
