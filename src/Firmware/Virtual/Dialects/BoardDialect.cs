namespace RailHub.Firmware.Virtual.Dialects;

/// <summary>
/// The firmware a board passes itself off as, so that clients can be tried against those in the field. An imitation
/// goes as far as a client can tell by documents, period and answers; its lamps follow the Core in every dialect.
/// </summary>
public enum BoardDialect
{
    /// <summary>A new board: the documents of the WebSocket feature description.</summary>
    Seed,

    /// <summary>RailHub32 v2.0: reduced status every two seconds, truncated brightness, 500 and 501 for what it does not know.</summary>
    R32,

    /// <summary>RailHub8266 v2.0 as bundled with RailHub32: groups by pin.</summary>
    R8266A,

    /// <summary>RailHub8266 v2.0 of its own repository: groups by pin, and build facts over HTTP too.</summary>
    R8266B,
}
