namespace RailHub.Firmware.Esp32.Serving
{
    /// <summary>The last resort of a host whose parts do not come back.</summary>
    public interface IHostPower
    {
        /// <summary>Starts the board anew; a chip never returns from it.</summary>
        void Restart();
    }
}
