namespace RailHub.Firmware.Settings
{
    /// <summary>Where a board keeps its settings over a loss of power.</summary>
    public interface ISettingsStore
    {
        /// <summary>The bytes saved last, or null when there are none.</summary>
        byte[]? Load();

        /// <summary>
        /// Replaces the saved bytes, all or nothing: whenever the power goes, <see cref="Load"/> finds the old ones or the
        /// new ones. The array stays the caller's. False when they could not be saved.
        /// </summary>
        bool Save(byte[] image);
    }
}
