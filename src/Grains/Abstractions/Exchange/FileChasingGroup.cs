namespace RailHub.Grains;

/// <summary>A chasing group in a file.</summary>
/// <param name="Name">Its name, 1..20 bytes of UTF-8.</param>
/// <param name="Interval">50..65535 milliseconds per step.</param>
/// <param name="Members">In running order.</param>
public sealed record FileChasingGroup(string Name, long Interval, IReadOnlyList<FileOutput?> Members);
