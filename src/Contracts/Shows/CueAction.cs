using System.Text.Json.Serialization;
using RailHub.Contracts.Serialization;

namespace RailHub.Contracts;

/// <summary>What a cue does.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<CueAction>))]
public enum CueAction
{
    /// <summary>Nothing: a mark, or a pause in the list.</summary>
    Nothing,

    /// <summary>Recalls <see cref="Cue.Scene"/>.</summary>
    Scene,

    /// <summary>Sets <see cref="Cue.Targets"/>.</summary>
    Targets,

    /// <summary>Starts <see cref="Cue.ChasingGroup"/>.</summary>
    StartChase,

    /// <summary>Stops <see cref="Cue.ChasingGroup"/>.</summary>
    StopChase,

    /// <summary>Plays <see cref="Cue.Show"/> from its beginning.</summary>
    StartShow,

    /// <summary>Stops <see cref="Cue.Show"/>.</summary>
    StopShow,
}
