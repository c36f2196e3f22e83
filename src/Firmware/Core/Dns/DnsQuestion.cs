using RailHub.Firmware.Text;

namespace RailHub.Firmware.Dns
{
    /// <summary>
    /// Reads the questions of a message, one after the other (RFC 1035, 4). It trusts nothing: a message that lies about
    /// its names, its length or its counts simply has no further question.
    /// </summary>
    internal sealed class DnsQuestion
    {
        private const int HeaderSize = 12;
        private const int NameLimit = 255;
        private const int JumpLimit = 8;
        private const byte ResponseFlag = 0x80;
        private const byte OpcodeBits = 0x78;

        private readonly ByteBuffer _name = new ByteBuffer(64);
        private byte[] _message = NameText.None;
        private int _length;
        private int _at;
        private int _left;

        /// <summary>Just behind the question in the message.</summary>
        public int End => _at;

        /// <summary>The name in wire format, without pointers and in small letters.</summary>
        public ByteBuffer Name => _name;

        /// <summary>Type of the record asked for.</summary>
        public int Type { get; private set; }

        /// <summary>Whether the asker wants the answer for itself (RFC 6762, 5.4).</summary>
        public bool WantsUnicast { get; private set; }

        /// <summary>Begins with a message; false when it is no query.</summary>
        public bool Begin(byte[] message, int length)
        {
            _message = message;
            _length = length;
            _at = HeaderSize;
            _left = 0;
            if (length < HeaderSize || (message[2] & (ResponseFlag | OpcodeBits)) != 0)
                return false;
            _left = (message[4] << 8) | message[5];
            return true;
        }

        /// <summary>Goes on to the next question; false when there is none that can be read.</summary>
        public bool Next()
        {
            if (_left == 0)
                return false;
            _left--;
            if (!ReadName() || _at + 4 > _length)
            {
                _left = 0;
                return false;
            }

            Type = (_message[_at] << 8) | _message[_at + 1];
            WantsUnicast = (_message[_at + 2] & 0x80) != 0;
            _at += 4;
            return true;
        }

        // Pointers may lead anywhere in the message, but not for ever.
        private bool ReadName()
        {
            _name.Clear();
            var at = _at;
            var end = -1;
            for (var jumps = 0; jumps <= JumpLimit;)
            {
                if (at >= _length)
                    return false;
                int size = _message[at];
                if (size >= 0xC0)
                {
                    if (at + 2 > _length)
                        return false;
                    if (end < 0)
                        end = at + 2;
                    at = ((size & 0x3F) << 8) | _message[at + 1];
                    jumps++;
                    continue;
                }

                if (size > 63 || at + 1 + size > _length || _name.Length + 1 + size > NameLimit)
                    return false;
                AddLabel(at, size);
                at += 1 + size;
                if (size == 0)
                {
                    _at = end < 0 ? at : end;
                    return true;
                }
            }

            return false;
        }

        private void AddLabel(int at, int size)
        {
            _name.Add((byte)size);
            for (var i = 1; i <= size; i++)
            {
                var letter = _message[at + i];
                _name.Add(letter >= 'A' && letter <= 'Z' ? (byte)(letter + 'a' - 'A') : letter);
            }
        }
    }
}
