using System.Text.Json.Serialization;
using RailHub.Contracts.Serialization;

namespace RailHub.Contracts;

/// <summary>How a show stands.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<ShowMode>))]
public enum ShowMode
{
    /// <summary>It does nothing.</summary>
    Stopped,

    /// <summary>Its time passes.</summary>
    Playing,

    /// <summary>Its time stands still, and its fades where they are.</summary>
    Paused,
}
