using RailHub.Contracts;
using RailHub.Protocol;

namespace RailHub.Grains.Chasing;

/// <summary>What a chasing group must keep to, whatever board it is for, and the words for what a board cannot run.</summary>
internal static class ChasingRules
{
    /// <summary>The board can run no more groups.</summary>
    public static Refusal SlotsFull { get; } = new(
        RefusalKind.Conflict, RefusalCodes.ChasingSlotsFull, "The board runs as many chasing groups as it can. Stop one of them first.");

    /// <param name="draft">What was entered.</param>
    /// <param name="known">The group as it is; what is not changed is not checked, because a board may have brought it along.</param>
    public static Refusal? Check(ChasingGroupDraft draft, ChasingGroup? known = null)
    {
        if (draft.Name != known?.Name && Rules.CheckBoardName(draft.Name, mayBeEmpty: false) is { } name)
        {
            return name;
        }

        if (draft.Interval != known?.Interval && draft.Interval is < BoardRules.MinGroupInterval or > BoardRules.MaxInterval)
        {
            return Explain(GroupProblem.IntervalOutOfRange);
        }

        if (known is not null && draft.Members?.SequenceEqual(known.Members) == true)
        {
            return null;
        }

        if (draft.Members is null || draft.Members.Count < BoardRules.MinGroupMembers)
        {
            return Explain(GroupProblem.TooFewOutputs);
        }

        if (draft.Members.Count > BoardRules.MaxGroupMembers)
        {
            return Explain(GroupProblem.TooManyOutputs);
        }

        if (draft.Members.Distinct().Count() != draft.Members.Count)
        {
            return Explain(GroupProblem.DuplicatePin);
        }

        return draft.Members.Select(member => member.Controller).Distinct().Count() == 1
            ? null
            : new Refusal(
                RefusalKind.Unfit,
                RefusalCodes.ChasingSpansBoards,
                "All outputs of a chasing group must be on one board, which runs it.",
                "members");
    }

    public static Refusal? Explain(GroupProblem? problem) => problem switch
    {
        null => null,
        GroupProblem.NotSupported => new Refusal(
            RefusalKind.Unfit, RefusalCodes.ChasingUnsupported, "This board does not run chasing groups; choose outputs of one that does.", "members"),
        GroupProblem.TooFewOutputs => Refusal.Invalid(
            "members", RefusalCodes.ChasingTooFew, $"A chasing group has at least {BoardRules.MinGroupMembers} outputs."),
        GroupProblem.TooManyOutputs => Refusal.Invalid(
            "members", RefusalCodes.TooMany, $"A chasing group has {BoardRules.MaxGroupMembers} outputs at most."),
        GroupProblem.UnknownPin => Refusal.Invalid(
            "members", RefusalCodes.PinUnknown, "The board does not have one of these outputs."),
        GroupProblem.DuplicatePin => Refusal.Invalid(
            "members", RefusalCodes.OutputTwice, "An output is in the chasing group twice."),
        GroupProblem.PinInOtherGroup => new Refusal(
            RefusalKind.Conflict, RefusalCodes.ChasingOverlap, "A chasing group that runs has one of these outputs already. Stop it first.", "members"),
        GroupProblem.IntervalOutOfRange => Refusal.Invalid(
            "interval", RefusalCodes.IntervalInvalid, $"A step takes {BoardRules.MinGroupInterval} to {BoardRules.MaxInterval} ms."),
        _ => throw new ArgumentOutOfRangeException(nameof(problem), problem, "A problem without words."),
    };
}
