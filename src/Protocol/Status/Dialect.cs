namespace RailHub.Protocol;

/// <summary>
/// Which of the known ways of speaking a board has, told from the shape of its documents: no document carries a version (protocol 1.7).
/// </summary>
public enum Dialect
{
    /// <summary>A device built to the letter of the WebSocket description; also the answer when nothing tells otherwise.</summary>
    Seed,

    /// <summary>RailHub32 v2.0: no chasing groups, truncating brightness, WebSocket documents without name and network.</summary>
    RailHub32,

    /// <summary>RailHub8266 v2.0 in either variant; the WebSocket does not tell the two apart.</summary>
    RailHub8266,
}
