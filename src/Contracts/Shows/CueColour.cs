using System.Text.Json.Serialization;
using RailHub.Contracts.Serialization;

namespace RailHub.Contracts;

/// <summary>How a cue is marked in the list.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<CueColour>))]
public enum CueColour
{
    /// <summary>Not marked.</summary>
    None,

    /// <summary>Red.</summary>
    Red,

    /// <summary>Amber.</summary>
    Amber,

    /// <summary>Green.</summary>
    Green,

    /// <summary>Blue.</summary>
    Blue,

    /// <summary>Violet.</summary>
    Violet,
}
