using System.Buffers.Binary;
using System.Text;

namespace RailHub.Firmware.Conformance.Net;

/// <summary>A WebSocket frame (RFC 6455, 5.2).</summary>
/// <param name="First">First byte: the end-of-message bit, reserved bits, opcode.</param>
/// <param name="IsMasked">Whether it was masked.</param>
/// <param name="Payload">Payload, unmasked.</param>
internal sealed record Frame(int First, bool IsMasked, byte[] Payload)
{
    public const int Final = 0x80;
    public const int Continuation = 0x0;
    public const int Text = 0x1;
    public const int Binary = 0x2;
    public const int Close = 0x8;
    public const int Ping = 0x9;
    public const int Pong = 0xA;

    // Any key will do for a test; this one has four different bytes.
    private static readonly byte[] Mask = [0x37, 0xFA, 0x21, 0x3D];

    /// <summary>Close code of a close frame, or 0.</summary>
    public int CloseCode => Payload.Length >= 2 ? BinaryPrimitives.ReadUInt16BigEndian(Payload) : 0;

    /// <summary>Bytes of a frame as a client sends it.</summary>
    public static byte[] Of(int opcode, ReadOnlySpan<byte> payload, bool isFinal = true, bool isMasked = true)
    {
        var frame = new List<byte>(Head(opcode, payload.Length, isFinal, isMasked));
        for (var i = 0; i < payload.Length; i++)
            frame.Add((byte)(isMasked ? payload[i] ^ Mask[i % Mask.Length] : payload[i]));
        return [.. frame];
    }

    public static byte[] Of(int opcode, string payload, bool isFinal = true, bool isMasked = true) =>
        Of(opcode, Encoding.UTF8.GetBytes(payload), isFinal, isMasked);

    /// <summary>Bytes of a frame up to its payload.</summary>
    public static byte[] Head(int opcode, long length, bool isFinal = true, bool isMasked = true)
    {
        var first = (byte)((isFinal ? Final : 0) | opcode);
        var mask = isMasked ? 0x80 : 0;
        byte[] head;
        if (length < 126)
        {
            head = [first, (byte)(mask | (int)length)];
        }
        else if (length <= ushort.MaxValue)
        {
            head = [first, (byte)(mask | 126), 0, 0];
            BinaryPrimitives.WriteUInt16BigEndian(head.AsSpan(2), (ushort)length);
        }
        else
        {
            head = [first, (byte)(mask | 127), 0, 0, 0, 0, 0, 0, 0, 0];
            BinaryPrimitives.WriteInt64BigEndian(head.AsSpan(2), length);
        }

        return isMasked ? [.. head, .. Mask] : head;
    }

    /// <summary>Reads a frame; null at the end of the connection.</summary>
    public static async Task<Frame?> ReadAsync(Wire wire, TimeSpan patience)
    {
        var first = await wire.ReadAsync(patience);
        var second = first < 0 ? -1 : await wire.ReadAsync();
        if (second < 0)
            return null;

        long length = second & 0x7F;
        if (length >= 126)
        {
            var count = length == 126 ? 2 : 8;
            length = (await wire.ReadAsync(count)).Aggregate(0L, (sum, value) => (sum << 8) | value);
        }

        if (length is < 0 or > 65536)
            throw new CheckFailure("a frame of at most 64 KB", $"one of {length} bytes");
        var isMasked = (second & 0x80) != 0;
        var mask = isMasked ? await wire.ReadAsync(4) : [];
        var payload = await wire.ReadAsync((int)length);
        if (payload.Length < length || (isMasked && mask.Length < 4))
            return null;
        for (var i = 0; isMasked && i < payload.Length; i++)
            payload[i] ^= mask[i % 4];
        return new Frame(first, isMasked, payload);
    }
}
