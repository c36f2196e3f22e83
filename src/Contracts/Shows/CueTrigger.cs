using System.Text.Json.Serialization;
using RailHub.Contracts.Serialization;

namespace RailHub.Contracts;

/// <summary>How a cue is reached.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<CueTrigger>))]
public enum CueTrigger
{
    /// <summary>By hand.</summary>
    Go,

    /// <summary><see cref="Cue.Time"/> after the show began.</summary>
    Offset,

    /// <summary><see cref="Cue.Time"/> after the previous cue began.</summary>
    Follow,

    /// <summary><see cref="Cue.Time"/> after the previous cue was complete; a negative time overlaps with it.</summary>
    Hang,
}
