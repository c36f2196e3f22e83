namespace RailHub.Firmware.Conformance.Reports;

/// <summary>Outcomes as people read them.</summary>
internal static class Words
{
    public static string Of(CheckOutcome outcome) => outcome switch
    {
        CheckOutcome.Passed => "PASS",
        CheckOutcome.Failed => "FAIL",
        _ => "SKIPPED",
    };
}
