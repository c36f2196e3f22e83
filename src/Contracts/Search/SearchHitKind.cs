using System.Text.Json.Serialization;
using RailHub.Contracts.Serialization;

namespace RailHub.Contracts;

/// <summary>What a search found; those that are fewer stand first.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<SearchHitKind>))]
public enum SearchHitKind
{
    /// <summary>A layout.</summary>
    Layout,

    /// <summary>An area of a layout.</summary>
    Area,

    /// <summary>A scene.</summary>
    Scene,

    /// <summary>A show.</summary>
    Show,

    /// <summary>A chasing group.</summary>
    Chase,

    /// <summary>A board.</summary>
    Board,

    /// <summary>A lamp that people are to see.</summary>
    Lamp,
}
