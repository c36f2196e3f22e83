namespace RailHub.Firmware.Esp32.Serving
{
    /// <summary>Where the host says what went wrong: the debug port on a board.</summary>
    public interface IHostLog
    {
        void Write(string line);
    }
}
