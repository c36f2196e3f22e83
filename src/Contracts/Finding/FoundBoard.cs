using System.Text.Json.Serialization;
using RailHub.Contracts.Serialization;

namespace RailHub.Contracts;

/// <summary>What a layout knows of a board that was found.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<FoundKind>))]
public enum FoundKind
{
    /// <summary>No layout of the club has it.</summary>
    New,

    /// <summary>The layout has it, at this address or live at another.</summary>
    Known,

    /// <summary>Another layout has it.</summary>
    KnownElsewhere,

    /// <summary>The layout has it at another address, where it is not live.</summary>
    Moved,
}

/// <summary>A board that answered a scan. All of it is the board's own word.</summary>
/// <param name="Id">The MAC address that it tells.</param>
/// <param name="Host">Its IPv4 address.</param>
/// <param name="HttpPort">TCP port at which it answered.</param>
/// <param name="WebSocketPort">TCP port at which its status is expected.</param>
/// <param name="Name">What it calls itself; null when it has no name that can be shown.</param>
/// <param name="Kind">What the layout knows of it.</param>
/// <param name="Known">How the club has registered it; null when it has not.</param>
/// <param name="Layout">The name of the layout that has it; null when none has.</param>
[GenerateSerializer, Immutable, Alias("RailHub.FoundBoard")]
public sealed record FoundBoard(
    [property: Id(0)] MacAddress Id,
    [property: Id(1)] string Host,
    [property: Id(2)] int HttpPort,
    [property: Id(3)] int WebSocketPort,
    [property: Id(4)] string? Name,
    [property: Id(5)] FoundKind Kind,
    [property: Id(6)] Controller? Known = null,
    [property: Id(7)] string? Layout = null);
