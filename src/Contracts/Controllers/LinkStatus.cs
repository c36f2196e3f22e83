using System.Text.Json.Serialization;
using RailHub.Contracts.Serialization;

namespace RailHub.Contracts;

/// <summary>How the WebSocket to a board is.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<LinkState>))]
public enum LinkState
{
    /// <summary>Being opened for the first time, or again.</summary>
    Connecting,

    /// <summary>Open, and the board reports.</summary>
    Live,

    /// <summary>Open, but the board has been silent for longer than it should.</summary>
    Stale,

    /// <summary>Not open.</summary>
    Offline,
}

/// <summary>Why a link is not live.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<LinkReason>))]
public enum LinkReason
{
    /// <summary>No reason: it is live, or was not tried yet.</summary>
    None,

    /// <summary>Nothing accepts a connection at the address.</summary>
    NotReached,

    /// <summary>The board closed at once: its five client slots are taken (protocol 3.2).</summary>
    NoFreeSlot,

    /// <summary>The board closed the connection.</summary>
    Closed,

    /// <summary>The board stopped reporting.</summary>
    Silent,

    /// <summary>What answers at the address is no RailHub board.</summary>
    NotABoard,

    /// <summary>Another board answers at the address.</summary>
    DifferentBoard,

    /// <summary>The gateway has heard nothing of the board for a while, not even that nothing is new: how it is, is not known.</summary>
    NotHeard,
}

/// <summary>How the link to a board is, and since when.</summary>
/// <param name="State">The state.</param>
/// <param name="Since">When it became so.</param>
/// <param name="Reason">Why it is not live.</param>
[GenerateSerializer, Immutable, Alias("RailHub.LinkStatus")]
public sealed record LinkStatus(
    [property: Id(0)] LinkState State,
    [property: Id(1)] DateTimeOffset Since,
    [property: Id(2)] LinkReason Reason = LinkReason.None);
