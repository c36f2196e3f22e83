namespace RailHub.Grains;

/// <summary>A lamp group in a file.</summary>
/// <param name="Name">Its name, 1..60 characters.</param>
/// <param name="Members">1..500 outputs, none twice.</param>
public sealed record FileLampGroup(string Name, IReadOnlyList<FileOutput?> Members);
