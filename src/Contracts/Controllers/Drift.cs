using System.Text.Json.Serialization;
using RailHub.Contracts.Serialization;

namespace RailHub.Contracts;

/// <summary>Why the desired state of an output differs from the reported one.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<Drift>))]
public enum Drift
{
    /// <summary>It does not differ.</summary>
    None,

    /// <summary>The command is on its way, or the board has not confirmed it yet.</summary>
    Pending,

    /// <summary>The board is offline; it is told when it is back.</summary>
    Offline,

    /// <summary>The board refused the command.</summary>
    Refused,

    /// <summary>The board shows what the layout's desk makes of it: blackout, master, park, solo. Nothing is waited for.</summary>
    Desk,
}
