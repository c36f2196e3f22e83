namespace RailHub.Firmware.Conformance;

/// <summary>Where a running board is found.</summary>
/// <param name="Host">Name or IP address.</param>
/// <param name="HttpPort">Port of the calls; 80 on every board.</param>
/// <param name="WebSocketPort">Port of the status feed; 81 on every board.</param>
public sealed record BoardAddress(string Host, int HttpPort = 80, int WebSocketPort = 81)
{
    public override string ToString() => $"{Host}, ports {HttpPort} and {WebSocketPort}";
}
