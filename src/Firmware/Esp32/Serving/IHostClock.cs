namespace RailHub.Firmware.Esp32.Serving
{
    /// <summary>The host's monotonic clock.</summary>
    public interface IHostClock
    {
        /// <summary>Milliseconds since any moment before the start.</summary>
        long Now { get; }
    }
}
