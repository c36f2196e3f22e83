namespace RailHub.Contracts;

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
