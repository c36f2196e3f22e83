using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Serialization;
using RailHub.Contracts.Serialization;

namespace RailHub.Contracts;

/// <summary>The number of a cue in its show: 0.001 to 9999.999, so that a cue can always go between two others.</summary>
/// <param name="Thousandths">1..9,999,999.</param>
[GenerateSerializer, Immutable, Alias("RailHub.CueNumber")]
[JsonConverter(typeof(ParsableJsonConverter<CueNumber>))]
public readonly record struct CueNumber([property: Id(0)] int Thousandths) : IParsable<CueNumber>
{
    private const int Most = 9_999_999;

    /// <summary>A whole number.</summary>
    public static CueNumber Whole(int number) => new(number * 1000);

    /// <summary>As people write it: 12, 12.5.</summary>
    public override string ToString() => (Thousandths / 1000m).ToString("0.###", CultureInfo.InvariantCulture);

    /// <summary>Whether it stands after another one in a list.</summary>
    public bool IsAfter(CueNumber other) => Thousandths > other.Thousandths;

    /// <summary>Reads a number.</summary>
    /// <exception cref="FormatException">The text is no number of a cue.</exception>
    public static CueNumber Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var number) ? number : throw new FormatException($"\"{s}\" is no number of a cue.");

    /// <summary>Reads a number with a point and at most three decimals; <see langword="false"/> when the text is none.</summary>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out CueNumber result)
    {
        result = default;
        if (!decimal.TryParse(s, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) || number is <= 0 or >= 10_000)
        {
            return false;
        }

        var thousandths = number * 1000;
        result = new CueNumber((int)thousandths);
        return thousandths == result.Thousandths && result.Thousandths is > 0 and <= Most;
    }
}
