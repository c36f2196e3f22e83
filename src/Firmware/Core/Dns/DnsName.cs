using System.Text;
using RailHub.Firmware.Text;

namespace RailHub.Firmware.Dns
{
    /// <summary>A domain name in wire format (RFC 1035, 3.1).</summary>
    internal sealed class DnsName
    {
        private readonly ByteBuffer _bytes = new ByteBuffer(64);

        /// <param name="first">The first label, of any bytes; null when there is none before the domain.</param>
        /// <param name="domain">The labels behind it, with dots.</param>
        public DnsName(byte[]? first, string domain)
        {
            if (first != null)
                AddLabel(first, 0, first.Length);
            var labels = Encoding.UTF8.GetBytes(domain);
            var start = 0;
            for (var i = 0; i <= labels.Length; i++)
            {
                if (i < labels.Length && labels[i] != '.')
                    continue;
                AddLabel(labels, start, i - start);
                start = i + 1;
            }

            _bytes.Add(0);
        }

        public int Length => _bytes.Length;

        public void AddTo(ByteBuffer target) => target.Add(_bytes);

        /// <summary>Whether a name in small letters is this one, whatever its case.</summary>
        public bool Is(ByteBuffer lowerCase)
        {
            if (lowerCase.Length != _bytes.Length)
                return false;
            for (var i = 0; i < _bytes.Length; i++)
            {
                var letter = _bytes.Bytes[i];
                if (letter >= 'A' && letter <= 'Z')
                    letter = (byte)(letter + 'a' - 'A');
                if (letter != lowerCase.Bytes[i])
                    return false;
            }

            return true;
        }

        private void AddLabel(byte[] text, int start, int count)
        {
            _bytes.Add((byte)count);
            _bytes.Add(text, start, count);
        }
    }
}
