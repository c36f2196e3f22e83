namespace RailHub.Protocol;

/// <summary>The outcome of asking a board for its status.</summary>
/// <param name="Answer">How the request ended; <see cref="BoardAnswerKind.Garbled"/> when the body was no status document.</param>
/// <param name="Snapshot">The status, or null unless the request was accepted.</param>
/// <param name="Telemetry">The board's health; empty unless the request was accepted.</param>
public readonly record struct StatusAnswer(BoardAnswer Answer, StatusSnapshot? Snapshot, BoardTelemetry Telemetry)
{
    /// <summary>The MAC address that this very answer tells, nothing inherited; null when it tells none that can be read.</summary>
    public MacAddress? ToldMac { get; init; }
}
