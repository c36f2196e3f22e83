namespace RailHub.Contracts;

/// <summary>What an output is set to.</summary>
/// <param name="Active">Whether it is on; stays true in the dark phases of blinking and chasing (protocol 4.1).</param>
/// <param name="Brightness">0..100 percent, independent of <paramref name="Active"/>.</param>
/// <param name="Interval">Blink interval in milliseconds, 0 = steady; the light is on for one interval and off for the next.</param>
/// <param name="Name">The output's name at the board, 20 bytes of UTF-8 at most; empty = none.</param>
[GenerateSerializer, Immutable, Alias("RailHub.OutputValues")]
public sealed record OutputValues(
    [property: Id(0)] bool Active = false,
    [property: Id(1)] int Brightness = 100,
    [property: Id(2)] long Interval = 0,
    [property: Id(3)] string Name = "")
{
    /// <summary>The values after a change.</summary>
    public OutputValues With(OutputChange change) => new(
        change.Active ?? Active, change.Brightness ?? Brightness, change.Interval ?? Interval, change.Name ?? Name);
}
