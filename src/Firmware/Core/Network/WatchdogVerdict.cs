namespace RailHub.Firmware.Network
{
    /// <summary>What is to be done about a part of the host.</summary>
    public enum WatchdogVerdict
    {
        Fine,

        RestartPart,

        RestartBoard,
    }
}
