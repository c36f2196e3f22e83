namespace RailHub.Firmware
{
    /// <summary>The hardware around the behaviour: PWM channels and memory.</summary>
    public interface IBoardHardware
    {
        /// <summary>Free memory in bytes, reported as <c>freeHeap</c>.</summary>
        uint FreeHeap { get; }

        /// <summary>Sets the light of the output at an index: 0 dark to 255 full.</summary>
        void SetLevel(int index, byte level);
    }
}
