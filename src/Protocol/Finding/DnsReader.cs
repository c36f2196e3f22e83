using System.Buffers.Binary;

namespace RailHub.Protocol;

/// <summary>
/// Reads a DNS message (RFC 1035 4.1) strictly: whatever is not just so ends the reading. A name is given in its wire form without
/// compression, one char for each byte and ASCII in lower case, so that two names are the same when their texts are.
/// </summary>
internal ref struct DnsReader(ReadOnlySpan<byte> message)
{
    /// <summary>The head of a message, in bytes.</summary>
    public const int HeadLength = 12;

    // RFC 1035 2.3.4.
    private const int LongestName = 255;
    private const int Pointer = 0xC0;

    private readonly ReadOnlySpan<byte> _message = message;

    /// <summary>Where the next byte is read.</summary>
    public int Position { get; private set; }

    /// <summary>Passes over bytes.</summary>
    public bool TrySkip(int count)
    {
        if (count > _message.Length - Position)
        {
            return false;
        }

        Position += count;
        return true;
    }

    public bool TryReadUInt16(out int value)
    {
        value = 0;
        if (_message.Length - Position < 2)
        {
            return false;
        }

        value = BinaryPrimitives.ReadUInt16BigEndian(_message[Position..]);
        Position += 2;
        return true;
    }

    public bool TryReadUInt32(out uint value)
    {
        value = 0;
        if (_message.Length - Position < 4)
        {
            return false;
        }

        value = BinaryPrimitives.ReadUInt32BigEndian(_message[Position..]);
        Position += 4;
        return true;
    }

    /// <summary>The next bytes as they are.</summary>
    public bool TryRead(int count, out ReadOnlySpan<byte> bytes)
    {
        var start = Position;
        var succeeded = TrySkip(count);
        bytes = succeeded ? _message.Slice(start, count) : default;
        return succeeded;
    }

    /// <summary>A name. A pointer leads to before the part that it ends, so that no name leads in a circle (RFC 1035 4.1.4).</summary>
    public bool TryReadName(out string name)
    {
        name = "";
        Span<char> text = stackalloc char[LongestName];
        var (length, at, partBegin, end) = (0, Position, Position, -1);
        while (at < _message.Length)
        {
            int label = _message[at];
            if ((label & Pointer) == Pointer)
            {
                if (at + 1 >= _message.Length)
                {
                    return false;
                }

                end = end < 0 ? at + 2 : end;
                var target = ((label & ~Pointer) << 8) | _message[at + 1];
                if (target >= partBegin || target < HeadLength)
                {
                    return false;
                }

                at = partBegin = target;
                continue;
            }

            if ((label & Pointer) != 0 || length + label + 1 > LongestName || at + 1 + label > _message.Length)
            {
                return false;
            }

            text[length++] = (char)label;
            foreach (var letter in _message.Slice(at + 1, label))
            {
                text[length++] = (char)(letter is >= (byte)'A' and <= (byte)'Z' ? letter | 0x20 : letter);
            }

            at += label + 1;
            if (label == 0)
            {
                Position = end < 0 ? at : end;
                name = text[..length].ToString();
                return true;
            }
        }

        return false;
    }
}
