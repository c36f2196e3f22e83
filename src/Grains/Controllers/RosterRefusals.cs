using RailHub.Contracts;
using RailHub.Protocol;

namespace RailHub.Grains.Controllers;

/// <summary>The words for a board that cannot be in a layout.</summary>
internal static class RosterRefusals
{
    /// <summary>A board is in another layout, or another place of this one.</summary>
    public static Refusal Taken(MacAddress id, string layout, string name, string field) => new(
        RefusalKind.Conflict,
        RefusalCodes.ControllerTaken,
        $"This board ({id}) is in the layout \"{layout}\" already, as \"{name}\". Remove it there first.",
        field,
        Names: [layout, name]);

    /// <summary>A MAC address that no device can have.</summary>
    public static string Explain(MacProblem problem) => problem switch
    {
        MacProblem.Zero => "no address at all",
        MacProblem.Broadcast => "the address of everybody",
        _ => "the address of a group",
    };

    /// <summary>A board says that it has an address that no device can have.</summary>
    public static Refusal NoIdentity(ControllerDraft draft, MacAddress id, MacProblem problem) => new(
        RefusalKind.Unfit,
        RefusalCodes.MacInvalid,
        $"The board at {draft.Host.Trim()}:{draft.HttpPort} says that its MAC address is {id}, which is {Explain(problem)}"
            + ". Boards are told apart by it, so this one cannot be added; look at its firmware.",
        "host");

    /// <summary>At an address no board answers.</summary>
    public static Refusal NoBoard(ControllerDraft draft, BoardAnswer answer)
    {
        var address = $"{draft.Host.Trim()}:{draft.HttpPort}";
        return answer.Kind switch
        {
            BoardAnswerKind.TimedOut => new Refusal(
                RefusalKind.TimedOut,
                RefusalCodes.NoAnswer,
                $"{address} does not answer. Is the board switched on and in this network?",
                "host"),
            BoardAnswerKind.Unreachable => new Refusal(
                RefusalKind.TimedOut,
                RefusalCodes.NotReached,
                $"{address} cannot be reached ({answer.Error}). Check the address, and that the board is switched on.",
                "host"),
            _ => new Refusal(
                RefusalKind.Unfit,
                RefusalCodes.NotABoard,
                $"Something answers at {address}, but it is no RailHub board. Check host and port.",
                "host"),
        };
    }
}
