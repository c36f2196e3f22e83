using System.Text;
using RailHub.Firmware.Text;

namespace RailHub.Firmware.Network
{
    /// <summary>The name of a board in the local domain (protocol 1.3).</summary>
    public static class HostName
    {
        /// <summary>Longest label of a host name, in bytes (RFC 1035, 2.3.4).</summary>
        public const int Limit = 63;

        /// <summary>
        /// The device name in small letters, blanks as hyphens. What a host name may not have is left out, where the boards in the
        /// field send it as it is; without anything left it is the family's name.
        /// </summary>
        public static byte[] Of(byte[] deviceName, BoardProfile profile)
        {
            var name = new ByteBuffer(Limit);
            for (var i = 0; i < deviceName.Length; i++)
            {
                var letter = deviceName[i];
                if (letter >= 'A' && letter <= 'Z')
                    name.Add((byte)(letter + 'a' - 'A'));
                else if ((letter >= 'a' && letter <= 'z') || AsciiText.IsDigit(letter))
                    name.Add(letter);
                else if ((letter == ' ' || letter == '-') && name.Length > 0)
                    name.Add((byte)'-');
            }

            var length = name.Length;
            while (length > 0 && name.Bytes[length - 1] == '-')
                length--;
            if (length == 0)
                return Of(Encoding.UTF8.GetBytes(profile.DeviceName), profile);

            var clean = new byte[length];
            System.Array.Copy(name.Bytes, 0, clean, 0, length);
            return clean;
        }
    }
}
