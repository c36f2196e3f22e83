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
