using RailHub.Contracts;

namespace RailHub.Grains;

/// <summary>A board in a file.</summary>
/// <param name="Mac">Its MAC address.</param>
/// <param name="Name">The club's name for it, 1..60 characters.</param>
/// <param name="Host">Host name or IP address.</param>
/// <param name="HttpPort">TCP port of its HTTP API.</param>
/// <param name="WebSocketPort">TCP port of its status WebSocket.</param>
public sealed record FileBoard(MacAddress Mac, string Name, string Host, int HttpPort = 80, int WebSocketPort = 81);
