namespace RailHub.Firmware.Tests.Settings;

/// <summary>The CRC-32 of ISO 3309 as its definition has it, bit by bit.</summary>
internal static class ReferenceCrc32
{
    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ (0xEDB88320 & (0 - (crc & 1)));
        }

        return ~crc;
    }
}
