namespace RailHub.Firmware.Conformance;

/// <summary>What came of one check.</summary>
/// <param name="Check">The check.</param>
/// <param name="Outcome">How it came out.</param>
/// <param name="Detail">One line: expected and actual of a failure, the reason of a skip, figures of a pass; or empty.</param>
/// <param name="Duration">How long it took, without putting the board back.</param>
public sealed record CheckResult(Check Check, CheckOutcome Outcome, string Detail, TimeSpan Duration);
