using System.Text;
using RailHub.Firmware.Text;

namespace RailHub.Firmware.Json
{
    /// <summary>Writes JSON values that need more than their characters.</summary>
    public static class JsonText
    {
        private static readonly byte[] HexDigits = Encoding.UTF8.GetBytes("0123456789abcdef");
        private static readonly byte[] UnicodeEscape = Encoding.UTF8.GetBytes("\\u00");
        private static readonly byte[] True = Encoding.UTF8.GetBytes("true");
        private static readonly byte[] False = Encoding.UTF8.GetBytes("false");

        public static void AddBoolean(ByteBuffer target, bool value) => target.Add(value ? True : False);

        /// <summary>
        /// Adds a text with its quotes. Other than the boards in the field, no control character leaves unescaped (protocol 8.3.3).
        /// </summary>
        public static void AddString(ByteBuffer target, byte[] utf8)
        {
            target.Add((byte)'"');
            for (var i = 0; i < utf8.Length; i++)
                AddEscaped(target, utf8[i]);
            target.Add((byte)'"');
        }

        private static void AddEscaped(ByteBuffer target, byte letter)
        {
            switch (letter)
            {
                case (byte)'"':
                case (byte)'\\':
                    target.Add((byte)'\\');
                    target.Add(letter);
                    break;
                default:
                    if (letter >= ' ')
                    {
                        target.Add(letter);
                        break;
                    }

                    target.Add(UnicodeEscape);
                    target.Add(HexDigits[letter >> 4]);
                    target.Add(HexDigits[letter & 15]);
                    break;
            }
        }
    }
}
