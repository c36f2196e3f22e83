namespace RailHub.Contracts;

/// <summary>What people call that something is wrong, in their language: by these words it is found.</summary>
/// <param name="Offline">Of what belongs to a board that is not live.</param>
/// <param name="Silent">Of what belongs to a board that is silent for longer than it should.</param>
/// <param name="Waiting">Of a lamp that waits for its board.</param>
/// <param name="Refused">Of what a board refused.</param>
/// <param name="Problem">Of all of these.</param>
public sealed record ProblemWords(
    string Offline = "offline", string Silent = "silent", string Waiting = "waiting", string Refused = "refused", string Problem = "problem")
{
    /// <summary>The words by which something is found beside its names; empty when all is well.</summary>
    /// <param name="link">The link of its board.</param>
    /// <param name="drift">Why a lamp is not as it is wanted.</param>
    public string Of(LinkState link, Drift drift = Drift.None)
    {
        var words = string.Join(' ', ((string?[])
        [
            link != LinkState.Live ? Offline : null,
            link == LinkState.Stale ? Silent : null,
            drift == Drift.Offline ? Waiting : null,
            drift == Drift.Refused ? Refused : null,
        ]).OfType<string>());
        return words.Length == 0 ? words : $"{words} {Problem}";
    }
}
