using RailHub.Contracts;

namespace RailHub.Grains.History;

/// <summary>What the history says of what came of many lamps.</summary>
internal static class CommandOutcome
{
    /// <summary>Done where every lamp is so, or will be; partly where some are not; refused, with why the first was not, where none is.</summary>
    public static (HistoryResult Result, string? Code) Of(IEnumerable<CommandResult> results)
    {
        var refused = results.Select(CodeOf).ToArray();
        var code = refused.FirstOrDefault(code => code is not null);
        return code is null ? (HistoryResult.Done, null)
            : (Array.IndexOf(refused, null) >= 0 ? HistoryResult.Partly : HistoryResult.Refused, code);
    }

    private static string? CodeOf(CommandResult result) => result switch
    {
        CommandResult.Refused => RefusalCodes.BoardRefused,
        CommandResult.Missing => RefusalCodes.PinUnknown,
        CommandResult.NotKept => RefusalCodes.DatabaseAway,
        _ => null,
    };
}
