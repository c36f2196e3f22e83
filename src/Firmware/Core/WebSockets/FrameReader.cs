namespace RailHub.Firmware.WebSockets
{
    /// <summary>
    /// Takes the frames of a client apart, from pieces of any size. Of the payload it keeps what an answer needs: that of
    /// control frames. The rest is passed over without being stored, since a board obeys no incoming text (protocol 3.6).
    /// </summary>
    public sealed class FrameReader
    {
        /// <summary>Longest payload in bytes.</summary>
        public const int PayloadLimit = 15360;

        /// <summary>Longest payload of a control frame in bytes (RFC 6455, 5.5).</summary>
        internal const int ControlPayloadLimit = 125;

        private readonly byte[] _header = new byte[14];
        private readonly byte[] _payload = new byte[ControlPayloadLimit];
        private int _headerLength;
        private int _headerSize;
        private int _payloadLength;
        private int _payloadSize;
        private int _maskAt;

        public FrameReader()
        {
            Reset();
        }

        /// <summary>Type of the frame that is complete.</summary>
        public int FrameOpcode => _header[0] & 0x0F;

        /// <summary>Whether a frame is complete; reading the next byte begins the next frame.</summary>
        public bool IsComplete { get; private set; }

        /// <summary>Close code for a frame that may not be; 0 while all is well.</summary>
        public int Error { get; private set; }

        /// <summary>Whether a frame has begun and is not complete.</summary>
        public bool IsUnfinished => _headerLength > 0 && !IsComplete;

        /// <summary>Unmasked payload of a control frame; its first <see cref="PayloadLength"/> bytes.</summary>
        public byte[] Payload => _payload;

        public int PayloadLength => _payloadSize;

        /// <summary>Reads from the bytes until a frame is complete or wrong; returns how many it has taken.</summary>
        public int Read(byte[] bytes, int offset, int count)
        {
            if (IsComplete)
                Reset();

            var at = offset;
            var end = offset + count;
            while (at < end && !IsComplete && Error == 0)
            {
                if (_headerLength < _headerSize)
                    ReadHeader(bytes[at++]);
                else
                    at += ReadPayload(bytes, at, end - at);
            }

            return at - offset;
        }

        private void Reset()
        {
            IsComplete = false;
            _headerLength = 0;
            _headerSize = 2;
            _payloadLength = 0;
            _payloadSize = 0;
        }

        private void ReadHeader(byte value)
        {
            _header[_headerLength++] = value;
            if (_headerLength == 2)
                CheckFirstBytes();
            if (_headerLength == _headerSize && Error == 0)
                EndHeader();
        }

        private void CheckFirstBytes()
        {
            var isFinal = (_header[0] & Opcode.Final) != 0;
            var hasReservedBits = (_header[0] & 0x70) != 0;
            var length = _header[1] & 0x7F;
            var isBadControl = Opcode.IsControl(FrameOpcode) && (!isFinal || length > ControlPayloadLimit);
            if (hasReservedBits || !Opcode.IsKnown(FrameOpcode) || isBadControl)
                Error = CloseCode.ProtocolError;

            _headerSize = 2 + (length == 126 ? 2 : length == 127 ? 8 : 0);
            _maskAt = _headerSize;
            if (IsMasked)
                _headerSize += 4;
        }

        private bool IsMasked => (_header[1] & 0x80) != 0;

        private void EndHeader()
        {
            long length = _header[1] & 0x7F;
            if (length > ControlPayloadLimit)
            {
                length = 0;
                for (var i = 2; i < _maskAt; i++)
                {
                    // The first bytes of a monstrous length are enough to know it is too long.
                    if (length <= PayloadLimit)
                        length = (length << 8) | _header[i];
                    else
                        break;
                }
            }

            if (length > PayloadLimit)
                Error = CloseCode.TooBig;
            _payloadSize = (int)length;
            IsComplete = Error == 0 && _payloadSize == 0;
        }

        private int ReadPayload(byte[] bytes, int offset, int count)
        {
            var missing = _payloadSize - _payloadLength;
            var taken = count < missing ? count : missing;
            if (Opcode.IsControl(FrameOpcode))
            {
                for (var i = 0; i < taken; i++)
                {
                    var place = _payloadLength + i;
                    _payload[place] = IsMasked ? (byte)(bytes[offset + i] ^ _header[_maskAt + place % 4]) : bytes[offset + i];
                }
            }

            _payloadLength += taken;
            IsComplete = _payloadLength == _payloadSize;
            return taken;
        }
    }
}
