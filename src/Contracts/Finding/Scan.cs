using System.Text.Json.Serialization;
using RailHub.Contracts.Serialization;

namespace RailHub.Contracts;

/// <summary>Where boards are looked for. Boards that tell their name by mDNS (protocol 1.2) are looked for in any case.</summary>
/// <param name="Ranges">
/// Private, link-local or loopback IPv4 addresses, <see cref="MostAddresses"/> at most: <c>192.168.1.0/24</c>, <c>192.168.1.10-60</c>,
/// <c>192.168.1.10-192.168.2.20</c> or <c>192.168.1.40</c>. Null = the networks that the silo is in; empty = by name only.
/// </param>
/// <param name="HttpPort">TCP port that is asked for a board, 80 on a real one.</param>
/// <param name="WebSocketPort">TCP port of the status of boards that are found; it is not tried.</param>
[GenerateSerializer, Immutable, Alias("RailHub.ScanDraft")]
public sealed record ScanDraft(
    [property: Id(0)] IReadOnlyList<string>? Ranges = null,
    [property: Id(1)] int HttpPort = 80,
    [property: Id(2)] int WebSocketPort = 81)
{
    /// <summary>How many addresses one scan asks at most.</summary>
    public const int MostAddresses = 1024;
}

/// <summary>How far a scan is.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<ScanState>))]
public enum ScanState
{
    /// <summary>Addresses are being asked.</summary>
    Running,

    /// <summary>All were asked.</summary>
    Done,

    /// <summary>Somebody stopped it; what was found stays.</summary>
    Cancelled,

    /// <summary>It broke off by a bug; what was found stays, and the log tells more.</summary>
    Failed,
}

/// <summary>The club's scan, as one layout sees it. There is one at a time, and it is forgotten when its silo ends.</summary>
/// <param name="StartedAt">When it was started: tells one scan from another.</param>
/// <param name="State">How far it is.</param>
/// <param name="Ranges">The addresses that it asks.</param>
/// <param name="Done">How many addresses were asked.</param>
/// <param name="Total">How many are to be asked; rises with every board that tells its name from elsewhere.</param>
/// <param name="IsWithoutNames">The network could not be asked for boards that tell their name.</param>
/// <param name="Found">The boards that answered, by their addresses.</param>
[GenerateSerializer, Immutable, Alias("RailHub.Scan")]
public sealed record Scan(
    [property: Id(0)] DateTimeOffset StartedAt,
    [property: Id(1)] ScanState State,
    [property: Id(2)] IReadOnlyList<string> Ranges,
    [property: Id(3)] int Done,
    [property: Id(4)] int Total,
    [property: Id(5)] bool IsWithoutNames,
    [property: Id(6)] IReadOnlyList<FoundBoard> Found);
