using System.Text.Json.Serialization;
using RailHub.Contracts.Serialization;

namespace RailHub.Contracts;

/// <summary>Why no other machine finds a gateway by an address that the gateway knows.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<AddressProblem>))]
public enum AddressProblem
{
    /// <summary>It listens at the loopback only.</summary>
    OnlyHere,

    /// <summary>Its machine is in no network.</summary>
    NoNetwork,

    /// <summary>It is behind a proxy or in a container: by which address others come there, it is not told.</summary>
    Hidden,
}
