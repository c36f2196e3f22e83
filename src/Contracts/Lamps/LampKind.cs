using System.Text.Json.Serialization;
using RailHub.Contracts.Serialization;

namespace RailHub.Contracts;

/// <summary>What an output is in the layout.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<LampKind>))]
public enum LampKind
{
    /// <summary>A light of a house, a street, a platform.</summary>
    Lamp,

    /// <summary>An aspect of a signal.</summary>
    Signal,

    /// <summary>Something that is to be read.</summary>
    Sign,

    /// <summary>Fire, welding, lightning.</summary>
    Effect,
}
