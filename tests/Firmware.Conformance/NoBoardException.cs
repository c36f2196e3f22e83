namespace RailHub.Firmware.Conformance;

/// <summary>At the address there is no board, or something else than a board. The message is one line for a person.</summary>
public sealed class NoBoardException(string message) : Exception(message);
