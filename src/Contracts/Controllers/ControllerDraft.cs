namespace RailHub.Contracts;

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
