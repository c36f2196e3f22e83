using System;

namespace RailHub.Firmware.Settings
{
    /// <summary>
    /// Keeps settings so that a power cut at any byte of a write leaves the old ones or the new ones: writes go to two
    /// places in turn, never to the one that holds the newest whole copy.
    /// </summary>
    /// <remarks>Bytes of a place: generation 4, little endian; the settings; CRC-32 of all before.</remarks>
    public sealed class SafeStore : ISettingsStore
    {
        private const int GenerationSize = 4;

        private readonly ISettingsMedium _medium;

        // The place to write next, and the generation it gets.
        private int _place;
        private uint _generation;

        // Settings keep their size: one array serves every write.
        private byte[] _written = new byte[0];

        public SafeStore(ISettingsMedium medium)
        {
            _medium = medium;
        }

        public byte[]? Load()
        {
            var first = Open(0);
            var second = Open(1);
            if (first == null && second == null)
                return null;

            // Generations wrap around: the newer one is ahead by less than half of them.
            var isSecondNewer = first == null
                || (second != null && unchecked((int)(GenerationOf(second) - GenerationOf(first))) > 0);
            var newest = isSecondNewer ? second! : first!;
            _place = isSecondNewer ? 0 : 1;
            _generation = unchecked(GenerationOf(newest) + 1);

            var settings = new byte[newest.Length - GenerationSize - Crc32.Size];
            Array.Copy(newest, GenerationSize, settings, 0, settings.Length);
            return settings;
        }

        public bool Save(byte[] image)
        {
            var size = GenerationSize + image.Length + Crc32.Size;
            if (_written.Length != size)
                _written = new byte[size];
            for (var i = 0; i < GenerationSize; i++)
                _written[i] = (byte)(_generation >> (8 * i));
            Array.Copy(image, 0, _written, GenerationSize, image.Length);
            Crc32.Seal(_written);
            if (!_medium.Write(_place, _written))
                return false;

            _place = 1 - _place;
            _generation = unchecked(_generation + 1);
            return true;
        }

        private byte[]? Open(int place)
        {
            var bytes = _medium.Read(place);
            return bytes != null && bytes.Length >= GenerationSize + Crc32.Size && Crc32.IsSealed(bytes) ? bytes : null;
        }

        private static uint GenerationOf(byte[] bytes) =>
            bytes[0] | ((uint)bytes[1] << 8) | ((uint)bytes[2] << 16) | ((uint)bytes[3] << 24);
    }
}
