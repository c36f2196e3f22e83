namespace RailHub.Firmware.Settings
{
    /// <summary>The CRC-32 of ISO 3309, bit by bit: settings are short and a table would cost a board 1 KB.</summary>
    internal static class Crc32
    {
        public static uint Of(byte[] bytes, int count)
        {
            var crc = 0xFFFFFFFFu;
            for (var i = 0; i < count; i++)
            {
                crc ^= bytes[i];
                for (var bit = 0; bit < 8; bit++)
                    crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB88320u;
            }

            return ~crc;
        }
    }
}
