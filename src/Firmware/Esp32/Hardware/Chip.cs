using System;
using nanoFramework.Runtime.Native;
using RailHub.Firmware.Esp32.Serving;

namespace RailHub.Firmware.Esp32.Hardware
{
    /// <summary>The chip's clock and its debug port, and its reset.</summary>
    public sealed class Chip : IHostClock, IHostLog, IHostPower
    {
        public long Now => Environment.TickCount64;

        public void Write(string line) => Console.WriteLine(line);

        public void Restart() => Power.RebootDevice();
    }
}
