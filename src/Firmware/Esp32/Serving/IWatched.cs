namespace RailHub.Firmware.Esp32.Serving
{
    /// <summary>A part of the host that can be left to itself, when it gives no sign of life, and started anew.</summary>
    public interface IWatched
    {
        void StartAnew();
    }
}
