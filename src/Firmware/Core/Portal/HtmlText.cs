using RailHub.Firmware.Text;

namespace RailHub.Firmware.Portal
{
    /// <summary>Writes text of anybody's making into a page, so that it stays text.</summary>
    internal static class HtmlText
    {
        /// <summary>Adds the well-formed characters of a text, markup escaped, control characters left out.</summary>
        public static void Add(ByteBuffer target, byte[] utf8)
        {
            var clean = NameText.Clean(utf8, utf8.Length, false);
            for (var i = 0; i < clean.Length; i++)
            {
                switch (clean[i])
                {
                    case (byte)'<':
                        target.AddAscii("&lt;");
                        break;
                    case (byte)'>':
                        target.AddAscii("&gt;");
                        break;
                    case (byte)'&':
                        target.AddAscii("&amp;");
                        break;
                    case (byte)'"':
                        target.AddAscii("&quot;");
                        break;
                    case (byte)'\'':
                        target.AddAscii("&#39;");
                        break;
                    default:
                        target.Add(clean[i]);
                        break;
                }
            }
        }
    }
}
