using RailHub.Contracts;
using RailHub.Protocol;

namespace RailHub.Grains.Controllers;

/// <summary>Turns what is known of a board into the state that others see, and tells what changed since the last look.</summary>
internal sealed class ControllerView(Controller controller, LinkStatus link)
{
    public ControllerState State { get; private set; } = new(controller, link, null, false, [], [], []);

    /// <summary>Looks again; null when nothing changed. A <see cref="ControllerState"/> when the parts would say nothing.</summary>
    public (ControllerDelta? Delta, ControllerState? Whole)? Refresh(
        Controller controller, LinkStatus link, BoardPlan plan, TimeSpan now)
    {
        var before = State;
        var board = plan.Board;
        IReadOnlyList<OutputState> outputs = board is null ? before.Outputs : Outputs(before, board, plan, now);
        var boardGroups = Keep(before.BoardGroups, board is null ? [] : [.. board.Groups.Select(Group)], SameGroup);
        var groups = Keep(before.Groups, [.. plan.Groups.Select(group => group.Status).Where(status => status.State != ChasingState.Stopped)], static (one, other) => one == other);
        State = new ControllerState(
            controller, link, board?.Name ?? before.BoardName, board?.HasChasing ?? before.HasChasing, outputs, boardGroups, groups);

        return ControllerDelta.Between(before, State) is not { } delta ? (null, State) : delta.IsEmpty ? null : (delta, null);
    }

    private static OutputState[] Outputs(ControllerState before, StatusSnapshot board, BoardPlan plan, TimeSpan now)
    {
        var outputs = new OutputState[board.Outputs.Length];
        for (var index = 0; index < outputs.Length; index++)
        {
            var reading = board.Outputs[index];
            var known = index < before.Outputs.Count && before.Outputs[index].Pin == reading.Pin
                ? before.Outputs[index]
                : before.Find(reading.Pin);
            var output = Output(plan.Find(reading.Pin)!, board, plan.IsLive, now);
            outputs[index] = output == known ? known : output;
        }

        return outputs;
    }

    private static OutputState Output(OutputTrack track, StatusSnapshot board, bool isLive, TimeSpan now)
    {
        var desired = track.Desired(now);
        var drift = desired is null ? track.Problem is null ? Drift.None : Drift.Refused
            : track.IsHeldByDesk(now) ? Drift.Desk
            : track.Light.IsRefused(now) ? Drift.Refused
            : isLive ? Drift.Pending
            : Drift.Offline;
        return new OutputState(
            track.Pin, track.Reported(now), desired, drift, ChasedBy(track.Pin, board), track.Problem, Motion(track, now));
    }

    private static Motion? Motion(OutputTrack track, TimeSpan now) => track.Moving(now) is { } fade && track.Light.Goal(fade) is { } goal
        ? new Motion(track.Light.From.Level, goal.Level, fade.StartsAt, fade.StartsAt + fade.Over, fade.Curve)
        : null;

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
