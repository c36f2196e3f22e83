using RailHub.Contracts;

namespace RailHub.Gateway.Search;

/// <summary>What somebody looks for.</summary>
/// <param name="Words">The words, folded; all of them have to be there.</param>
/// <param name="Problems">What they call that something is wrong.</param>
internal sealed record SearchWish(IReadOnlyList<string> Words, ProblemWords Problems);
