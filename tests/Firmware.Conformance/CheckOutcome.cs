namespace RailHub.Firmware.Conformance;

/// <summary>How a check came out.</summary>
public enum CheckOutcome
{
    Passed,
    Failed,

    /// <summary>It was not run, and the result says why.</summary>
    Skipped,
}
