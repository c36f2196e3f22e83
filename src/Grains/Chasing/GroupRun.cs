using RailHub.Contracts;
using RailHub.Grains.Controllers;
using RailHub.Protocol;

namespace RailHub.Grains.Chasing;

/// <summary>A chasing group of the club on its board: under which number it runs there, and whether it is to run.</summary>
internal sealed class GroupRun(ChasingGroup group, int number)
{
    private const int MostCreates = 4;

    private Retry _retry;
    private bool _clearing;
    private int _creates;

    /// <summary>Takes a run back in that was kept over a restart.</summary>
    public static GroupRun Restore(ChasingGroup group, int number, bool wanted, bool pending) =>
        new(group, number) { Wanted = wanted, Pending = pending };

    public ChasingGroup Group { get; private set; } = group;

    public int Number { get; } = number;

    /// <summary>Whether it is to run.</summary>
    public bool Wanted { get; private set; } = true;

    /// <summary>Whether the board has yet to do what is wanted.</summary>
    public bool Pending { get; private set; } = true;

    /// <summary>What the board answered when it refused; null when it did not.</summary>
    public string? Problem { get; private set; }

    /// <summary>Completes when the board reports what is wanted, or refused it.</summary>
    public TaskCompletionSource Settled { get; private set; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public DateTimeOffset? Due => Pending ? _retry.NotBefore : null;

    public ChasingGroupStatus Status
    {
        get
        {
            var state = (Problem, Pending, Wanted) switch
            {
                (not null, _, _) => ChasingState.Refused,
                (_, true, true) => ChasingState.Starting,
                (_, true, false) => ChasingState.Stopping,
                _ => Wanted ? ChasingState.Running : ChasingState.Stopped,
            };
            return new ChasingGroupStatus(Group.Id, state, state is ChasingState.Running or ChasingState.Stopping ? Number : null, Problem);
        }
    }

    public void Want(ChasingGroup group, bool running)
    {
        Group = group;
        Wanted = running;
        Pending = true;
        Problem = null;
        _creates = 0;
        _retry.Reset();
        if (Settled.Task.IsCompleted)
        {
            Settled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    public BoardCommand? Next(StatusSnapshot board, DateTimeOffset now)
    {
        if (!Pending || now < _retry.NotBefore)
        {
            return null;
        }

        var reported = board.FindGroup(Number);
        if (!Wanted)
        {
            return reported is null ? null : new BoardCommand.DeleteGroup(Number);
        }

        // A board keeps members that an update drops lit and marked (protocol 4.5): so a change of members is delete, then create.
        return reported is null ? _creates < MostCreates ? new BoardCommand.CreateGroup(Number, Group.Name, Group.Interval, Pins(Group)) : null
            : !IsSame(reported) ? new BoardCommand.DeleteGroup(Number)
            : reported.Name != Group.Name ? new BoardCommand.RenameGroup(Number, Group.Name)
            : null;
    }

    public void Sent(BoardCommand command, DateTimeOffset now)
    {
        _retry.Sent(now);
        _clearing = Wanted && command is BoardCommand.DeleteGroup;
        if (command is BoardCommand.CreateGroup)
        {
            _creates++;
        }
    }

    /// <summary>
    /// Calls it a refusal when the last create had its time without effect: old firmware answers 200 to one that it did not
    /// carry out (protocol 8.1, 5). <see langword="true"/> when that happened just now.
    /// </summary>
    public bool GiveUp(DateTimeOffset now)
    {
        if (!Pending || !Wanted || _creates < MostCreates || now < _retry.NotBefore)
        {
            return false;
        }

        Refused("The board says yes and does not run the group.");
        return true;
    }

    public void Refused(string reason)
    {
        Problem = reason;
        Pending = false;
        Settled.TrySetResult();
    }

    /// <summary>Compares with a new report.</summary>
    public GroupNews Observe(StatusSnapshot board)
    {
        var reported = board.FindGroup(Number);
        if (!Pending)
        {
            // Somebody stopped it, or gave its number to another group, at the board's own page: that is adopted.
            return Wanted && Problem is null && (reported is null || !IsSame(reported)) ? GroupNews.Gone : GroupNews.None;
        }

        if (!Wanted && reported is null)
        {
            Pending = false;
            Settled.TrySetResult();
            return GroupNews.Gone;
        }

        if (Wanted && reported is not null && IsSame(reported) && reported.Name == Group.Name)
        {
            Pending = false;
            Settled.TrySetResult();
            return GroupNews.Done;
        }

        if (_clearing && reported is null)
        {
            _clearing = false;
            _retry.Reset();
        }

        return GroupNews.None;
    }

    /// <summary>The board is back, perhaps with a free slot.</summary>
    public void Hurry()
    {
        _retry.Reset();
        _creates = 0;
    }

    public static int[] Pins(ChasingGroup group) => [.. group.Members.Select(member => member.Pin)];

    private bool IsSame(GroupReading reported) => reported.Interval == Group.Interval && reported.Pins.AsSpan().SequenceEqual(Pins(Group));
}

/// <summary>What a report says of a <see cref="GroupRun"/>.</summary>
internal enum GroupNews
{
    /// <summary>Nothing new.</summary>
    None,

    /// <summary>The board does what is wanted.</summary>
    Done,

    /// <summary>It does not run any more, and the run is over.</summary>
    Gone,
}
