using System.Text.Json.Serialization;
using RailHub.Contracts.Serialization;

namespace RailHub.Contracts;

/// <summary>Whether a chasing group runs.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<ChasingState>))]
public enum ChasingState
{
    /// <summary>It does not run.</summary>
    Stopped,

    /// <summary>It is to run; the board does not report it yet.</summary>
    Starting,

    /// <summary>The board reports it.</summary>
    Running,

    /// <summary>It is to stop; the board still reports it.</summary>
    Stopping,

    /// <summary>The board refused it.</summary>
    Refused,

    /// <summary>It is to run, and the layout's desk does not let it: it begins when that is lifted.</summary>
    Held,
}
