using System.Text;
using RailHub.Firmware.Text;

namespace RailHub.Firmware.Portal
{
    /// <summary>What was typed into the portal (protocol 1.4, "Save form fields").</summary>
    public sealed class PortalForm
    {
        /// <summary>Longest name of a network in bytes (IEEE 802.11, 9.4.2.2).</summary>
        public const int SsidLimit = 32;

        private const int ShortestPassword = 8;
        private const int LongestPassword = 63;

        private static readonly byte[] SsidField = Encoding.UTF8.GetBytes("s");
        private static readonly byte[] PasswordField = Encoding.UTF8.GetBytes("p");
        private static readonly byte[] DeviceNameField = Encoding.UTF8.GetBytes("device_name");

        public byte[] Ssid { get; private set; } = NameText.None;

        /// <summary>Empty for a network without one.</summary>
        public byte[] Password { get; private set; } = NameText.None;

        /// <summary>Empty when the device keeps the name it has.</summary>
        public byte[] DeviceName { get; private set; } = NameText.None;

        /// <summary>What is wrong, as a sentence that names the field; null when all is well.</summary>
        public string? Problem { get; private set; }

        /// <summary>Reads the fields of a form, encoded as a browser does it (WHATWG URL, 5.1).</summary>
        public static PortalForm Read(byte[] text)
        {
            var form = new PortalForm();
            var start = 0;
            for (var i = 0; i <= text.Length; i++)
            {
                if (i < text.Length && text[i] != '&')
                    continue;
                form.ReadField(text, start, i);
                start = i + 1;
            }

            form.Problem = form.Check();
            return form;
        }

        private void ReadField(byte[] text, int start, int end)
        {
            var nameEnd = start;
            while (nameEnd < end && text[nameEnd] != '=')
                nameEnd++;
            if (nameEnd == end)
                return;
            if (AsciiText.Is(text, start, nameEnd, SsidField))
                Ssid = Decode(text, nameEnd + 1, end);
            else if (AsciiText.Is(text, start, nameEnd, PasswordField))
                Password = Decode(text, nameEnd + 1, end);
            else if (AsciiText.Is(text, start, nameEnd, DeviceNameField))
                DeviceName = Decode(text, nameEnd + 1, end);
        }

        private string? Check()
        {
            if (Ssid.Length == 0)
                return "Network: choose one or type its name.";
            if (Ssid.Length > SsidLimit)
                return "Network: a name has at most 32 bytes.";
            if (Password.Length > 0 && Password.Length < ShortestPassword)
                return "Password: it has at least 8 characters, or none for an open network.";
            if (Password.Length > LongestPassword)
                return "Password: it has at most 63 characters.";
            if (!IsText(Ssid) || !IsText(Password))
                return "Network and password: control characters cannot be in them.";
            return NameText.Clean(DeviceName, NameText.DeviceLimit + 1, true).Length > NameText.DeviceLimit
                ? "Device name: it has at most 39 bytes."
                : null;
        }

        private static bool IsText(byte[] text)
        {
            for (var i = 0; i < text.Length; i++)
            {
                if (text[i] < ' ' || text[i] == 0x7F)
                    return false;
            }

            return true;
        }

        private static byte[] Decode(byte[] text, int start, int end)
        {
            var decoded = new ByteBuffer(end - start + 1);
            for (var i = start; i < end; i++)
            {
                var high = text[i] == '%' && i + 2 < end ? AsciiText.HexDigit(text[i + 1]) : -1;
                var low = high >= 0 ? AsciiText.HexDigit(text[i + 2]) : -1;
                if (low >= 0)
                    i += 2;
                decoded.Add(low >= 0 ? (byte)(high * 16 + low) : text[i] == '+' ? (byte)' ' : text[i]);
            }

            return decoded.ToArray();
        }
    }
}
