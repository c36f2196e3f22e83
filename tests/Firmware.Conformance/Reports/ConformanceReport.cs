using System.Globalization;

namespace RailHub.Firmware.Conformance.Reports;

/// <summary>What came of a run.</summary>
/// <param name="Address">Where the board was.</param>
/// <param name="Board">What it said of itself.</param>
/// <param name="Started">When the run began.</param>
/// <param name="Duration">How long it took.</param>
/// <param name="Results">All results, in the order of the run.</param>
/// <param name="CommandCount">How many commands the board carried out; each may have been a write to its flash.</param>
/// <param name="IsCutShort">Whether somebody ended the run.</param>
public sealed record ConformanceReport(BoardAddress Address, FoundBoard Board, DateTimeOffset Started, TimeSpan Duration,
    IReadOnlyList<CheckResult> Results, int CommandCount, bool IsCutShort)
{
    public int Count(CheckOutcome outcome) => Results.Count(result => result.Outcome == outcome);

    /// <summary>The figures in one line.</summary>
    public string Summary => string.Create(CultureInfo.InvariantCulture,
        $"{Count(CheckOutcome.Passed)} passed, {Count(CheckOutcome.Failed)} failed, {Count(CheckOutcome.Skipped)} skipped in {Duration.TotalSeconds:0.0} s");
}
