using Microsoft.AspNetCore.Mvc;
using RailHub.Contracts;

namespace RailHub.Gateway.Search;

/// <summary>What the address of a request looks for in the club, as it was written there.</summary>
/// <param name="Text">The words.</param>
/// <param name="Offline">What the reader calls a board that is not live; English where nothing is said, as of the others.</param>
/// <param name="Silent">What the reader calls a board that is silent.</param>
/// <param name="Waiting">What the reader calls a lamp that waits for its board.</param>
/// <param name="Refused">What the reader calls something that a board refused.</param>
/// <param name="Problem">What the reader calls all of these.</param>
internal sealed record SearchQuery(
    [FromQuery(Name = "q")] string? Text,
    [FromQuery(Name = "offline")] string? Offline,
    [FromQuery(Name = "silent")] string? Silent,
    [FromQuery(Name = "waiting")] string? Waiting,
    [FromQuery(Name = "refused")] string? Refused,
    [FromQuery(Name = "problem")] string? Problem)
{
    private const int MostText = 100;

    /// <summary>The words as they are compared, and those for problems; a refusal names the first that cannot be taken.</summary>
    public Outcome<SearchWish> Read()
    {
        if (Text is null)
        {
            return Malformed("q", "q has the words that are looked for.");
        }

        foreach (var (field, text) in ((string, string?)[])
            [("q", Text), ("offline", Offline), ("silent", Silent), ("waiting", Waiting), ("refused", Refused), ("problem", Problem)])
        {
            if (text?.Length > MostText)
            {
                return Malformed(field, $"{field} has {MostText} characters at most.");
            }
        }

        var english = new ProblemWords();
        return new SearchWish(
            SearchText.WordsOf(Text),
            new ProblemWords(
                Offline ?? english.Offline,
                Silent ?? english.Silent,
                Waiting ?? english.Waiting,
                Refused ?? english.Refused,
                Problem ?? english.Problem));
    }

    private static Refusal Malformed(string field, string detail) => Refusal.Invalid(field, RefusalCodes.Malformed, detail);
}
