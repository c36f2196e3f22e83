namespace RailHub.Grains;

/// <summary>An output in a file.</summary>
/// <param name="Board">Name or MAC address of its board.</param>
/// <param name="Pin">GPIO number.</param>
public sealed record FileOutput(string Board, int Pin);
