namespace RailHub.Protocol;

/// <summary>How the WebSocket to a board stands.</summary>
public enum LinkState
{
    /// <summary>A first attempt, or one that was asked for, is under way.</summary>
    Connecting,

    /// <summary>Status arrives.</summary>
    Live,

    /// <summary>Connected, but silent for longer than boards are at their worst; the last status may be out of date.</summary>
    Stale,

    /// <summary>Not connected; retried by itself until disposed.</summary>
    Offline,
}
