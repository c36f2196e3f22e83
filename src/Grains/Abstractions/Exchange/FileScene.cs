namespace RailHub.Grains;

/// <summary>A scene in a file.</summary>
/// <param name="Name">Its name, 1..60 characters.</param>
/// <param name="Fade">How long its lights take, in milliseconds; 0 = at once.</param>
/// <param name="Targets">1..5000 targets, no output twice.</param>
public sealed record FileScene(string Name, long Fade, IReadOnlyList<FileTarget?> Targets);
