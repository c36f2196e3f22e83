using System.Device.Pwm;
using nanoFramework.Hardware.Esp32;
using RailHub.Firmware.Esp32.Serving;
using NativeGC = nanoFramework.Runtime.Native.GC;

namespace RailHub.Firmware.Esp32.Hardware
{
    /// <summary>
    /// The lamps on PWM channels, in the order of the outputs (protocol 5). The driver has rules of its own: all channels are
    /// made before the first is started, none is ever stopped (that would freeze all the others), and the frequency is given
    /// when a channel is made. Two neighbouring channels share a timer.
    /// </summary>
    public sealed class PwmOutputs : IBoardHardware
    {
        private const int FirstFunction = (int)DeviceFunction.PWM1;
        private const int NextFunction = (int)DeviceFunction.PWM2 - FirstFunction;
        private const double Full = 255.0;

        private readonly PwmChannel?[] _channels;

        public PwmOutputs(BoardProfile profile, IHostLog log)
        {
            var frequency = profile.Family == BoardProfile.RailHub8266.Family ? 1000 : 5000;
            _channels = new PwmChannel?[profile.OutputCount];
            for (var i = 0; i < _channels.Length; i++)
            {
                Configuration.SetPinFunction(profile.PinAt(i), (DeviceFunction)(FirstFunction + i * NextFunction));
                _channels[i] = PwmChannel.CreateFromPin(profile.PinAt(i), frequency, 0);
                if (_channels[i] == null)
                    log.Write("GPIO " + profile.PinAt(i).ToString() + " has no PWM on this chip; its lamp stays dark.");
            }

            for (var i = 0; i < _channels.Length; i++)
                _channels[i]?.Start();
            MeasureHeap();
        }

        public uint FreeHeap { get; private set; }

        /// <summary>Finds out how much memory is free. It collects garbage, which is too slow for every status.</summary>
        public void MeasureHeap() => FreeHeap = NativeGC.Run(false);

        public void SetLevel(int index, byte level)
        {
            var channel = _channels[index];
            if (channel != null)
                channel.DutyCycle = level / Full;
        }
    }
}
