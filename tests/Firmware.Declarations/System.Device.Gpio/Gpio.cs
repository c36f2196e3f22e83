namespace System.Device.Gpio
{
    public enum PinMode
    {
        Input,
        InputPullDown,
        InputPullUp,
        Output,
    }

    public readonly struct PinValue
    {
        public static PinValue High => throw null!;

        public static PinValue Low => throw null!;

        public static bool operator ==(PinValue left, PinValue right) => throw null!;

        public static bool operator !=(PinValue left, PinValue right) => throw null!;
    }

    public class GpioPin : IDisposable
    {
        internal GpioPin() => throw null!;

        public PinValue Read() => throw null!;

        public void Write(PinValue value) => throw null!;

        public void Dispose() => throw null!;
    }

    public sealed class GpioController : IDisposable
    {
        public GpioPin OpenPin(int pinNumber, PinMode mode) => throw null!;

        public void Dispose() => throw null!;
    }
}
