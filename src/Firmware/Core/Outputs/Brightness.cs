namespace RailHub.Firmware.Outputs
{
    /// <summary>
    /// Percent on the wire, 0..255 at the PWM channel. Both ways round to the nearest, so that every percentage comes
    /// back unchanged (protocol 4.2, the R8266 columns).
    /// </summary>
    public static class Brightness
    {
        public static byte ToRaw(int percent) => (byte)((percent * 255 + 50) / 100);

        public static int ToPercent(byte raw) => (raw * 100 + 127) / 255;
    }
}
