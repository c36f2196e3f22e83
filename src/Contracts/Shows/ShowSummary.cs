namespace RailHub.Contracts;

/// <summary>A show in a list, with how it runs.</summary>
/// <param name="Id">Its identity.</param>
/// <param name="Name">Its name.</param>
/// <param name="Cues">How many cues it has.</param>
/// <param name="Version">Rises with every edit.</param>
/// <param name="Run">How it runs; null when it does not, and leaves nothing to be released.</param>
[GenerateSerializer, Immutable, Alias("RailHub.ShowSummary")]
public sealed record ShowSummary(
    [property: Id(0)] ShowId Id,
    [property: Id(1)] string Name,
    [property: Id(2)] int Cues,
    [property: Id(3)] long Version,
    [property: Id(4)] ShowRun? Run = null)
{
    /// <summary>Whether another one says the same: lists that came over a wire are never the same object.</summary>
    public bool IsSame(ShowSummary other) => this == other with { Run = Run } && (Run?.IsSame(other.Run) ?? other.Run is null);
}
