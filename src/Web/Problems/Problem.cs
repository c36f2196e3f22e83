using RailHub.Contracts;

namespace RailHub.Web.Problems;

/// <summary>Something of a layout that people should look at.</summary>
public abstract record Problem
{
    /// <summary>All of a layout, the gravest first: boards that are not live, then what boards have refused.</summary>
    public static IReadOnlyList<Problem> Of(LayoutSnapshot view) =>
    [
        .. view.Controllers
            .Where(board => board.Link.State != LinkState.Live)
            .OrderBy(board => board.Link.State switch { LinkState.Offline => 0, LinkState.Stale => 1, _ => 2 })
            .Select(board => new BoardAway(board, board.Outputs.Count(output => output.Drift == Drift.Offline))),
        .. from board in view.Controllers
           from output in board.Outputs
           where output.Drift == Drift.Refused
           select new LampRefused(board.Controller, output),
        .. from board in view.Controllers
           from status in board.Groups
           where status.State == ChasingState.Refused
           let chase = view.ChasingGroups.FirstOrDefault(known => known.Id == status.Id)
           where chase is not null
           select new ChaseRefused(chase, status.Problem),
    ];

    /// <summary>How many boards are not live and not just being connected for the first time.</summary>
    public static int BoardsAway(LayoutSnapshot view) => view.Controllers.Count(board => board.Link.State is LinkState.Offline or LinkState.Stale);
}

/// <summary>A board is not live.</summary>
/// <param name="Board">The board.</param>
/// <param name="Waiting">How many of its lamps wait for it.</param>
public sealed record BoardAway(ControllerState Board, int Waiting) : Problem;

/// <summary>A board refused what was wanted of a lamp.</summary>
/// <param name="Controller">The board.</param>
/// <param name="Output">The lamp's output.</param>
public sealed record LampRefused(Controller Controller, OutputState Output) : Problem;

/// <summary>A board refused a chase.</summary>
/// <param name="Chase">The chase.</param>
/// <param name="Reason">What the board said; null when it said nothing.</param>
public sealed record ChaseRefused(ChasingGroup Chase, string? Reason) : Problem;
