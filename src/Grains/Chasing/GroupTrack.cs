using System.Diagnostics;
using RailHub.Contracts;
using RailHub.Grains.Controllers;
using RailHub.Protocol;

namespace RailHub.Grains.Chasing;

/// <summary>A chasing group of the club on its board: whether it is to run, under which number, and what is under way to make it so.</summary>
/// <remarks>
/// Pure. A board's group is known as the club's by its members, whatever its number: so what was started and never reported, or started at
/// the board's own page, can be stopped. A number is never given up while the board may still carry out a create that was sent with it.
/// </remarks>
internal sealed class GroupTrack(ChasingGroup group) : ICommandSource
{
    private const int MostCreates = 4;

    // Boards do not broadcast what they do with groups: it shows in the next periodic message, after 2 s at most (protocol 2.3, 3.3).
    private static readonly TimeSpan s_showTime = TimeSpan.FromSeconds(3);

    private readonly Backoff _backoff = new();

    // What was given up, and may still be carried out.
    private readonly List<(BoardCommand Command, TimeSpan At)> _lost = [];
    private TimeSpan _notBefore;
    private TimeSpan _since;
    private bool _isInFlight;
    private bool _isOrdered;
    private bool _isNumberNew;
    private bool _ownsNumber;
    private bool _mayExist;

    // Whether it might have existed before the create that is under way: what an earlier one made does not go with the later one's refusal.
    private bool _mayHaveExisted;

    // It has said yes to the name and does not show it: old firmware cuts names, or ignores them.
    private bool _keepsOwnName;

    // What was ordered last, and when the command on its way was sent: what was ordered since is not refused with it.
    private int _order;
    private int _orders;
    private int _sentFor;

    // What was sent last, until the board shows that it was carried out, or this moment comes without that.
    private (BoardCommand Command, TimeSpan Until)? _awaited;
    private (BoardCommand Command, TimeSpan Until)? _awaitedBefore;
    private int _creates;
    private Before? _before;
    private Func<int, bool> _isCovered = static _ => false;

    /// <summary>
    /// Takes a run back in that was kept over a restart: what was under way then may have reached the board, or reach it still.
    /// </summary>
    public static GroupTrack Restore(ChasingGroup group, KeptRun kept, TimeSpan now)
    {
        var restored = new GroupTrack(group)
        {
            Number = kept.Number,
            Wanted = kept.Wanted,
            IsPending = kept.Pending,
            Problem = kept.Problem,
            _ownsNumber = kept.Number is not null,
            _mayExist = kept.Number is not null,
        };
        if (kept is { Pending: true, Number: { } known })
        {
            restored._lost.Add((new BoardCommand.CreateGroup(known, group.Name, group.Interval, Pins(group)), now));
        }

        return restored;
    }

    /// <summary>
    /// Takes in what somebody started at the board's own page, as long as the desk has it ended: it begins again with the others. The club
    /// does not know it, so nothing of it is told.
    /// </summary>
    public static GroupTrack Foreign(GroupReading running) => new(Unknown(running.Name, running.Interval, [.. running.Pins]))
    {
        IsForeign = true,
        Number = running.Id,
        Wanted = true,
        _ownsNumber = true,
        _mayExist = true,
    };

    /// <summary>
    /// The same, as it was kept over a restart. By its number it is not known any more: somebody may have given that to another at the board's
    /// own page.
    /// </summary>
    public static GroupTrack Foreign(EndedGroup kept) => new(Unknown(kept.Name, kept.Interval, kept.Members))
    {
        IsForeign = true,
        Number = kept.Number,
        Wanted = true,
        IsPending = true,
    };

    public ChasingGroup Group { get; private set; } = group;

    public ActivityContext Cause { get; private set; }

    /// <summary>Whether only its board knows it.</summary>
    public bool IsForeign { get; private init; }

    /// <summary>The board's own number of it; null until one is chosen.</summary>
    public int? Number { get; private set; }

    /// <summary>Whether it is to run.</summary>
    public bool Wanted { get; private set; }

    /// <summary>
    /// Whether the desk covers one of its members: then it is ended on its board, which would light them in turn, and begins again when all
    /// are free.
    /// </summary>
    public bool IsCovered { get; private set; }

    /// <summary>Whether the board has yet to do what is wanted.</summary>
    public bool IsPending { get; private set; }

    /// <summary>Not to be acted upon until the database has it.</summary>
    public bool IsHeld => _isOrdered || _isNumberNew;

    /// <summary>What the board answered when it refused; null when it did not.</summary>
    public string? Problem { get; private set; }

    /// <summary>Completes when the board reports what is wanted, or refused it.</summary>
    public TaskCompletionSource Settled { get; private set; } = Unsettled();

    public ChasingGroupStatus Status
    {
        get
        {
            var state = (Problem, IsPending, Wanted) switch
            {
                (not null, _, _) => ChasingState.Refused,
                (_, _, true) when IsCovered => ChasingState.Held,
                (_, true, true) => ChasingState.Starting,
                (_, true, false) => ChasingState.Stopping,
                _ => Wanted ? ChasingState.Running : ChasingState.Stopped,
            };
            return new ChasingGroupStatus(Group.Id, state, state is ChasingState.Running or ChasingState.Stopping ? Number : null, Problem);
        }
    }

    /// <summary>Its number may be in use at the board, or be about to.</summary>
    public bool OccupiesNumber => Number is not null && (IsPending || Wanted || _mayExist || HasLostCreate);

    public static int[] Pins(ChasingGroup group) => [.. group.Members.Select(member => member.Pin)];

    /// <summary>Wants it to run or not; held until <see cref="Release"/> or <see cref="Withdraw"/>.</summary>
    public void Want(ChasingGroup group, bool running, TimeSpan now)
    {
        _before ??= new Before(Group, Wanted, IsPending, Problem, _order, _keepsOwnName, Number, _ownsNumber, _mayExist);
        _order = ++_orders;
        Cause = Activity.Current?.Context ?? default;
        (Group, Wanted, IsPending, _isOrdered, Problem, _creates, _since, _keepsOwnName) = (group, running, true, true, null, 0, now, false);
        Look();
        Hurry();
        if (Settled.Task.IsCompleted)
        {
            Settled = Unsettled();
        }
    }

    /// <summary>The desk covers other outputs than before.</summary>
    /// <param name="isCovered">Whether it covers the output on a pin.</param>
    /// <param name="now">Now.</param>
    public void Cover(Func<int, bool> isCovered, TimeSpan now)
    {
        _isCovered = isCovered;
        if (!Look() || !Wanted || Problem is not null)
        {
            return;
        }

        _order = ++_orders;
        (IsPending, _creates, _since) = (true, 0, now);
        Hurry();
        if (Settled.Task.IsCompleted)
        {
            Settled = Unsettled();
        }
    }

    /// <summary>Whether it is what a board reports.</summary>
    public bool IsOn(GroupReading reported) => HasMembers(reported) || (_ownsNumber && reported.Id == Number);

    /// <summary>Whether the desk has it ended, and the board still runs it over an output.</summary>
    public bool IsBeingEnded(int pin, StatusSnapshot board, IReadOnlyCollection<int> taken) =>
        Wanted && IsCovered && IsPending && Group.Members.Any(member => member.Pin == pin) && Ours(board, taken) is not null;

    /// <summary>It is in the database, or goes to a live board without it.</summary>
    public void Release() => (_isOrdered, _isNumberNew, _before) = (false, false, null);

    /// <summary>The number that it chose is in the database; what was ordered since may not be yet.</summary>
    public void ReleaseNumber() => _isNumberNew = false;

    /// <summary>It could not be kept: all is as before.</summary>
    public void Withdraw()
    {
        if (_before is { } before)
        {
            (Group, Wanted, IsPending, Problem, _order, _keepsOwnName) =
                (before.Group, before.Wanted, before.IsPending, before.Problem, before.Order, before.KeepsOwnName);
            if (Number != before.Number)
            {
                (Number, _ownsNumber, _mayExist) = (before.Number, before.OwnsNumber, before.MayExist);
            }

            Look();
            Release();
            Settled.TrySetResult();
        }
    }

    /// <summary>
    /// Chooses a number where one is needed, and holds the group until that is kept. <see langword="false"/> when the board has none left.
    /// </summary>
    /// <param name="board">The board's last report.</param>
    /// <param name="taken">The numbers of the club's other groups.</param>
    public bool Prepare(StatusSnapshot board, IReadOnlyCollection<int> taken)
    {
        if (!IsToRun || !IsPending || Ours(board, taken) is not null
            || (Number is { } known && !taken.Contains(known) && (_ownsNumber || board.FindGroup(known) is null)))
        {
            return true;
        }

        if (BoardRules.FreeGroupId(board, taken) is not { } free)
        {
            return false;
        }

        (Number, _ownsNumber, _mayExist, _isNumberNew) = (free, false, false, true);
        return true;
    }

    /// <summary>The command that is due; null when none is.</summary>
    public Candidate? Due(StatusSnapshot board, IReadOnlyCollection<int> taken, TimeSpan now) =>
        IsPending && !IsHeld && !_isInFlight && now >= _notBefore && Next(board, taken) is { } command
            ? new Candidate(command, this, Rank.Person, _since)
            : null;

    /// <summary>When something may become due, or its patience ends; null when nothing waits.</summary>
    public TimeSpan? Wake(TimeSpan now) => Moments.Soonest(
        IsHeld || !IsPending ? null : Moments.Soonest(_notBefore > now ? _notBefore : null, _awaited?.Until),
        !IsHeld && HasLostCreate ? _lost[0].At + Delivery<Light>.EchoTime : null);

    public bool StillWants(BoardCommand command, TimeSpan at) =>
        IsPending && !IsHeld && (IsToRun || command is BoardCommand.DeleteGroup);

    public void Sent(BoardCommand command, TimeSpan now)
    {
        (_isInFlight, _sentFor) = (true, _order);
        _notBefore = now + _backoff.Next();
        (_awaitedBefore, _awaited) = (_awaited, (command, _notBefore));
        if (command is BoardCommand.CreateGroup)
        {
            _creates++;
            (_ownsNumber, _mayHaveExisted, _mayExist) = (true, _mayExist, true);
        }
    }

    public void Ended(BoardCommand command, BoardAnswer answer, TimeSpan now)
    {
        _isInFlight = false;
        var isCreate = command is BoardCommand.CreateGroup;
        if (answer.Kind != BoardAnswerKind.Accepted)
        {
            _awaited = _awaitedBefore;
        }
        else if (_awaited is { } awaited && awaited.Until < now + s_showTime)
        {
            _awaited = (command, now + s_showTime);
        }

        switch (answer.Kind)
        {
            case BoardAnswerKind.Accepted when command is BoardCommand.DeleteGroup:
                _mayExist = false;
                break;
            case BoardAnswerKind.Accepted:
                break;
            case BoardAnswerKind.Withheld:
                _creates -= isCreate ? 1 : 0;
                Hurry();
                break;
            case BoardAnswerKind.Refused when answer.IsRefusedForGood:
                _mayExist = isCreate ? _mayHaveExisted : _mayExist;
                if (_sentFor == _order)
                {
                    Refuse(answer.Error ?? $"HTTP {answer.HttpStatus}");
                }

                break;
            case BoardAnswerKind.Refused:
                break;
            default:
                _lost.Add((command, now));
                break;
        }
    }

    /// <summary>
    /// Calls it a refusal when the last create had its time without effect: old firmware answers 200 to one that it did not
    /// carry out (protocol 8.1, 5). <see langword="true"/> when that happened just now.
    /// </summary>
    public bool GiveUp(TimeSpan now)
    {
        if (!IsPending || !IsToRun || _isInFlight || _creates < MostCreates || now < _notBefore)
        {
            return false;
        }

        Refuse("The board says yes and does not run the group.");
        return true;
    }

    public void Refuse(string reason)
    {
        (Problem, IsPending) = (reason, false);
        Settled.TrySetResult();
    }

    /// <summary>Compares with a report.</summary>
    public GroupNews Observe(StatusSnapshot board, IReadOnlyCollection<int> taken, TimeSpan now)
    {
        if (IsHeld)
        {
            return GroupNews.None;
        }

        var news = GroupNews.None;
        var ours = Ours(board, taken);
        if (ours is not null && ours.Id != Number && HasMembers(ours))
        {
            (Number, _ownsNumber, news) = (ours.Id, true, GroupNews.Done);
        }

        _lost.RemoveAll(lost => now - lost.At >= Delivery<Light>.EchoTime);
        if (_awaited is var (awaited, until) && !_isInFlight && (IsEcho(awaited, ours) || now >= until))
        {
            _awaited = null;
            _keepsOwnName |= awaited is BoardCommand.RenameGroup rename && rename.Name == Group.Name
                && ours is not null && ours.Name != Group.Name && !_lost.Exists(lost => IsEcho(lost.Command, ours));
            if (IsToRun && ours is null && awaited is BoardCommand.DeleteGroup)
            {
                Hurry();
            }
        }

        return IsPending ? ObservePending(ours, now, news)
            : IsToRun ? ObserveRunning(ours, now, news)
            : ObserveStopped(ours, now);
    }

    /// <summary>The board is back, perhaps with a free slot.</summary>
    public void Hurry()
    {
        _backoff.Reset();
        _notBefore = TimeSpan.Zero;
    }

    /// <summary>The board is back: the creates that had no effect count anew.</summary>
    public void Retry()
    {
        Hurry();
        _creates = 0;
    }

    private bool IsToRun => Wanted && !IsCovered;

    private bool HasLostCreate => _lost.Exists(lost => lost.Command is BoardCommand.CreateGroup);

    private static ChasingGroup Unknown(string name, long interval, int[] pins) => new(
        new ChasingGroupId(Guid.NewGuid()), default, name, interval, [.. pins.Select(pin => new OutputAddress(default, pin))], Version: 0);

    private static TaskCompletionSource Unsettled() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private GroupNews ObservePending(GroupReading? ours, TimeSpan now, GroupNews news)
    {
        if (IsToRun && ours is not null && IsAsWanted(ours) && (_awaited is not { } awaited || IsEcho(awaited.Command, ours)))
        {
            return Settle(GroupNews.Done);
        }

        if (!IsToRun && ours is null && !_mayExist && !_isInFlight)
        {
            return Settle(HasLostCreate || (IsCovered && Wanted) ? GroupNews.Done : GroupNews.Gone);
        }

        return news;
    }

    private GroupNews ObserveRunning(GroupReading? ours, TimeSpan now, GroupNews news)
    {
        var isOurs = ours is not null && HasMembers(ours);
        if (isOurs && (IsAsWanted(ours!) || !_lost.Exists(lost => IsEcho(lost.Command, ours))))
        {
            // Also one that the board refused, or did not show in time, and runs after all.
            if (Problem is not null && IsAsWanted(ours!))
            {
                (Problem, news) = (null, GroupNews.Done);
            }

            return news;
        }

        if (Problem is null && _lost.FindIndex(lost => IsEcho(lost.Command, ours)) is >= 0 and var echo)
        {
            // Our own older word, carried out late: the newer is sent again.
            _lost.RemoveAt(echo);
            (IsPending, _since) = (true, now);
            Hurry();
            return GroupNews.Done;
        }

        // Somebody stopped it, or gave its number to another group, at the board's own page: that is adopted.
        return Problem is null && !isOurs ? GroupNews.Gone : news;
    }

    private GroupNews ObserveStopped(GroupReading? ours, TimeSpan now)
    {
        if (ours is null)
        {
            // A create that has yet to show, and whose delete was refused, runs all the same.
            return HasLostCreate || (IsCovered && Wanted) || _awaited is { Command: BoardCommand.CreateGroup } ? GroupNews.None : GroupNews.Gone;
        }

        if (Problem is not null)
        {
            // The board will not delete it: that was told.
            return GroupNews.None;
        }

        // A create that was given up was carried out all the same, after the group was stopped.
        (IsPending, _since) = (true, now);
        Hurry();
        return GroupNews.Done;
    }

    // Whether what the board does is what a command that was given up makes of it.
    private static bool IsEcho(BoardCommand lost, GroupReading? ours) => lost switch
    {
        BoardCommand.DeleteGroup => ours is null,
        BoardCommand.RenameGroup rename => ours is not null && ours.Name == rename.Name,
        BoardCommand.CreateGroup create => ours is not null && ours.Name == create.Name && ours.Interval == create.Interval && ours.Pins.AsSpan().SequenceEqual([.. create.Pins]),
        _ => false,
    };

    private GroupNews Settle(GroupNews news)
    {
        IsPending = false;
        _creates = 0;
        Settled.TrySetResult();
        return news;
    }

    private BoardCommand? Next(StatusSnapshot board, IReadOnlyCollection<int> taken)
    {
        var ours = Ours(board, taken);
        if (!IsToRun)
        {
            return ours is not null ? new BoardCommand.DeleteGroup(ours.Id)
                : _mayExist && Number is { } number && board.FindGroup(number) is null ? new BoardCommand.DeleteGroup(number)
                : null;
        }

        // A board keeps members that an update drops lit and marked (protocol 4.5): so a change of members is delete, then create.
        return _awaited is { Command: BoardCommand.DeleteGroup } ? null
            : ours is null
            ? _creates < MostCreates && Number is { } free ? new BoardCommand.CreateGroup(free, Group.Name, Group.Interval, Pins(Group)) : null
            : !IsSame(ours) ? new BoardCommand.DeleteGroup(ours.Id)
            : !HasName(ours) ? new BoardCommand.RenameGroup(ours.Id, Group.Name)
            : null;
    }

    // The desk covers other outputs, or the group has other members.
    private bool Look()
    {
        var was = IsCovered;
        IsCovered = Group.Members.Any(member => _isCovered(member.Pin));
        return was != IsCovered;
    }

    private GroupReading? Ours(StatusSnapshot board, IReadOnlyCollection<int> taken)
    {
        GroupReading? known = null;
        foreach (var reading in board.Groups)
        {
            if (!taken.Contains(reading.Id) && IsOn(reading)
                && (known is null || (HasMembers(reading) && (!HasMembers(known) || reading.Id == Number))))
            {
                known = reading;
            }
        }

        return known;
    }

    private bool HasMembers(GroupReading reported) => reported.Pins.AsSpan().SequenceEqual(Pins(Group));

    private bool IsAsWanted(GroupReading reported) => IsSame(reported) && HasName(reported);

    private bool HasName(GroupReading reported) => _keepsOwnName || reported.Name == Group.Name;

    private bool IsSame(GroupReading reported) => reported.Interval == Group.Interval && HasMembers(reported);

    /// <summary>What was so before an order that may have to be taken back.</summary>
    private sealed record Before(
        ChasingGroup Group,
        bool Wanted,
        bool IsPending,
        string? Problem,
        int Order,
        bool KeepsOwnName,
        int? Number,
        bool OwnsNumber,
        bool MayExist);
}
