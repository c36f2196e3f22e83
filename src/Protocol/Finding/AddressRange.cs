using System.Buffers.Binary;
using System.Globalization;
using System.Net;

namespace RailHub.Protocol;

/// <summary>IPv4 addresses that follow each other, both ends included.</summary>
public readonly record struct AddressRange
{
    // RFC 1918 3, RFC 3927 2.1, RFC 1122 3.2.1.3.
    private static readonly AddressRange[] s_near =
    [
        Block(10, 0, 0, 0, 8), Block(172, 16, 0, 0, 12), Block(192, 168, 0, 0, 16), Block(169, 254, 0, 0, 16), Block(127, 0, 0, 0, 8),
    ];

    private readonly uint _first;
    private readonly uint _last;

    private AddressRange(uint first, uint last) => (_first, _last) = (first, last);

    /// <summary>How many addresses.</summary>
    public long Count => (long)_last - _first + 1;

    /// <summary>Whether all of them are private, link-local or loopback: boards are nowhere else, and nobody else is to be asked.</summary>
    public bool IsNear
    {
        get
        {
            foreach (var near in s_near)
            {
                if (_first >= near._first && _last <= near._last)
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>The addresses, ascending.</summary>
    public IEnumerable<IPAddress> Addresses
    {
        get
        {
            for (var address = (long)_first; address <= _last; address++)
            {
                yield return Address((uint)address);
            }
        }
    }

    /// <summary>The hosts of the network that an address is in: without the network's own address and the one for all, where it has them (RFC 3021).</summary>
    /// <param name="address">An IPv4 address.</param>
    /// <param name="prefix">Bits of the network, 0..32.</param>
    public static AddressRange NetworkOf(IPAddress address, int prefix)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(prefix, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(prefix, 32);
        var block = Block(Value(address), prefix);
        return prefix > 30 ? block : new AddressRange(block._first + 1, block._last - 1);
    }

    /// <summary>Whether an address is private, link-local or loopback.</summary>
    public static bool IsNearby(IPAddress address) =>
        address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork && NetworkOf(address, 32).IsNear;

    /// <summary>
    /// Reads <c>192.168.1.0/24</c>, <c>192.168.1.10-60</c>, <c>192.168.1.10-192.168.2.20</c> or <c>192.168.1.40</c>, with spaces around its
    /// parts; <see langword="false"/> for all else. Four decimal numbers without leading zeros, which some read as octal.
    /// </summary>
    public static bool TryParse(string? text, out AddressRange range)
    {
        range = default;
        var parts = (text ?? "").Split('/', 2, StringSplitOptions.TrimEntries);
        if (parts.Length == 2)
        {
            if (!TryAddress(parts[0], out var network) || !TryNumber(parts[1], 32, out var prefix))
            {
                return false;
            }

            range = NetworkOf(Address(network), (int)prefix);
            return true;
        }

        parts = parts[0].Split('-', 2, StringSplitOptions.TrimEntries);
        if (!TryAddress(parts[0], out var first))
        {
            return false;
        }

        var last = first;
        if (parts.Length == 2 && !TryAddress(parts[1], out last))
        {
            if (!TryNumber(parts[1], 255, out var octet))
            {
                return false;
            }

            last = (first & 0xFFFFFF00) | octet;
        }

        range = new AddressRange(first, last);
        return first <= last;
    }

    /// <summary>As it can be read again: <c>192.168.1.10-192.168.1.60</c>, or one address.</summary>
    public override string ToString() => _first == _last ? $"{Address(_first)}" : $"{Address(_first)}-{Address(_last)}";

    private static AddressRange Block(byte a, byte b, byte c, byte d, int prefix) => Block(((uint)a << 24) | ((uint)b << 16) | ((uint)c << 8) | d, prefix);

    private static AddressRange Block(uint address, int prefix)
    {
        var hosts = (uint)((1L << (32 - prefix)) - 1);
        return new AddressRange(address & ~hosts, address | hosts);
    }

    private static uint Value(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[4];
        return address.TryWriteBytes(bytes, out var written) && written == 4
            ? BinaryPrimitives.ReadUInt32BigEndian(bytes)
            : throw new ArgumentException($"{address} is no IPv4 address.", nameof(address));
    }

    private static IPAddress Address(uint value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return new IPAddress(bytes);
    }

    private static bool TryAddress(string text, out uint address)
    {
        address = 0;
        var octets = text.Split('.');
        foreach (var octet in octets)
        {
            if (!TryNumber(octet, 255, out var value))
            {
                return false;
            }

            address = (address << 8) | value;
        }

        return octets.Length == 4;
    }

    private static bool TryNumber(string text, uint most, out uint number) =>
        uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number <= most && (text.Length == 1 || text[0] != '0');
}
