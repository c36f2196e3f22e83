using RailHub.Firmware.Text;

namespace RailHub.Firmware.Json
{
    /// <summary>Writes JSON values that need more than their characters.</summary>
    public static class JsonText
    {
        private const string HexDigits = "0123456789abcdef";

        public static void AddBoolean(ByteBuffer target, bool value) => target.AddAscii(value ? "true" : "false");

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
                    target.AddAscii("\\\"");
                    break;
                case (byte)'\\':
                    target.AddAscii("\\\\");
                    break;
                default:
                    if (letter >= ' ')
                    {
                        target.Add(letter);
                        break;
                    }

                    target.AddAscii("\\u00");
                    target.Add((byte)HexDigits[letter >> 4]);
                    target.Add((byte)HexDigits[letter & 15]);
                    break;
            }
        }
    }
}
