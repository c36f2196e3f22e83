using System;
using RailHub.Firmware.Esp32.Serving;

namespace RailHub.Firmware.Esp32.Hardware
{
    /// <summary>The chip's clock and its debug port.</summary>
    public sealed class Chip : IHostClock, IHostLog
    {
        public long Now => Environment.TickCount64;

        public void Write(string line) => Console.WriteLine(line);
    }
}
