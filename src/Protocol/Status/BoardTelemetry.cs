namespace RailHub.Protocol;

/// <summary>What every document says about the board's own health. It changes all the time and is never a change of the status.</summary>
/// <param name="UptimeMilliseconds">Milliseconds since the board started; wraps after 49.7 days and goes back at a restart. 0 when the document has none.</param>
/// <param name="FreeHeapBytes">Free memory of the board in bytes. 0 when the document has none.</param>
/// <param name="WebSocketClients">Open status connections, told by the RailHub32 only; counts dead ones for a while.</param>
/// <param name="ApClients">Stations on the board's own access point.</param>
public readonly record struct BoardTelemetry(long UptimeMilliseconds, long FreeHeapBytes, int? WebSocketClients, int? ApClients);
