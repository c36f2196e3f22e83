using System.Text.Json;
using RailHub.Firmware.OnDoubles;

namespace System.Device.Gpio
{
    public enum PinMode
    {
        InputPullUp,
        Output,
    }

    public enum PinValue
    {
        Low,
        High,
    }

    public sealed class GpioPin
    {
        public PinValue Read()
        {
            var chip = ChipModel.Current;
            if (chip.ButtonDelay > 0)
                chip.Threads.Sleep(chip.ButtonDelay);
            if (chip.ButtonFault is { } fault)
                throw fault;
            return chip.IsButtonDown ? PinValue.Low : PinValue.High;
        }

        public void Write(PinValue value)
        {
        }
    }

    public sealed class GpioController
    {
        public GpioPin OpenPin(int pinNumber, PinMode mode) => new();
    }
}

namespace System.Device.Pwm
{
    public sealed class PwmChannel
    {
        private readonly int _pin;

        private PwmChannel(int pin)
        {
            _pin = pin;
        }

        public double DutyCycle
        {
            set
            {
                var chip = ChipModel.Current;
                if (chip.LampFault is { } fault)
                    throw fault;
                chip.Lamps[_pin] = value;
            }
        }

        public static PwmChannel CreateFromPin(int pin, int frequency = 400, double dutyCyclePercentage = 0.5) => new(pin);

        public void Start()
        {
        }
    }
}

namespace nanoFramework.Hardware.Esp32
{
    public enum DeviceFunction
    {
        PWM1 = 262400,
        PWM2 = PWM1 + 256,
    }

    public static class Configuration
    {
        public static void SetPinFunction(int pin, DeviceFunction value)
        {
        }
    }
}

namespace nanoFramework.Runtime.Native
{
    public static class GC
    {
        public static uint Run(bool compactHeap) => 90_000;
    }

    public static class Power
    {
        public static void RebootDevice() => ChipModel.Current.Restart();
    }
}

namespace nanoFramework.Json
{
    public static class JsonConvert
    {
        public static object? DeserializeObject(string value, Type type) => JsonSerializer.Deserialize(value, type);
    }
}

namespace System.IO
{
    public static class File
    {
        public static bool Exists(string path) => ChipModel.Current.Files.ContainsKey(path);

        public static byte[] ReadAllBytes(string path) => [.. ChipModel.Current.Files[path]];

        public static void WriteAllBytes(string path, byte[] bytes) => ChipModel.Current.Files[path] = [.. bytes];
    }
}
