namespace RailHub.Contracts;

/// <summary>A board as the club has registered it.</summary>
/// <param name="Id">Its MAC address, told by the board itself.</param>
/// <param name="Layout">The layout that has it; a board is in one layout at most.</param>
/// <param name="Name">The club's name for it, 1..60 characters; at first the board's own.</param>
/// <param name="Host">Host name or IP address.</param>
/// <param name="HttpPort">TCP port of its HTTP API, 80 on a real board.</param>
/// <param name="WebSocketPort">TCP port of its status WebSocket, 81 on a real board.</param>
/// <param name="Version">Rises with every edit.</param>
[GenerateSerializer, Immutable, Alias("RailHub.Controller")]
public sealed record Controller(
    [property: Id(0)] MacAddress Id,
    [property: Id(1)] LayoutId Layout,
    [property: Id(2)] string Name,
    [property: Id(3)] string Host,
    [property: Id(4)] int HttpPort,
    [property: Id(5)] int WebSocketPort,
    [property: Id(6)] long Version);

/// <summary>What a person enters to add a board; the board's own status gives the rest.</summary>
/// <param name="Host">Host name or IP address.</param>
/// <param name="HttpPort">TCP port of its HTTP API.</param>
/// <param name="WebSocketPort">TCP port of its status WebSocket.</param>
/// <param name="Name">The club's name for it; null takes the board's own.</param>
[GenerateSerializer, Immutable, Alias("RailHub.ControllerDraft")]
public sealed record ControllerDraft(
    [property: Id(0)] string Host,
    [property: Id(1)] int HttpPort = 80,
    [property: Id(2)] int WebSocketPort = 81,
    [property: Id(3)] string? Name = null);

/// <summary>A change of a registered board; null leaves a member as it is.</summary>
/// <param name="Name">The club's name for it.</param>
/// <param name="Host">Host name or IP address.</param>
/// <param name="HttpPort">TCP port of its HTTP API.</param>
/// <param name="WebSocketPort">TCP port of its status WebSocket.</param>
[GenerateSerializer, Immutable, Alias("RailHub.ControllerEdit")]
public sealed record ControllerEdit(
    [property: Id(0)] string? Name = null,
    [property: Id(1)] string? Host = null,
    [property: Id(2)] int? HttpPort = null,
    [property: Id(3)] int? WebSocketPort = null);

/// <summary>Boards that are to be added at once.</summary>
/// <param name="Controllers">1..<see cref="Most"/> boards, no address twice.</param>
[GenerateSerializer, Immutable, Alias("RailHub.ControllerDrafts")]
public sealed record ControllerDrafts([property: Id(0)] IReadOnlyList<ControllerDraft> Controllers)
{
    /// <summary>How many can be added at once.</summary>
    public const int Most = 64;
}

/// <summary>What came of adding many boards.</summary>
/// <param name="Controllers">One outcome for each draft, in their order; the field of a refusal names its draft.</param>
[GenerateSerializer, Immutable, Alias("RailHub.AddedControllers")]
public sealed record AddedControllers([property: Id(0)] IReadOnlyList<Outcome<Controller>> Controllers);
