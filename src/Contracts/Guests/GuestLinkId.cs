using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using RailHub.Contracts.Serialization;

namespace RailHub.Contracts;

/// <summary>The identity of a guest link; a version 7 UUID, so that ids sort by their age.</summary>
/// <param name="Value">The UUID.</param>
[GenerateSerializer, Immutable, Alias("RailHub.GuestLinkId")]
[JsonConverter(typeof(ParsableJsonConverter<GuestLinkId>))]
public readonly record struct GuestLinkId([property: Id(0)] Guid Value) : IParsable<GuestLinkId>
{
    /// <summary>Makes a new id.</summary>
    /// <param name="now">The moment it is made at.</param>
    public static GuestLinkId Create(DateTimeOffset now) => new(Guid.CreateVersion7(now));

    /// <inheritdoc />
    public override string ToString() => Value.ToString();

    /// <summary>Reads an id.</summary>
    /// <exception cref="FormatException">The text is no UUID.</exception>
    public static GuestLinkId Parse(string s, IFormatProvider? provider) => new(Guid.Parse(s));

    /// <summary>Reads an id; <see langword="false"/> when the text is none.</summary>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out GuestLinkId result)
    {
        var read = Guid.TryParse(s, out var value);
        result = new GuestLinkId(value);
        return read;
    }
}
