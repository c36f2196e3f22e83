namespace RailHub.Firmware.Settings
{
    /// <summary>The CRC-32 of ISO 3309, half a byte at a time: a table for whole bytes would cost a board 1 KB, and bit by bit takes four times as long.</summary>
    internal static class Crc32
    {
        /// <summary>Bytes that a checksum takes at the end of what it seals.</summary>
        public const int Size = 4;

        private static readonly uint[] OfHalfByte = MakeTable();

        /// <summary>Puts the checksum of all before it into the last bytes, little endian.</summary>
        public static void Seal(byte[] bytes)
        {
            var crc = Of(bytes, bytes.Length - Size);
            for (var i = 0; i < Size; i++)
                bytes[bytes.Length - Size + i] = (byte)(crc >> (8 * i));
        }

        /// <summary>Whether the last bytes are the checksum of all before.</summary>
        public static bool IsSealed(byte[] bytes)
        {
            if (bytes.Length < Size)
                return false;

            var crc = Of(bytes, bytes.Length - Size);
            for (var i = 0; i < Size; i++)
            {
                if (bytes[bytes.Length - Size + i] != (byte)(crc >> (8 * i)))
                    return false;
            }

            return true;
        }

        private static uint Of(byte[] bytes, int count)
        {
            var table = OfHalfByte;
            var crc = 0xFFFFFFFFu;
            for (var i = 0; i < count; i++)
            {
                crc ^= bytes[i];
                crc = (crc >> 4) ^ table[crc & 15];
                crc = (crc >> 4) ^ table[crc & 15];
            }

            return ~crc;
        }

        private static uint[] MakeTable()
        {
            var table = new uint[16];
            for (var i = 0u; i < table.Length; i++)
            {
                var crc = i;
                for (var bit = 0; bit < 4; bit++)
                    crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB88320u;
                table[i] = crc;
            }

            return table;
        }
    }
}
