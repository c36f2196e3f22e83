using System.Device.Gpio;
using RailHub.Firmware.Network;

namespace RailHub.Firmware.Esp32.Hardware
{
    /// <summary>The boot button and, where the board has one, the status LED.</summary>
    public sealed class FrontPanel
    {
        private readonly BootButton _button = new BootButton();
        private readonly GpioPin _buttonPin;
        private readonly GpioPin? _ledPin;

        /// <param name="ledPin">GPIO of the LED, lit by high; −1 for none.</param>
        public FrontPanel(int ledPin)
        {
            var gpio = new GpioController();
            _buttonPin = gpio.OpenPin(BootButton.Pin, PinMode.InputPullUp);
            _ledPin = ledPin < 0 ? null : gpio.OpenPin(ledPin, PinMode.Output);
        }

        public StatusLed Led { get; } = new StatusLed();

        /// <summary>Reads the button and drives the LED; true once when the button was held.</summary>
        public bool Tick(long now)
        {
            Led.Tick(now);
            _ledPin?.Write(Led.IsLit ? PinValue.High : PinValue.Low);
            return _button.IsHeld(_buttonPin.Read() == PinValue.Low, now);
        }
    }
}
