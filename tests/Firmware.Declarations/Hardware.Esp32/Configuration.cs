namespace nanoFramework.Hardware.Esp32
{
    public enum DeviceFunction
    {
        PWM1 = 262400,
        PWM2 = PWM1 + 256,
    }

    public class Configuration
    {
        public static void SetPinFunction(int pin, DeviceFunction value) => throw null!;
    }
}
