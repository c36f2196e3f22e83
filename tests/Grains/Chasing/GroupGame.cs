using RailHub.Grains.Chasing;
using RailHub.Grains.Controllers;
using RailHub.Grains.Hosting;
using RailHub.Protocol;

namespace RailHub.Grains.Tests.Chasing;

/// <summary>One thing that may happen to a chasing group of the club and the board that is to run it.</summary>
internal enum GroupMove
{
    Start,
    Stop,
    FailToStart,
    FailToStop,
    Send,
    CarryOut,
    Accept,
    Lose,
    CarryOutLate,
    Withhold,
    Refuse,
    Fail,
    Report,
    Leave,
    ComeBack,
    Pass,
}

/// <summary>Plays moves on a group, with a board that has a stranger's group and another one of the club's.</summary>
internal sealed class GroupGame
{
    private static readonly GroupReading s_stranger = new(2, "Theirs", 500, [13, 14]);
    private static readonly ChasingGroup s_other = Group(Guid.Parse("11111111-1111-1111-1111-111111111111"), "Other", 400, 16, 2);
    private static readonly ChasingGroup[] s_ours =
    [
        Group(Guid.Empty, "Run", 300, 4, 5),
        Group(Guid.Empty, "Run", 300, 4, 5, 12),
        Group(Guid.Empty, "Run", 700, 4, 5),
        Group(Guid.Empty, "Walk", 300, 4, 5),
    ];

    private readonly BoardPlan _plan = new(new BoardOptions());
    private readonly SortedDictionary<int, GroupReading> _onBoard = new() { [2] = s_stranger, [3] = new GroupReading(3, "Other", 400, [16, 2]) };
    private readonly Queue<(BoardCommand Command, TimeSpan LostAt)> _late = new();
    private TimeSpan _now = TimeSpan.FromHours(1);
    private Candidate? _underWay;
    private bool _isCarriedOut;
    private ChasingGroup? _last;
    private bool _isRefused;

    public GroupGame()
    {
        var other = _plan.Add(GroupTrack.Restore(s_other, new KeptRun(3, Wanted: true, Pending: false, Problem: null), _now));
        Report();
        _plan.SetLive(isLive: true, isBack: true, _now);
        Assert.Equal(ChasingState.Running, other.Status.State);
    }

    public void Play(GroupMove move, int which)
    {
        switch (move)
        {
            case GroupMove.Start:
                Order(s_ours[which % s_ours.Length], running: true, isKept: true);
                break;
            case GroupMove.Stop:
                Order(_plan.FindGroup(s_ours[0].Id)?.Group ?? s_ours[which % s_ours.Length], running: false, isKept: true);
                break;
            case GroupMove.FailToStart when !_plan.IsLive:
                Order(s_ours[which % s_ours.Length], running: true, isKept: false);
                break;
            case GroupMove.FailToStop when !_plan.IsLive:
                Order(_plan.FindGroup(s_ours[0].Id)?.Group ?? s_ours[0], running: false, isKept: false);
                break;
            case GroupMove.Send when _underWay is null && Next() is { } next:
                next.Source.Sent(next.Command, _now);
                (_underWay, _isCarriedOut) = (next, false);
                break;
            case GroupMove.CarryOut when _underWay is { } command && !_isCarriedOut:
                CarryOut(command.Command);
                _isCarriedOut = true;
                break;
            case GroupMove.Accept when _underWay is { } command:
                Accept(command);
                break;
            case GroupMove.Lose when _underWay is { } command:
                if (!_isCarriedOut)
                {
                    _late.Enqueue((command.Command, _now));
                }

                End(command, BoardAnswerKind.TimedOut, null);
                break;
            case GroupMove.CarryOutLate when _late.TryDequeue(out var lost):
                CarryOutLate(lost.Command, lost.LostAt);
                break;
            case GroupMove.Withhold when _underWay is { } command && !_isCarriedOut:
                End(command, BoardAnswerKind.Withheld, null);
                break;
            case GroupMove.Refuse when _underWay is { } command && !_isCarriedOut:
                End(command, BoardAnswerKind.Refused, 400);
                _isRefused = true;
                break;
            case GroupMove.Fail when _underWay is { } command && !_isCarriedOut:
                End(command, BoardAnswerKind.Refused, 503);
                break;
            case GroupMove.Report when _plan.IsLive:
                Report();
                break;
            case GroupMove.Leave:
                _plan.SetLive(isLive: false, isBack: false, _now);
                break;
            case GroupMove.ComeBack:
                ComeBack();
                break;
            case GroupMove.Pass:
                _now += TimeSpan.FromSeconds(which / 10.0);
                if (_plan.IsLive && which > 20)
                {
                    // A live board reports at least every two seconds (protocol 3.3).
                    Report();
                }

                break;
        }
    }

    /// <summary>All comes to its end: then the board runs the group exactly when the last word says so, or has refused.</summary>
    public void End()
    {
        ComeBack();
        if (_underWay is { } command)
        {
            Accept(command);
        }

        while (_late.TryDequeue(out var lost))
        {
            CarryOutLate(lost.Command, lost.LostAt);
            Report();
        }

        Report();
        for (var turn = 0; turn < 100; turn++)
        {
            if (Next() is { } next)
            {
                next.Source.Sent(next.Command, _now);
                (_underWay, _isCarriedOut) = (next, false);
                Accept(next);
                Report();
            }
            else if (_plan.Wake(_now) is { } wake)
            {
                var soonest = _now + TimeSpan.FromMilliseconds(1);
                _now = wake > soonest ? wake : soonest;
                _plan.GiveUp(_now);
                _plan.ObserveGroups(_now);
            }
            else
            {
                break;
            }
        }

        Assert.Null(Next());
        Assert.Null(_plan.Wake(_now));
        var run = _plan.FindGroup(s_ours[0].Id);
        var ours = _onBoard.Values.Where(IsOurs).ToArray();
        if (run is { Problem: not null } || (_isRefused && run is null))
        {
            // Told to whoever gave the last word.
            Assert.True(_isRefused, run?.Problem);
            return;
        }

        Assert.False(run is { IsPending: true });
        if (_last is null)
        {
            Assert.Empty(ours);
            Assert.Null(run);
            return;
        }

        var running = Assert.Single(ours);
        Assert.Equal((_last.Name, _last.Interval), (running.Name, running.Interval));
        Assert.Equal(GroupTrack.Pins(_last), running.Pins);
        Assert.Equal(new ChasingGroupStatus(_last.Id, ChasingState.Running, running.Id), run!.Status);
    }

    private static ChasingGroup Group(Guid id, string name, int interval, params int[] pins) => new(
        new ChasingGroupId(id), new LayoutId(Guid.Empty), name, interval, [.. pins.Select(pin => new OutputAddress(new MacAddress(1), pin))], 1);

    private static bool IsOurs(GroupReading reading) => Array.Exists(s_ours, ours => reading.Pins.AsSpan().SequenceEqual(GroupTrack.Pins(ours)));

    // As GroupOrders does it.
    private void Order(ChasingGroup group, bool running, bool isKept)
    {
        var run = _plan.FindGroup(group.Id);
        if (run is null && !running && !_plan.Board!.Groups.Any(reading => reading.Pins.AsSpan().SequenceEqual(GroupTrack.Pins(group))))
        {
            return;
        }

        run ??= _plan.Add(new GroupTrack(group));
        run.Want(group, running, _now);
        if (!run.Prepare(_plan.Board!, _plan.NumbersBeside(run)) || !isKept)
        {
            run.Withdraw();
            if (run is { Wanted: false, IsPending: false, Problem: null, OccupiesNumber: false })
            {
                _plan.Remove(run);
            }

            return;
        }

        run.Release();
        (_last, _isRefused) = (running ? group : null, false);
        if (_plan.IsLive)
        {
            _plan.ObserveGroups(_now);
        }
    }

    private Candidate? Next()
    {
        if (!_plan.IsLive)
        {
            return null;
        }

        foreach (var prepared in _plan.Prepare())
        {
            _isRefused |= prepared.Problem is not null;
            prepared.ReleaseNumber();
        }

        return _plan.Next(_now);
    }

    private void Accept(Candidate command)
    {
        if (!_isCarriedOut)
        {
            CarryOut(command.Command);
        }

        End(command, BoardAnswerKind.Accepted, 200);
    }

    private void End(Candidate command, BoardAnswerKind kind, int? status)
    {
        _underWay = null;
        command.Source.Ended(command.Command, new BoardAnswer(kind, status, null, TimeSpan.Zero), _now);
        _plan.ObserveGroups(_now);
    }

    private void CarryOut(BoardCommand command)
    {
        switch (command)
        {
            case BoardCommand.CreateGroup create:
                Assert.True(!_onBoard.TryGetValue(create.Number, out var old) || IsOurs(old), "It overwrites a group that is not ours.");
                _onBoard[create.Number] = new GroupReading(create.Number, create.Name, create.Interval, [.. create.Pins]);
                break;
            case BoardCommand.DeleteGroup delete:
                Assert.True(!_onBoard.TryGetValue(delete.Number, out var deleted) || IsOurs(deleted), "It deletes a group that is not ours.");
                _onBoard.Remove(delete.Number);
                break;
            case BoardCommand.RenameGroup rename when _onBoard.TryGetValue(rename.Number, out var renamed):
                Assert.True(IsOurs(renamed), "It renames a group that is not ours.");
                _onBoard[rename.Number] = new GroupReading(renamed.Id, rename.Name, renamed.Interval, renamed.Pins);
                break;
        }
    }

    private void CarryOutLate(BoardCommand command, TimeSpan lostAt)
    {
        if (_now - lostAt < Delivery<Light>.EchoTime)
        {
            CarryOut(command);
        }
    }

    private void ComeBack()
    {
        if (!_plan.IsLive)
        {
            Report();
            _plan.SetLive(isLive: true, isBack: true, _now);
        }
    }

    private void Report() => _plan.Observe(Reports.WithGroups([.. _onBoard.Values]), default, _now);
}
