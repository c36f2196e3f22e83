using System;

namespace RailHub.Firmware.Text
{
    /// <summary>
    /// Makes a name fit to be stored and shown: well-formed UTF-8 without control characters, not longer than its
    /// place. A name is never cut inside a character (protocol 4.7 and 8.3.3).
    /// </summary>
    public static class NameText
    {
        /// <summary>Longest name of an output or a group, in bytes of UTF-8.</summary>
        public const int Limit = 20;

        /// <summary>Longest device name, in bytes of UTF-8.</summary>
        public const int DeviceLimit = 39;

        public static readonly byte[] None = new byte[0];

        /// <summary>
        /// The name without malformed bytes and control characters, ended at U+0000, and cut to
        /// <paramref name="limit"/> bytes; with <paramref name="trim"/> also without blanks at both ends.
        /// </summary>
        public static byte[] Clean(byte[] text, int limit, bool trim)
        {
            var clean = new byte[text.Length];
            var length = 0;
            for (var i = 0; i < text.Length && text[i] != 0;)
            {
                var size = SizeOfCharacter(text, i);
                if (size == 0 || text[i] < ' ' || text[i] == 0x7F)
                {
                    i++;
                    continue;
                }

                for (var end = i + size; i < end; i++)
                    clean[length++] = text[i];
            }

            var start = 0;
            if (trim)
                AsciiText.Trim(clean, ref start, ref length);

            var cut = start;
            while (cut < length && cut + SizeOfCharacter(clean, cut) <= start + limit)
                cut += SizeOfCharacter(clean, cut);

            var name = new byte[cut - start];
            Array.Copy(clean, start, name, 0, name.Length);
            return name;
        }

        /// <summary>Whether two names have the same bytes.</summary>
        public static bool AreEqual(byte[] left, byte[] right)
        {
            if (left.Length != right.Length)
                return false;

            for (var i = 0; i < left.Length; i++)
            {
                if (left[i] != right[i])
                    return false;
            }

            return true;
        }

        /// <summary>Bytes of the UTF-8 character at this place, 1 to 4; 0 when it is malformed (RFC 3629, table of section 4).</summary>
        private static int SizeOfCharacter(byte[] text, int at)
        {
            int first = text[at];
            if (first < 0x80)
                return 1;
            if (first < 0xC2 || first > 0xF4)
                return 0;

            var size = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
            if (at + size > text.Length)
                return 0;

            for (var i = 1; i < size; i++)
            {
                if ((text[at + i] & 0xC0) != 0x80)
                    return 0;
            }

            // Overlong forms, surrogates and values above U+10FFFF show in the second byte.
            int second = text[at + 1];
            if ((first == 0xE0 && second < 0xA0) || (first == 0xED && second > 0x9F)
                || (first == 0xF0 && second < 0x90) || (first == 0xF4 && second > 0x8F))
                return 0;

            return size;
        }
    }
}
