namespace RailHub.Firmware.Conformance;

/// <summary>A check cannot be run on this board as it is.</summary>
internal sealed class CheckSkipped(string reason) : Exception(reason);
