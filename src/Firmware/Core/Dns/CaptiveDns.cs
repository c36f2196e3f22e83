using RailHub.Firmware.Text;

namespace RailHub.Firmware.Dns
{
    /// <summary>
    /// The name server of the board's own access point: every name is the board (protocol 1.2), so that a phone which has
    /// joined shows the portal. The host brings the messages of port 53.
    /// </summary>
    public sealed class CaptiveDns
    {
        /// <summary>Port of the queries.</summary>
        public const int Port = 53;

        private const int Ttl = 60;

        private readonly byte[] _address;
        private readonly DnsQuestion _question = new DnsQuestion();

        /// <param name="address">The four bytes of the access point's IPv4 address.</param>
        public CaptiveDns(byte[] address)
        {
            _address = address;
        }

        /// <summary>Writes the answer to a message, of its first question; false when it is no query.</summary>
        public bool Reply(byte[] message, int length, ByteBuffer target)
        {
            if (!_question.Begin(message, length) || !_question.Next())
                return false;

            var hasAnswer = _question.Type == DnsType.A || _question.Type == DnsType.Any;
            target.Clear();
            target.Add(message, 0, 2);
            target.Add(0x85);
            target.Add(0x80);
            target.AddUInt16(1);
            target.AddUInt16(hasAnswer ? 1 : 0);
            target.AddUInt16(0);
            target.AddUInt16(0);
            target.Add(_question.Name);
            target.Add(message, _question.End - 4, 4);
            if (!hasAnswer)
                return true;

            // The name is that of the question, right behind the header (RFC 1035, 4.1.4).
            target.AddUInt16(0xC00C);
            target.AddUInt16(DnsType.A);
            target.AddUInt16(1);
            target.AddUInt16(0);
            target.AddUInt16(Ttl);
            target.AddUInt16(_address.Length);
            target.Add(_address, 0, _address.Length);
            return true;
        }
    }
}
