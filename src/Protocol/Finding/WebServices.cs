using System.Net;

namespace RailHub.Protocol;

/// <summary>The messages of a search for services <c>_http._tcp.local</c>, which boards tell of themselves (RFC 6763 4; protocol 1.2).</summary>
internal static class WebServices
{
    /// <summary>The longest message, in bytes (RFC 6762 17).</summary>
    public const int LongestMessage = 9000;

    /// <summary>How many records of one message are looked at; a board sends five.</summary>
    public const int MostRecords = 256;

    private const string Service = "\u0005_http\u0004_tcp\u0005local\0";
    private const string Local = "\u0005local\0";
    private const int TypeA = 1;
    private const int TypePtr = 12;
    private const int TypeSrv = 33;
    private const int Internet = 1;
    private const int TopBit = 0x8000;

    // An answer that is no error, to a plain query (RFC 6762 18.3, 18.11).
    private const int AnswerMask = 0xF80F;
    private const int Answer = 0x8000;

    /// <summary>
    /// The one question. Its top bit asks for an answer to the asker alone (RFC 6762 5.4), also those who do not know askers from other ports
    /// than 5353 (RFC 6762 6.7).
    /// </summary>
    public static byte[] Query(ushort id) =>
    [
        (byte)(id >> 8), (byte)id, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, .. Service.Select(letter => (byte)letter), 0, TypePtr, TopBit >> 8, Internet,
    ];

    /// <summary>
    /// Where the services of an answer are: those that it names, says the port of and, unless it is the sender's, the address of. None
    /// when any of it is not as it should be, or when it answers another question.
    /// </summary>
    /// <param name="message">As it was received; never trusted.</param>
    /// <param name="id">That of the question. Who knows no askers but those of the group answers with 0 (RFC 6762 18.1).</param>
    /// <param name="from">Who sent it.</param>
    public static IReadOnlyList<IPEndPoint> Read(ReadOnlySpan<byte> message, ushort id, IPAddress from)
    {
        var reader = new DnsReader(message);
        if (message.Length > LongestMessage || !AddressRange.IsNearby(from)
            || !reader.TryReadUInt16(out var told) || (told != id && told != 0)
            || !reader.TryReadUInt16(out var flags) || (flags & AnswerMask) != Answer
            || !reader.TryReadUInt16(out var questions)
            || !reader.TryReadUInt16(out var answers)
            || !reader.TryReadUInt16(out var authorities)
            || !reader.TryReadUInt16(out var additionals)
            || questions > 1 || answers + authorities + additionals > MostRecords)
        {
            return [];
        }

        if (questions == 1 && (!reader.TryReadName(out _) || !reader.TrySkip(4)))
        {
            return [];
        }

        var records = new Records();
        for (var left = answers + authorities + additionals; left > 0; left--)
        {
            if (!TryReadRecord(ref reader, records))
            {
                return [];
            }
        }

        return records.Services(from);
    }

    private static bool TryReadRecord(ref DnsReader reader, Records records)
    {
        if (!reader.TryReadName(out var owner)
            || !reader.TryReadUInt16(out var type)
            || !reader.TryReadUInt16(out var recordClass)
            || !reader.TryReadUInt32(out var seconds)
            || !reader.TryReadUInt16(out var length))
        {
            return false;
        }

        var end = reader.Position + length;

        // A record that lives no longer is a farewell (RFC 6762 10.1).
        var counts = (recordClass & ~TopBit) == Internet && seconds > 0;
        switch (type)
        {
            case TypePtr:
                if (!reader.TryReadName(out var instance) || reader.Position != end)
                {
                    return false;
                }

                if (counts && owner == Service && IsInstance(instance))
                {
                    records.Instances.Add(instance);
                }

                return true;
            case TypeSrv:
                if (!reader.TrySkip(4) || !reader.TryReadUInt16(out var port) || !reader.TryReadName(out var host) || reader.Position != end)
                {
                    return false;
                }

                if (counts && port > 0 && host.EndsWith(Local, StringComparison.Ordinal))
                {
                    records.Hosts.TryAdd(owner, (host, port));
                }

                return true;
            case TypeA:
                if (length != 4 || !reader.TryRead(4, out var address))
                {
                    return false;
                }

                if (counts)
                {
                    records.Addresses.TryAdd(owner, new IPAddress(address));
                }

                return true;
            default:
                return reader.TrySkip(length);
        }
    }

    // One label, and then the service.
    private static bool IsInstance(string name) => name.EndsWith(Service, StringComparison.Ordinal) && name[0] + 1 == name.Length - Service.Length;

    private sealed class Records
    {
        public HashSet<string> Instances { get; } = [];

        public Dictionary<string, (string Host, int Port)> Hosts { get; } = [];

        public Dictionary<string, IPAddress> Addresses { get; } = [];

        public IReadOnlyList<IPEndPoint> Services(IPAddress from) =>
        [
            .. Instances.Where(Hosts.ContainsKey)
                .Select(instance => Hosts[instance])
                .Select(service => new IPEndPoint(Addresses.GetValueOrDefault(service.Host, from), service.Port))
                .Where(service => AddressRange.IsNearby(service.Address))
                .Distinct(),
        ];
    }
}
