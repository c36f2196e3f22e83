namespace RailHub.Grains;

/// <summary>A show in a file.</summary>
/// <param name="Name">Its name, 1..60 characters.</param>
/// <param name="Cues">At most 1,000, no number twice; in any order.</param>
/// <param name="Loops">How often it runs when it is played, 0..10,000; 0 = until it is stopped.</param>
public sealed record FileShow(string Name, IReadOnlyList<FileCue?> Cues, int Loops = 1);
