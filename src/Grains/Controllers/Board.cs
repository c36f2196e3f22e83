using Microsoft.Extensions.Logging;
using RailHub.Contracts;
using RailHub.Grains.Chasing;
using RailHub.Grains.Desks;
using RailHub.Grains.Hosting;
using RailHub.Grains.Owners;
using RailHub.Protocol;

namespace RailHub.Grains.Controllers;

/// <summary>
/// One physical board as its activation has it: brings the plan, the connection, the commands and the part of the database together.
/// Used in the turns of its grain only, but where it says otherwise; all changes happen between awaits.
/// </summary>
internal sealed partial class Board : IPumpHost
{
    /// <summary>How long the caller of a command waits for the board to confirm it.</summary>
    public static readonly TimeSpan ConfirmWait = TimeSpan.FromSeconds(2);

    /// <summary>How long a board is not heard of before it is looked for elsewhere.</summary>
    public static readonly TimeSpan MissedAfter = TimeSpan.FromSeconds(60);

    // An activation that nobody calls any more would keep its link, and one of the board's five slots, until something is to be sent.
    private static readonly TimeSpan s_lookPeriod = TimeSpan.FromSeconds(45);

    // A board that has to do something sooner moves later.
    private static readonly TimeSpan s_quiet = TimeSpan.FromSeconds(5);

    // Boards tell what they do with chasing groups every two seconds (protocol 3.3).
    private static readonly TimeSpan s_returnWait = TimeSpan.FromSeconds(3.5);

    // A database that hangs does not keep a blackout waiting.
    private static readonly TimeSpan s_deskPatience = TimeSpan.FromMilliseconds(250);

    private static readonly Refusal s_moved = new(
        RefusalKind.Unavailable,
        RefusalCodes.OwnerMoved,
        "The board is just moving to another server, and this may not have been done. Try it again.");

    private readonly BoardClientFactory _clients;
    private readonly TimeProvider _time;
    private readonly ILoggerFactory _loggers;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _gone = new();
    private readonly OwnerFence _fence;
    private readonly LinkOpenings _openings;
    private readonly GrainInstruments _instruments;
    private readonly BoardStore _store;
    private readonly CommandPump _pump;
    private TaskScheduler _turns = TaskScheduler.Default;
    private volatile BoardSession? _session;
    private ControllerView? _view;
    private ITimer? _look;
    private TimeSpan? _awaySince;
    private (long Epoch, long Version) _desk;
    private (Withheld What, TaskCompletionSource Done)? _return;
    private bool _isCutOff;

    /// <param name="id">The board.</param>
    /// <param name="lanes">The way to the database.</param>
    /// <param name="clients">Makes the client for its address.</param>
    /// <param name="options">How hard it is driven.</param>
    /// <param name="openings">Paces the opening of links.</param>
    /// <param name="fence">Whether this activation may act.</param>
    /// <param name="time">The club's time.</param>
    /// <param name="instruments">What is measured.</param>
    /// <param name="loggers">Where it is written down.</param>
    public Board(
        MacAddress id,
        DatabaseLanes lanes,
        BoardClientFactory clients,
        BoardOptions options,
        LinkOpenings openings,
        OwnerFence fence,
        TimeProvider time,
        GrainInstruments instruments,
        ILoggerFactory loggers)
    {
        (Id, _clients, _openings, _fence, _instruments) = (id, clients, openings, fence, instruments);
        (_time, _loggers, _logger) = (time, loggers, loggers.CreateLogger<Board>());
        (Clock, Plan) = (new BoardClock(time), new BoardPlan(options));
        _store = new BoardStore(id, lanes, Clock, time, instruments, loggers.CreateLogger<BoardStore>());
        _pump = new CommandPump(id, Plan, _fence, options, Clock, time, instruments, loggers.CreateLogger<CommandPump>(), this);
    }

    public MacAddress Id { get; }

    public BoardClock Clock { get; }

    public BoardPlan Plan { get; }

    /// <summary>What others see of it; null when the club has no such board.</summary>
    public ControllerState? State => _view?.State;

    /// <summary>The owner epoch of this activation.</summary>
    public long Epoch => _store.Epoch;

    /// <summary>Another activation has taken over, or the board was removed: nothing is sent or saved any more.</summary>
    public bool IsOver => _fence.IsLost;

    /// <summary>Why the last save failed, as callers hear it.</summary>
    public Refusal Away => _store.Away;

    /// <summary>The last save failed, and the next has not been done.</summary>
    public bool IsBehind => _store.IsBehind;

    public EffectWindow Effects => _pump.Effects;

    public BoardSession? Session => _session;

    /// <summary>Told of every change of <see cref="State"/>: what changed, or the whole.</summary>
    public Action<ControllerDelta?, ControllerState?> Changed { get; set; } = static (_, _) => { };

    /// <summary>Told when this activation has nothing to do any more.</summary>
    public Action Over { get; set; } = static () => { };

    /// <summary>Told about every <see cref="MissedAfter"/> while the board is not heard of at its address for longer than that.</summary>
    public Action<Controller> Missed { get; set; } = static _ => { };

    /// <summary>Takes the board over and opens its link; nothing when the club has no such board.</summary>
    public async Task TakeAsync(CancellationToken cancellation)
    {
        _turns = TaskScheduler.Current;
        var look = _fence.Begin();
        if (await _store.LoadAsync(Plan, cancellation) is { } controller)
        {
            _fence.Proven(look);
            _desk = (_store.Desk.Epoch, _store.Desk.Desk.Version);
            _view = new ControllerView(controller, new LinkStatus(LinkState.Connecting, _time.GetUtcNow()));
            Open(controller);
            _look = Detached.Begin(() => _time.CreateTimer(_ => Post(Look), null, s_lookPeriod, s_lookPeriod));
            _instruments.Came(this);
        }
    }

    /// <summary>Stops sending, closes the link, saves: in this order, so that nothing happens that is not kept.</summary>
    public async Task LeaveAsync()
    {
        _instruments.Left(this);
        _look?.Dispose();
        await _pump.StopAsync();
        await CloseAsync();
        await SaveAsync(_store.SaveLastAsync);
        await _gone.CancelAsync();
    }

    /// <summary>The silo's supervisor tells which owner epoch counts, as it was looked up; null when the database does not say.</summary>
    public async Task HearAsync(long? epoch, OwnerFence.Look look)
    {
        if (epoch > Epoch)
        {
            await EndAsync();
            return;
        }

        if (epoch == Epoch)
        {
            _fence.Proven(look);
        }
        else if (epoch is null)
        {
            _fence.Excuse(look);
        }

        if (_isCutOff && _fence.Holds && State is { } state)
        {
            _isCutOff = false;
            Open(state.Controller);
        }

        if (IsBehind)
        {
            SaveSoon();
        }
    }

    /// <summary>The silo is cut off: another may have the board by now, whose link this one's stands in the way of.</summary>
    public async Task CutOffAsync()
    {
        if (_session is null || State is not { } state || IsOver)
        {
            return;
        }

        Publish(state.Controller, new LinkStatus(LinkState.Connecting, _time.GetUtcNow()));
        await CloseAsync();

        // An edit of the address may have opened it anew meanwhile; then it is told once more.
        _isCutOff = _session is null;
    }

    /// <summary>Whether the board would hardly notice if it moved just now, and nothing would be lost.</summary>
    public async Task<bool> MayMoveAsync()
    {
        var now = Clock.Now;
        var isQuiet = !Plan.IsLive || (Plan.Next(now) is null && !(Plan.Wake(now) - now < s_quiet) && !_pump.IsSending);
        return !IsOver && isQuiet && await SaveAsync() == Saved.Done;
    }

    /// <summary>The registration changed.</summary>
    public async Task ConfigureAsync(Controller controller)
    {
        var known = State!.Controller;
        if (controller.Version < known.Version)
        {
            // Two edits overtook each other on their way here.
            return;
        }

        if ((known.Host, known.HttpPort, known.WebSocketPort) == (controller.Host, controller.HttpPort, controller.WebSocketPort))
        {
            Publish(controller, State.Link);
            return;
        }

        Publish(controller, new LinkStatus(LinkState.Connecting, _time.GetUtcNow()));
        await CloseAsync();
        if (_session is null && !_isCutOff && !IsOver && State is { } state)
        {
            // Another edit may have overtaken this one, or the board may have gone, while the connection closed.
            Open(state.Controller);
        }
    }

    /// <summary>
    /// The desk is another one. What it is about to alter is kept before the board hears of it, unless the database hangs or is away.
    /// </summary>
    public async Task SetDeskAsync(long epoch, Desk desk)
    {
        if ((epoch, desk.Version).CompareTo(_desk) <= 0)
        {
            return;
        }

        _desk = (epoch, desk.Version);
        Plan.Announce(Filter, Clock.Now);
        if (IsBehind)
        {
            SaveSoon();
        }
        else
        {
            using var enough = CancellationTokenSource.CreateLinkedTokenSource(_gone.Token);
            await Task.WhenAny(SaveAsync(), Task.Delay(s_deskPatience, _time, enough.Token));
            await enough.CancelAsync();
        }

        if (_desk == (epoch, desk.Version) && !IsOver)
        {
            Plan.Filter(Filter, Clock.Now);
            Act();
            SaveSoon();
        }

        DeskFilter Filter(int pin) => DeskFilter.Of(desk, Id, pin);
    }

    /// <summary>
    /// The board is about to leave: it is told what is wanted, whatever the desk. Waits a moment; whether the board, live, has all of it then
    /// that the desk had taken.
    /// </summary>
    public async Task<bool> GiveBackAsync()
    {
        // Should it stay after all, the same desk is news to it.
        _desk = default;
        var withheld = Plan.GiveBack(Clock.Now);
        if (withheld.IsNothing)
        {
            return true;
        }

        var back = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _return = (withheld, back);
        Act();
        SaveSoon();
        await ConfirmAsync(back.Task, s_returnWait);
        return Plan.IsLive && withheld.IsBack(Clock.Now);
    }

    /// <summary>The board was removed: whoever still waits hears that the club has no such board any more.</summary>
    public Task RemoveAsync()
    {
        _view = null;
        return EndAsync();
    }

    /// <summary>What a caller hears of a board that is gone, or moving.</summary>
    public Refusal Gone() => _view is null
        ? Refusal.NotFound(RefusalCodes.ControllerUnknown, "The club has no controller with this MAC address.")
        : s_moved;

    /// <summary>Whether the board is in a layout, and this activation's; a refusal otherwise.</summary>
    public Refusal? Check(LayoutId layout) => _view is null || IsOver ? Gone()
        : State!.Controller.Layout != layout ? Refusal.NotFound(RefusalCodes.ControllerUnknown, $"The layout has no controller {Id}.")
        : null;

    /// <summary>Something in the plan changed: it is shown, and what is due is sent.</summary>
    public void Act()
    {
        Publish();
        _pump.Wake();
    }

    /// <summary>Waits for the board to do something, as long as callers wait.</summary>
    public Task ConfirmAsync(Task settled) => ConfirmAsync(settled, ConfirmWait);

    private async Task ConfirmAsync(Task settled, TimeSpan wait)
    {
        if (!settled.IsCompleted && Plan.IsLive)
        {
            using var enough = CancellationTokenSource.CreateLinkedTokenSource(_gone.Token);
            await Task.WhenAny(settled, Task.Delay(wait, _time, enough.Token));
            await enough.CancelAsync();
        }
    }

    /// <summary>Whether the database has something of an output that is not wanted any more.</summary>
    public bool IsOutdated(IEnumerable<int> pins) => _store.IsOutdated(Plan, pins);

    /// <summary>Writes down what belongs into the database.</summary>
    public Task<Saved> SaveAsync() => SaveAsync(_store.SaveAsync);

    private async Task<Saved> SaveAsync(Func<BoardPlan, Task<Saved>> save)
    {
        if (_view is null || IsOver)
        {
            return Saved.Lost;
        }

        var saved = await save(Plan);
        if (saved == Saved.Lost)
        {
            await EndAsync();
        }

        foreach (var vanished in _store.TakeVanished())
        {
            // The group was deleted meanwhile: what runs of it is stopped, and nothing of it kept.
            if (Plan.FindGroup(vanished) is { Wanted: true } run)
            {
                run.Want(run.Group, running: false, Clock.Now);
                run.Release();
                _pump.Wake();
            }
        }

        return saved;
    }

    public void SaveSoon() => SaveAsync().Ignore();

    /// <summary>Comes back into the grain's turns, from any thread.</summary>
    public void Post(Action action) => Task.Factory.StartNew(
        () =>
        {
            try
            {
                action();
            }
            catch (Exception failure)
            {
                LogTurnFailed(failure, Id);
            }
        },
        _gone.Token,
        TaskCreationOptions.None,
        _turns);

    void IPumpHost.OnDue()
    {
        if (Plan.IsLive)
        {
            Plan.GiveUp(Clock.Now);
            Plan.ObserveGroups(Clock.Now);
        }

        // A fade that ended is shown as what it came to, and need not be kept any more.
        _pump.Wake();
        Publish();
        SaveSoon();
    }

    void IPumpHost.OnEnded()
    {
        Plan.ObserveGroups(Clock.Now);
        Publish();
        SaveSoon();
    }

    async Task<bool> IPumpHost.ProveOwnerAsync()
    {
        var look = _fence.Begin();
        if (await _store.ReadEpochAsync() is not { } epoch)
        {
            return _fence.Excuse(look);
        }

        if (epoch == Epoch)
        {
            _fence.Proven(look);
            return true;
        }

        EndAsync().Ignore();
        return false;
    }

    void IPumpHost.KeepPrepared(IReadOnlyList<GroupTrack> groups)
    {
        if (groups.Count > 0)
        {
            KeepAsync().Ignore();
        }

        async Task KeepAsync()
        {
            if (await SaveAsync() != Saved.Lost)
            {
                // A live board is not kept waiting by a database that is away.
                foreach (var group in groups)
                {
                    group.ReleaseNumber();
                }

                Act();
            }
        }
    }

    private void Look()
    {
        if (!IsOver && !_fence.Holds)
        {
            ((IPumpHost)this).ProveOwnerAsync().Ignore();
        }

        if (!IsOver && State is { } state && _awaySince is { } since && Clock.Now - since >= MissedAfter)
        {
            Missed(state.Controller);
        }
    }

    private void Open(Controller controller)
    {
        _awaySince = Clock.Now;
        _session = Detached.Begin(() => new BoardSession(
            controller, _clients, _openings, _time, _loggers.CreateLogger<ControllerLink>(), session => Post(() => Hear(session))));
    }

    /// <summary>Takes the connection away at once; ending it takes a moment.</summary>
    private async Task CloseAsync()
    {
        var session = _session;
        _session = null;
        Plan.SetLive(isLive: false, isBack: false, Clock.Now);
        if (session is not null)
        {
            await session.DisposeAsync();
        }
    }

    private void Hear(BoardSession session)
    {
        if (session != _session || State is not { } state)
        {
            return;
        }

        var news = session.TakeNews();
        var link = state.Link;
        var isToKeep = false;
        if (news.Status is { } status)
        {
            isToKeep = Plan.Observe(status, new Arrival(Clock.At(news.ArrivedAt), Plan.IsLive, Effects), Clock.Now);
        }

        if (news.State is var (now, reason) && (now != link.State || reason != link.Reason))
        {
            LogLink(Id, now, reason);
            _awaySince = now == LinkState.Live ? null : _awaySince ?? Clock.Now;
            var isBack = now == LinkState.Live && link.State != LinkState.Stale;
            if (isBack)
            {
                _pump.LearnAnew();
            }

            isToKeep |= Plan.SetLive(now == LinkState.Live, isBack, Clock.Now);

            // Trying again and failing again is still the same absence: "offline since" stays.
            var isSame = link.State is LinkState.Offline && now is LinkState.Offline or LinkState.Connecting;
            link = new LinkStatus(now, isSame ? link.Since : _time.GetUtcNow(), reason);
        }

        Publish(state.Controller, link);
        if (isToKeep)
        {
            SaveSoon();
        }

        _pump.Wake();
    }

    private void Publish()
    {
        if (State is { } state)
        {
            Publish(state.Controller, state.Link);
        }
    }

    private void Publish(Controller controller, LinkStatus link)
    {
        if (_return is var (what, done) && what.IsBack(Clock.Now))
        {
            _return = null;
            done.SetResult();
        }

        if (_view!.Refresh(controller, link, Plan, Clock.Now) is var (delta, whole))
        {
            Changed(delta, whole);
        }
    }

    /// <summary>The board is another activation's, or nobody's: those who wait are told, the link is closed, the grain goes.</summary>
    private async Task EndAsync()
    {
        if (IsOver)
        {
            return;
        }

        _fence.Lose();
        if (_view is not null)
        {
            _instruments.LostFence();
        }

        LogOver(Id, Epoch);
        Plan.End(CommandResult.Missing);
        await _pump.StopAsync();
        await CloseAsync();
        Over();
    }

    [LoggerMessage(LogLevel.Information, "Controller {Controller}: link {State} ({Reason})")]
    private partial void LogLink(MacAddress controller, LinkState state, LinkReason reason);

    [LoggerMessage(LogLevel.Information, "Controller {Controller}: the activation with owner epoch {Epoch} is over, its link is closed")]
    private partial void LogOver(MacAddress controller, long epoch);

    [LoggerMessage(LogLevel.Error, "Controller {Controller}: a turn failed")]
    private partial void LogTurnFailed(Exception failure, MacAddress controller);
}
