using System.Buffers.Binary;
using System.Net;
using System.Text;

namespace RailHub.Protocol.Tests.Finding;

/// <summary>A message of mDNS as a test writes it, byte for byte.</summary>
internal sealed class MdnsMessage
{
    public const string Service = "_http._tcp.local";
    public const int A = 1, Ptr = 12, Txt = 16, Srv = 33;

    private readonly List<byte> _bytes = [.. new byte[12]];

    public MdnsMessage(ushort id = 0, ushort flags = 0x8400)
    {
        Put(0, id);
        Put(2, flags);
    }

    public int Position => _bytes.Count;

    public byte[] Bytes => [.. _bytes];

    /// <summary>What a board says of itself: service, port and text, address.</summary>
    public static MdnsMessage OfBoard(string name, string host, IPAddress address, ushort id = 0, int port = 80) => new MdnsMessage(id)
        .Record(Service, Ptr, Name($"{name}.{Service}"))
        .Record($"{name}.{Service}", Srv, [0, 0, 0, 0, (byte)(port >> 8), (byte)port, .. Name(host)])
        .Record($"{name}.{Service}", Txt, [0])
        .Record(host, A, address.GetAddressBytes());

    public static byte[] Name(string name) =>
        [.. name.Split('.').SelectMany(label => (byte[])[(byte)Encoding.UTF8.GetByteCount(label), .. Encoding.UTF8.GetBytes(label)]), 0];

    public MdnsMessage Question(string name)
    {
        Count(4);
        return Raw([.. Name(name), 0, Ptr, 0, 1]);
    }

    public MdnsMessage Record(string owner, int type, byte[] data, uint ttl = 120) => Record(Name(owner), type, data, ttl);

    public MdnsMessage Record(byte[] owner, int type, byte[] data, uint ttl = 120, int? length = null, int recordClass = 0x8001)
    {
        Count(6);
        var head = new byte[10];
        BinaryPrimitives.WriteUInt16BigEndian(head, (ushort)type);
        BinaryPrimitives.WriteUInt16BigEndian(head.AsSpan(2), (ushort)recordClass);
        BinaryPrimitives.WriteUInt32BigEndian(head.AsSpan(4), ttl);
        BinaryPrimitives.WriteUInt16BigEndian(head.AsSpan(8), (ushort)(length ?? data.Length));
        return Raw([.. owner, .. head, .. data]);
    }

    public MdnsMessage Raw(byte[] bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    private void Count(int at) => Put(at, (ushort)((_bytes[at] << 8 | _bytes[at + 1]) + 1));

    private void Put(int at, ushort value) => (_bytes[at], _bytes[at + 1]) = ((byte)(value >> 8), (byte)value);
}
