namespace RailHub.Protocol;

/// <summary>What came of one document.</summary>
public enum ParseOutcome
{
    /// <summary>It was not a status document; the last good snapshot stays in force.</summary>
    Garbage,

    /// <summary>It says what was known already.</summary>
    Unchanged,

    /// <summary>It says something new.</summary>
    Changed,
}

/// <summary>The answer of <see cref="StatusParser.Parse"/>.</summary>
/// <param name="Outcome">What came of the document.</param>
/// <param name="Snapshot">The new snapshot, or for <see cref="ParseOutcome.Unchanged"/> the very instance that was passed in; null for garbage.</param>
/// <param name="Telemetry">The board's health; empty for garbage.</param>
/// <param name="Error">For garbage, a short reason in plain words; otherwise null.</param>
public readonly record struct ParseResult(ParseOutcome Outcome, StatusSnapshot? Snapshot, BoardTelemetry Telemetry, string? Error)
{
    /// <summary>The MAC address that this very document tells, nothing inherited; null when it tells none that can be read.</summary>
    public MacAddress? ToldMac { get; init; }
}
