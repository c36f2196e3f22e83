namespace RailHub.Firmware.Settings
{
    /// <summary>Two places for bytes that outlive the power. A write may be cut off at any byte; the other place is then untouched.</summary>
    public interface ISettingsMedium
    {
        /// <summary>What the place 0 or 1 holds, or null when nothing can be read there.</summary>
        byte[]? Read(int place);

        /// <summary>Replaces what the place holds. The array stays the caller's. False when it could not be written.</summary>
        bool Write(int place, byte[] bytes);
    }
}
