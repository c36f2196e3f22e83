namespace RailHub.Contracts;

/// <summary>What a search over all layouts found.</summary>
/// <param name="Hits">The best first.</param>
/// <param name="More">How many more there are.</param>
/// <param name="Unheard">
/// The names of layouts of which the gateway does not hear everything just now, so that something may be missing of them, or have changed.
/// </param>
public sealed record SearchAnswer(IReadOnlyList<SearchHit> Hits, int More, IReadOnlyList<string> Unheard);
