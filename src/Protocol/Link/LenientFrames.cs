namespace RailHub.Protocol;

/// <summary>
/// Follows the bytes of a WebSocket server and turns the opcode of text frames into that of binary frames, in place.
/// </summary>
/// <remarks>
/// .NET's WebSocket closes the connection with 1007 when a text message is not valid UTF-8, and boards send such messages (protocol 8.1 #7):
/// every reconnect would meet the same name again. Binary messages are not looked into. All state is in fields, so that the bytes may come
/// in pieces of any size.
/// </remarks>
internal sealed class LenientFrames(int maxMessageBytes)
{
    private const int TextOpcode = 1;
    private const int BinaryOpcode = 2;
    private const int FirstControlOpcode = 8;

    private Part _part = Part.ResponseHead;
    private int _headIndex;
    private int _headEndMatched;
    private bool _isUpgrade = true;
    private bool _isControl;
    private bool _isFinal;
    private int _frameHeadLength;
    private int _lengthEnd;
    private ulong _payloadLeft;
    private ulong _messageLength;

    private enum Part
    {
        ResponseHead,
        FrameHead,
        Payload,
        NotAWebSocket,
    }

    /// <summary>Follows the next bytes of the server.</summary>
    /// <exception cref="IOException">A message grows beyond the limit; nothing else on the socket bounds it.</exception>
    public void Follow(Span<byte> received)
    {
        for (var i = 0; i < received.Length; i++)
        {
            switch (_part)
            {
                case Part.ResponseHead:
                    FollowResponseHead(received[i]);
                    break;
                case Part.FrameHead:
                    FollowFrameHead(ref received[i]);
                    break;
                case Part.Payload:
                    i += TakePayload(received.Length - i) - 1;
                    break;
                case Part.NotAWebSocket:
                    return;
            }
        }
    }

    private void FollowResponseHead(byte next)
    {
        // "HTTP/1.1 101 ": only after a 101 do frames follow.
        var statusDigit = _headIndex - "HTTP/1.1 ".Length;
        if (statusDigit is >= 0 and < 3)
        {
            _isUpgrade &= next == "101"u8[statusDigit];
        }

        _headIndex++;

        if (next == "\r\n\r\n"u8[_headEndMatched])
        {
            _headEndMatched++;
        }
        else
        {
            _headEndMatched = next == '\r' ? 1 : 0;
        }

        if (_headEndMatched == 4)
        {
            BeginFrame();
        }
    }

    private void BeginFrame()
    {
        _part = _isUpgrade ? Part.FrameHead : Part.NotAWebSocket;
        _headIndex = 0;
        _frameHeadLength = 2;
        _payloadLeft = 0;
    }

    private void FollowFrameHead(ref byte next)
    {
        switch (_headIndex)
        {
            case 0:
                var opcode = next & 0x0F;
                _isFinal = (next & 0x80) != 0;
                _isControl = opcode >= FirstControlOpcode;
                if (opcode == TextOpcode)
                {
                    next = (byte)((next & 0xF0) | BinaryOpcode);
                }

                break;
            case 1:
                var length = next & 0x7F;
                var (lengthBytes, maskBytes) = (length switch { 126 => 2, 127 => 8, _ => 0 }, (next & 0x80) != 0 ? 4 : 0);
                _frameHeadLength += lengthBytes + maskBytes;
                _payloadLeft = lengthBytes == 0 ? (ulong)length : 0;
                _lengthEnd = 2 + lengthBytes;
                break;
            default:
                if (_headIndex < _lengthEnd)
                {
                    _payloadLeft = (_payloadLeft << 8) | next;
                }

                break;
        }

        if (++_headIndex == _frameHeadLength)
        {
            BeginPayload();
        }
    }

    private void BeginPayload()
    {
        if (!_isControl)
        {
            if (_payloadLeft > (ulong)maxMessageBytes - _messageLength)
            {
                throw new IOException($"a message of more than {maxMessageBytes} bytes");
            }

            _messageLength = _isFinal ? 0 : _messageLength + _payloadLeft;
        }

        if (_payloadLeft == 0)
        {
            BeginFrame();
        }
        else
        {
            _part = Part.Payload;
        }
    }

    private int TakePayload(int available)
    {
        var taken = (int)Math.Min(_payloadLeft, (ulong)available);
        _payloadLeft -= (ulong)taken;
        if (_payloadLeft == 0)
        {
            BeginFrame();
        }

        return taken;
    }
}
