using System.Text.Json;

namespace RailHub.Contracts;

/// <summary>What came of a request in one word, for metrics and traces.</summary>
public static class OutcomeWord
{
    // From what is best for whoever asked to what is worst.
    private static readonly CommandResult[] s_order =
    [
        CommandResult.AlreadySo, CommandResult.Confirmed, CommandResult.Accepted, CommandResult.Superseded, CommandResult.Offline, CommandResult.Unsaved,
        CommandResult.NotKept, CommandResult.Missing, CommandResult.Refused,
    ];

    /// <summary>
    /// The refusal's code; else how it ended for the output, and of several outputs for the one that is worst off, as the API spells it; else
    /// <c>done</c>.
    /// </summary>
    /// <typeparam name="T">What success gives.</typeparam>
    /// <param name="outcome">What came of it.</param>
    public static string Of<T>(Outcome<T> outcome)
        where T : class => outcome.Refusal?.Code ?? outcome.Value switch
        {
            CommandAnswer answer => Spelt(answer.Result),
            Recall recall => Worst(recall.Results),
            AllOff off => Worst(off.Results),
            LightsOn on => Worst(on.Results),
            _ => "done",
        };

    private static string Worst(IReadOnlyList<TargetResult> results) =>
        results.Count == 0 ? "done" : Spelt(results.MaxBy(result => Array.IndexOf(s_order, result.Result))!.Result);

    private static string Spelt(CommandResult result) => JsonNamingPolicy.CamelCase.ConvertName(result.ToString());
}
