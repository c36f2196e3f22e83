using System.Text.Json.Serialization;
using RailHub.Contracts.Serialization;

namespace RailHub.Contracts;

/// <summary>What a guest's button is for.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<GuestButtonKind>))]
public enum GuestButtonKind
{
    /// <summary>It recalls a scene.</summary>
    Scene,

    /// <summary>It plays a show, and stops it.</summary>
    Show,

    /// <summary>It switches a lamp.</summary>
    Lamp,
}
