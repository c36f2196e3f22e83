using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Serialization;
using RailHub.Contracts.Serialization;

namespace RailHub.Contracts;

/// <summary>
/// The identity of a controller: the station MAC address of its ESP (protocol 1.3: neither name nor address identify a board).
/// Written <c>AA:BB:CC:DD:EE:FF</c>; read with colons, dashes, no separator or as <c>AABB.CCDD.EEFF</c>, in either case.
/// </summary>
/// <param name="Value">The six bytes as a number, the first byte highest; 0..2^48-1.</param>
[GenerateSerializer, Immutable, Alias("RailHub.MacAddress")]
[JsonConverter(typeof(ParsableJsonConverter<MacAddress>))]
public readonly record struct MacAddress([property: Id(0)] ulong Value) : IParsable<MacAddress>, IComparable<MacAddress>
{
    private const ulong AllOnes = (1UL << 48) - 1;

    /// <summary>The lowest bit of the first octet.</summary>
    private const ulong GroupBit = 1UL << 40;

    /// <summary>The twelve digits without separators, for keys and URLs: <c>AABBCCDDEEFF</c>.</summary>
    public string Compact => Value.ToString("X12", CultureInfo.InvariantCulture);

    /// <summary>Why no device can have it as its own, or <see langword="null"/> when one can.</summary>
    public MacProblem? Problem
    {
        get
        {
            if (Value == 0)
            {
                return MacProblem.Zero;
            }

            if (Value == AllOnes)
            {
                return MacProblem.Broadcast;
            }

            return (Value & GroupBit) != 0 ? MacProblem.Multicast : null;
        }
    }

    /// <inheritdoc />
    public override string ToString() => string.Create(17, Value, static (text, value) =>
    {
        const string digits = "0123456789ABCDEF";
        for (var index = 0; index < 6; index++)
        {
            var octet = (int)(value >> (8 * (5 - index))) & 0xFF;
            text[index * 3] = digits[octet >> 4];
            text[(index * 3) + 1] = digits[octet & 0xF];
            if (index < 5)
            {
                text[(index * 3) + 2] = ':';
            }
        }
    });

    /// <inheritdoc />
    public int CompareTo(MacAddress other) => Value.CompareTo(other.Value);

    /// <summary>Reads an address.</summary>
    /// <exception cref="FormatException">The text is no MAC address.</exception>
    public static MacAddress Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var address) ? address : throw new FormatException($"\"{s}\" is no MAC address.");

    /// <inheritdoc cref="TryParse(string?, IFormatProvider?, out MacAddress)" />
    public static bool TryParse([NotNullWhen(true)] string? s, out MacAddress result) => TryParse(s, null, out result);

    /// <summary>Reads an address; <see langword="false"/> when the text is none.</summary>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out MacAddress result) =>
        TryParse(s.AsSpan(), out result);

    /// <summary>Reads an address; <see langword="false"/> when the text is none. Allocates nothing.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out MacAddress result)
    {
        result = default;
        // Digits between two separators, and the separator itself.
        var (group, separator) = text.Length switch
        {
            12 => (12, '\0'),
            14 => (4, '.'),
            17 => (2, text[2] is '-' ? '-' : ':'),
            _ => (0, '\0'),
        };
        if (group == 0)
        {
            return false;
        }

        ulong value = 0;
        for (var position = 0; position < text.Length; position++)
        {
            var letter = text[position];
            if (position % (group + 1) == group)
            {
                if (letter != separator)
                {
                    return false;
                }
            }
            else if (char.IsAsciiHexDigit(letter))
            {
                value = (value << 4) | (uint)(letter <= '9' ? letter - '0' : (letter | 0x20) - 'a' + 10);
            }
            else
            {
                return false;
            }
        }

        result = new MacAddress(value);
        return true;
    }

    /// <summary>Orders by value.</summary>
    public static bool operator <(MacAddress left, MacAddress right) => left.CompareTo(right) < 0;

    /// <summary>Orders by value.</summary>
    public static bool operator >(MacAddress left, MacAddress right) => left.CompareTo(right) > 0;

    /// <summary>Orders by value.</summary>
    public static bool operator <=(MacAddress left, MacAddress right) => left.CompareTo(right) <= 0;

    /// <summary>Orders by value.</summary>
    public static bool operator >=(MacAddress left, MacAddress right) => left.CompareTo(right) >= 0;
}
