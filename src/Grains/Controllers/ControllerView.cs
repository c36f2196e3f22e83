using RailHub.Contracts;
using RailHub.Grains.Chasing;
using RailHub.Protocol;
using LinkState = RailHub.Contracts.LinkState;

namespace RailHub.Grains.Controllers;

/// <summary>Turns what is known of a board into the state that others see, and tells what changed since the last look.</summary>
internal sealed class ControllerView(Controller controller, LinkStatus link)
{
    public ControllerState State { get; private set; } = new(controller, link, null, false, [], [], []);

    /// <summary>Looks again; null when nothing changed. A <see cref="ControllerState"/> when the parts would say nothing.</summary>
    public (ControllerDelta? Delta, ControllerState? Whole)? Refresh(
        Controller controller, LinkStatus link, StatusSnapshot? board, WishBook wishes, IEnumerable<GroupRun> runs)
    {
        var before = State;
        var reachable = link.State is LinkState.Live or LinkState.Stale;
        IReadOnlyList<OutputState> outputs = board is null ? before.Outputs : Outputs(before, board, wishes, reachable);
        var boardGroups = Keep(before.BoardGroups, board is null ? [] : [.. board.Groups.Select(Group)], SameGroup);
        var groups = Keep(before.Groups, [.. runs.Select(run => run.Status)], static (one, other) => one == other);
        State = new ControllerState(
            controller, link, board?.Name ?? before.BoardName, board?.HasChasing ?? before.HasChasing, outputs, boardGroups, groups);

        return ControllerDelta.Between(before, State) is not { } delta ? (null, State) : delta.IsEmpty ? null : (delta, null);
    }

    private static OutputState[] Outputs(ControllerState before, StatusSnapshot board, WishBook wishes, bool reachable)
    {
        var outputs = new OutputState[board.Outputs.Length];
        for (var index = 0; index < outputs.Length; index++)
        {
            var reading = board.Outputs[index];
            var known = index < before.Outputs.Count && before.Outputs[index].Pin == reading.Pin
                ? before.Outputs[index]
                : before.Find(reading.Pin);
            var now = Output(reading, board, wishes, reachable);
            outputs[index] = now == known ? known : now;
        }

        return outputs;
    }

    private static OutputState Output(OutputReading reading, StatusSnapshot board, WishBook wishes, bool reachable)
    {
        var reported = wishes.Reported(reading, board.Dialect);
        var wish = wishes.Find(reading.Pin);
        var desired = wish?.Over(reported);
        var drift = desired is not null ? reachable ? Drift.Pending : Drift.Offline
            : wish?.Problem is not null ? Drift.Refused
            : Drift.None;
        return new OutputState(reading.Pin, reported, desired, drift, ChasedBy(reading.Pin, board), wish?.Problem);
    }

    // Whether a group lists the pin is the truth; the output's own number may be stale (protocol 8.1, 12).
    private static int? ChasedBy(int pin, StatusSnapshot board)
    {
        foreach (var group in board.Groups)
        {
            if (group.Pins.Contains(pin))
            {
                return group.Id;
            }
        }

        return null;
    }

    private static BoardGroup Group(GroupReading group) => new(group.Id, group.Name, group.Interval, group.Pins);

    private static bool SameGroup(BoardGroup one, BoardGroup other) =>
        one.Number == other.Number && one.Name == other.Name && one.Interval == other.Interval && one.Pins.SequenceEqual(other.Pins);

    private static IReadOnlyList<T> Keep<T>(IReadOnlyList<T> before, T[] now, Func<T, T, bool> same)
    {
        if (before.Count != now.Length)
        {
            return now;
        }

        for (var index = 0; index < now.Length; index++)
        {
            if (!same(before[index], now[index]))
            {
                return now;
            }
        }

        return before;
    }
}
