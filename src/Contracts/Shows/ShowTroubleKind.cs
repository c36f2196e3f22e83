using System.Text.Json.Serialization;
using RailHub.Contracts.Serialization;

namespace RailHub.Contracts;

/// <summary>Why something of a show is not as its cues want it.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<ShowTroubleKind>))]
public enum ShowTroubleKind
{
    /// <summary>The layout has no such board any more.</summary>
    BoardRemoved,

    /// <summary>The board is not connected; it gets the look of then when it is back.</summary>
    BoardOffline,

    /// <summary>Somebody, or another show, took the output over.</summary>
    TakenOver,

    /// <summary>The board was sent its steps of today: its lights jump to where they are to fade to.</summary>
    FadesSpent,

    /// <summary>A chase or a show that a cue starts or stops refused.</summary>
    ActionRefused,
}
