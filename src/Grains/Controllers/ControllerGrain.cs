using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Orleans.Utilities;
using RailHub.Contracts;
using RailHub.Grains.Chasing;
using RailHub.Grains.Owners;
using RailHub.Persistence;
using RailHub.Protocol;

namespace RailHub.Grains.Controllers;

/// <summary>
/// One physical board: brings its plan, its connection and its part of the database together, and tells observers what came of it.
/// Reentrant: a board that answers slowly holds up nobody who asks for the state; all state changes happen between awaits.
/// </summary>
/// <remarks>
/// It may lose its activation at any point. What people are promised before the board confirms it is in the database by then; everything
/// else the board itself knows.
/// </remarks>
[KeepAlive, Reentrant]
internal sealed partial class ControllerGrain : Grain, IControllerGrain, IPumpHost
{
    /// <summary>How long the caller of a command waits for the board to confirm it.</summary>
    public static readonly TimeSpan ConfirmWait = TimeSpan.FromSeconds(2);

    private static readonly Refusal s_moved = new(
        RefusalKind.Unavailable, RefusalCodes.OwnerMoved, "The board is just moving to another server, and this may not have been done. Try it again.");

    private readonly BoardClientFactory _clients;
    private readonly TimeProvider _time;
    private readonly ILoggerFactory _loggers;
    private readonly ILogger _logger;
    private readonly MacAddress _id;
    private readonly CancellationTokenSource _gone = new();
    private readonly BoardClock _clock;
    private readonly BoardPlan _plan = new();
    private readonly OwnerFence _fence;
    private readonly BoardStore _store;
    private readonly CommandPump _pump;
    private readonly ObserverManager<IControllerObserver> _observers;
    private TaskScheduler _turns = TaskScheduler.Default;
    private volatile BoardSession? _session;
    private ControllerView? _view;
    private long _number;

    public ControllerGrain(
        IGrainContext context, IDbContextFactory<RailHubDb> databases, BoardClientFactory clients, Heartbeat heartbeat, TimeProvider time, ILoggerFactory loggers)
    {
        (_clients, _time, _loggers, _logger) = (clients, time, loggers, loggers.CreateLogger<ControllerGrain>());
        _id = MacAddress.Parse(context.GrainId.Key.ToString()!, null);
        _clock = new BoardClock(time);
        _fence = new OwnerFence(time, heartbeat);
        _store = new BoardStore(_id, databases, time, loggers.CreateLogger<BoardStore>());
        _pump = new CommandPump(_id, _plan, _fence, _clock, time, loggers.CreateLogger<CommandPump>(), this);
        _observers = new ObserverManager<IControllerObserver>(Subscriptions.Lease, _logger) { GetDateTime = () => DateTime.UnixEpoch + _clock.Now };
    }

    public BoardSession? Session => _session;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _turns = TaskScheduler.Current;
        var look = _fence.Begin();
        if (await _store.LoadAsync(_plan, _clock, cancellationToken) is { } controller)
        {
            _fence.Proven(look);
            _view = new ControllerView(controller, new LinkStatus(LinkState.Connecting, _time.GetUtcNow()));
            Open(controller);
        }
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        await _pump.StopAsync();
        await CloseAsync();
        if (_view is not null && !_fence.IsLost)
        {
            await _store.SaveAsync(_plan);
        }

        await _gone.CancelAsync();
    }

    public async Task KeepLinked(long? epoch)
    {
        if (_view is null)
        {
            // The supervisor's list was older than the removal.
            DeactivateOnIdle();
        }
        else if (epoch > _store.Epoch)
        {
            await LoseAsync();
        }
        else
        {
            _fence.Heard();
            if (_store.IsBehind)
            {
                SaveSoon();
            }
        }
    }

    public async Task Configure(Controller controller)
    {
        if (_view is null)
        {
            // Activated before it was added: it looks again.
            DeactivateOnIdle();
            return;
        }

        var known = _view.State.Controller;
        if (controller.Version < known.Version)
        {
            // Two edits overtook each other on their way here.
            return;
        }

        if ((known.Host, known.HttpPort, known.WebSocketPort) == (controller.Host, controller.HttpPort, controller.WebSocketPort))
        {
            Publish(controller, _view.State.Link);
            return;
        }

        Publish(controller, new LinkStatus(LinkState.Connecting, _time.GetUtcNow()));
        await CloseAsync();
        Open(controller);
    }

    public async Task Release()
    {
        // Whoever still waits hears that the club has no such board any more; nothing of it is written from here on.
        _view = null;
        await LoseAsync();
    }

    public Task<Outcome<ControllerReport>> Subscribe(IControllerObserver observer, long epoch, long number)
    {
        if (_view is null)
        {
            return Task.FromResult<Outcome<ControllerReport>>(Unknown());
        }

        _observers.Subscribe(observer, observer);
        return Task.FromResult<Outcome<ControllerReport>>(new ControllerReport(
            _store.Epoch, _number, (epoch, number) == (_store.Epoch, _number) ? null : _view.State));
    }

    public Task Unsubscribe(IControllerObserver observer)
    {
        _observers.Unsubscribe(observer);
        return Task.CompletedTask;
    }

    public Task<Outcome<ControllerState>> GetState(LayoutId layout) =>
        Task.FromResult(Check(layout) is { } refusal ? refusal : (Outcome<ControllerState>)_view!.State);

    public Task<ControllerTelemetry?> GetTelemetry() => Task.FromResult(
        _session?.Link is { LastGood: not null } link
            ? new ControllerTelemetry(
                _id,
                link.Telemetry.UptimeMilliseconds,
                link.Telemetry.FreeHeapBytes,
                _pump.Effects.Median?.TotalMilliseconds,
                link.Reconnects,
                link.GarbageReceived,
                _pump.Effects.P90?.TotalMilliseconds)
            : null);

    public async Task<Outcome<CommandAnswer>> SetOutput(LayoutId layout, int pin, OutputChange change)
    {
        var shown = _view?.State.Find(pin)?.Shown;
        if ((Check(layout) ?? Rules.Check(change, shown)) is { } refusal)
        {
            return refusal;
        }

        if (_plan.Expect(pin) is not { } output)
        {
            return Refusal.NotFound(RefusalCodes.PinUnknown, $"The controller has no output on pin {pin}.");
        }

        var intent = new Intent(pin, Rules.Writable(change, shown), default, default, default, Origin.Person, Stamps.None);
        var (want, result) = (await SettleAsync([Add(output, intent)]))[0];
        return _fence.IsLost ? Moved()
            : result == CommandResult.NotKept ? _store.Away
            : new CommandAnswer(result, _view?.State.Find(pin), want.Receipt.Reason);
    }

    public async Task<Outcome<Recall>> Apply(LayoutId layout, IReadOnlyList<Intent> intents)
    {
        if (Check(layout) is { } refusal)
        {
            return refusal;
        }

        var before = new List<SceneTarget>();
        var wants = new List<(int Place, Want Want, string? LeftOut)>();
        var results = new TargetResult[intents.Count];
        for (var place = 0; place < intents.Count; place++)
        {
            var intent = intents[place];
            results[place] = new TargetResult(_id, intent.Pin, CommandResult.Missing);
            if (_plan.Expect(intent.Pin) is not { } output)
            {
                continue;
            }

            var shown = _view!.State.Find(intent.Pin)?.Shown;
            var change = Rules.Writable(intent.Change, shown);
            var leftOut = change.Interval == intent.Change.Interval ? null
                : $"The blink interval {intent.Change.Interval} ms cannot be written to a board; it stays as it is.";
            var want = Add(output, intent with { Change = change });
            wants.Add((place, want, leftOut));
            if (shown is not null && want.Result is not { IsCompletedSuccessfully: true, Result: CommandResult.AlreadySo })
            {
                before.Add(new SceneTarget(_id, intent.Pin, shown.Active, shown.Brightness, change.Interval is null ? null : shown.Interval));
            }
        }

        var settled = await SettleAsync([.. wants.Select(entry => entry.Want)]);
        for (var index = 0; index < wants.Count; index++)
        {
            var (want, result) = settled[index];
            results[wants[index].Place] = new TargetResult(
                _id, want.Output.Pin, result, want.Receipt.Reason ?? wants[index].LeftOut);
        }

        return _fence.IsLost ? Moved() : new Recall(results, before);
    }

    public Task<Outcome<Done>> Plan(LayoutId layout, Stamp stamp, IReadOnlyList<Intent> intents)
    {
        if ((Check(layout) ?? (_fence.IsLost ? Moved() : null)) is { } refusal)
        {
            return Task.FromResult<Outcome<Done>>(refusal);
        }

        _plan.Forget(stamp);
        foreach (var intent in intents)
        {
            if (_plan.Expect(intent.Pin) is { } output)
            {
                var shown = _view!.State.Find(intent.Pin)?.Shown;
                _plan.Add(output, Timed(intent with { Stamp = stamp, Change = Rules.Writable(intent.Change, shown) }, out var start, out var now), start, now, isHeld: false);
            }
        }

        Publish();
        _pump.Wake();
        return Task.FromResult<Outcome<Done>>(Done.Instance);
    }

    public Task<Outcome<Done>> CheckGroup(ChasingGroup group) => Task.FromResult(
        (CheckReported() ?? Check(group, toRun: _plan.FindGroup(group.Id) is { Wanted: true })) is { } refusal ? (Outcome<Done>)refusal : Done.Instance);

    public async Task<Outcome<ChasingGroupStatus>> StartGroup(ChasingGroup group) =>
        (Check(group.Layout) ?? Check(group, toRun: true)) is { } refusal
            ? refusal
            : await SettleAsync(_plan.FindGroup(group.Id) ?? _plan.Add(new GroupTrack(group)), group, running: true);

    public async Task<Outcome<ChasingGroupStatus>> ReviseGroup(ChasingGroup group) =>
        Check(group.Layout) is { } refusal ? refusal
        : _plan.FindGroup(group.Id) is { Wanted: true } run ? await SettleAsync(run, group, running: true)
        : new ChasingGroupStatus(group.Id, ChasingState.Stopped);

    public async Task<Outcome<ChasingGroupStatus>> StopGroup(ChasingGroup group)
    {
        if (Check(group.Layout) is { } refusal)
        {
            return refusal;
        }

        var run = _plan.FindGroup(group.Id);
        if (run is null && _plan.Board?.Groups.Any(reading => reading.Pins.AsSpan().SequenceEqual(GroupTrack.Pins(group))) == true)
        {
            run = _plan.Add(new GroupTrack(group));
        }

        return run is null ? new ChasingGroupStatus(group.Id, ChasingState.Stopped) : await SettleAsync(run, run.Group, running: false);
    }

    public void Post(Action action) => Task.Factory.StartNew(
        () =>
        {
            try
            {
                action();
            }
            catch (Exception failure)
            {
                LogTurnFailed(failure, _id);
            }
        },
        _gone.Token,
        TaskCreationOptions.None,
        _turns);

    public void OnDue()
    {
        if (_plan.IsLive)
        {
            _plan.GiveUp(_clock.Now);
            _plan.ObserveGroups(_clock.Now);
        }

        // A fade that ended is shown as what it came to, and needs not be kept any more.
        _pump.Wake();
        Publish();
        SaveSoon();
    }

    public void OnEnded()
    {
        _plan.ObserveGroups(_clock.Now);
        Publish();
        SaveSoon();
    }

    public async Task<bool> ProveOwnerAsync()
    {
        var look = _fence.Begin();
        if (await _store.ReadEpochAsync() is not { } epoch)
        {
            return false;
        }

        if (epoch == _store.Epoch)
        {
            _fence.Proven(look);
            return true;
        }

        LoseAsync().Ignore();
        return false;
    }

    public void KeepPrepared(IReadOnlyList<GroupTrack> groups)
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
                    group.Release();
                }

                Publish();
                _pump.Wake();
            }
        }
    }

    // KeepAlive would keep the activation of a board that nobody has added for ever.
    private Refusal Unknown()
    {
        DeactivateOnIdle();
        return Refusal.NotFound(RefusalCodes.ControllerUnknown, "The club has no controller with this MAC address.");
    }

    private Refusal Moved() => _view is null ? Unknown() : s_moved;

    private Refusal? Check(LayoutId layout) => _view is null ? Unknown()
        : _view.State.Controller.Layout != layout ? Refusal.NotFound(RefusalCodes.ControllerUnknown, $"The layout has no controller {_id}.")
        : null;

    private Refusal? CheckReported() => _view is null ? Unknown()
        : _plan.Board is null ? new Refusal(
            RefusalKind.Unavailable,
            RefusalCodes.BoardOffline,
            "The board has not reported since the platform started, so it is not known what it can run. Check its power and network.")
        : null;

    /// <summary>Whether the board can run a group, as far as is known; one that is only defined may share outputs with one that runs.</summary>
    private Refusal? Check(ChasingGroup group, bool toRun)
    {
        var own = _plan.FindGroup(group.Id)?.Number;
        var problem = _plan.Board is null ? null : BoardRules.CheckRun(_plan.Board, GroupTrack.Pins(group), own);
        if (problem is null && _plan.Groups.Any(run =>
            run.Group.Id != group.Id && run is { Wanted: true, Problem: null } && run.Group.Members.Intersect(group.Members).Any()))
        {
            problem = GroupProblem.PinInOtherGroup;
        }

        return ChasingRules.Explain(problem == GroupProblem.PinInOtherGroup && !toRun ? null : problem);
    }

    private Want Add(OutputTrack output, Intent intent) =>
        _plan.Add(output, Timed(intent, out var start, out var now), start, now, isHeld: !_plan.IsLive);

    // What lies in the past means now.
    private Intent Timed(Intent intent, out TimeSpan start, out TimeSpan now)
    {
        now = _clock.Now;
        var today = _time.GetUtcNow();
        start = intent.From <= today ? now : _clock.At(intent.From);
        return intent.From <= today ? intent with { From = today } : intent;
    }

    /// <summary>
    /// Waits for the board to confirm what was just wanted, and for the database where it does not. Nothing is promised that is not kept:
    /// what a board that is not live is to be told waits for the database, and is taken back when that is away.
    /// </summary>
    private async Task<(Want Want, CommandResult Result)[]> SettleAsync(IReadOnlyList<Want> wants)
    {
        var isHeld = !_plan.IsLive;
        Publish();
        _pump.Wake();
        if (!isHeld)
        {
            await ConfirmAsync(Task.WhenAll(wants.Select(want => want.Result)));
            foreach (var want in wants.Where(want => !want.Result.IsCompleted))
            {
                want.Keep();
            }
        }

        var saved = isHeld || _store.IsOutdated(_plan, wants.Select(want => want.Output.Pin)) ? await SaveAsync() : Saved.Done;
        if (isHeld)
        {
            foreach (var want in wants)
            {
                if (saved == Saved.Done)
                {
                    want.Release(_clock.Now);
                }
                else
                {
                    want.Withdraw();
                }
            }

            Publish();
            _pump.Wake();
        }

        return [.. wants.Select(want => (want, Result(want)))];

        CommandResult Result(Want want) => want.Result.IsCompleted
            ? saved != Saved.Done && want.Result.Result == CommandResult.AlreadySo ? CommandResult.Unsaved : want.Result.Result
            : saved != Saved.Done ? CommandResult.Unsaved
            : _plan.IsLive ? CommandResult.Accepted
            : CommandResult.Offline;
    }

    /// <summary>The same for a chasing group, which is in the database before the board is told, unless that is away.</summary>
    private async Task<Outcome<ChasingGroupStatus>> SettleAsync(GroupTrack run, ChasingGroup group, bool running)
    {
        run.Want(group, running, _clock.Now);
        var settled = run.Settled.Task;
        if (_plan.Board is { } board && !run.Prepare(board, _plan.NumbersBeside(run)))
        {
            run.Withdraw();
            Forget(run);
            return ChasingRules.SlotsFull;
        }

        if (await SaveAsync() != Saved.Done && !_plan.IsLive)
        {
            run.Withdraw();
            Forget(run);
            Publish();
            return _fence.IsLost ? Moved() : _store.Away;
        }

        run.Release();
        if (_plan.IsLive && _plan.ObserveGroups(_clock.Now))
        {
            SaveSoon();
        }

        Publish();
        _pump.Wake();
        await ConfirmAsync(settled);
        return _fence.IsLost ? Moved() : run.Status;
    }

    private void Forget(GroupTrack run)
    {
        if (run is { Wanted: false, IsPending: false })
        {
            _plan.Remove(run);
        }
    }

    private async Task ConfirmAsync(Task settled)
    {
        if (!settled.IsCompleted && _plan.IsLive)
        {
            using var enough = CancellationTokenSource.CreateLinkedTokenSource(_gone.Token);
            await Task.WhenAny(settled, Task.Delay(ConfirmWait, _time, enough.Token));
            await enough.CancelAsync();
        }
    }

    private void Open(Controller controller) =>
        _session = new BoardSession(controller, _clients, _time, _loggers.CreateLogger<ControllerLink>(), session => Post(() => Hear(session)));

    /// <summary>Takes the connection away at once; ending it takes a moment.</summary>
    private async Task CloseAsync()
    {
        var session = _session;
        _session = null;
        _plan.SetLive(isLive: false, isBack: false, _clock.Now);
        if (session is not null)
        {
            await session.DisposeAsync();
        }
    }

    private void Hear(BoardSession session)
    {
        if (session != _session || _view is null)
        {
            return;
        }

        var news = session.TakeNews();
        var link = _view.State.Link;
        var isToKeep = false;
        if (news.Status is { } status)
        {
            isToKeep = _plan.Observe(status, new Arrival(_clock.At(news.ArrivedAt), _plan.IsLive, _pump.Effects), _clock.Now);
        }

        if (news.State is var (state, reason) && (state != link.State || reason != link.Reason))
        {
            LogLink(_id, state, reason);
            var isBack = state == LinkState.Live && link.State != LinkState.Stale;
            if (isBack)
            {
                _pump.Effects.Clear();
            }

            isToKeep |= _plan.SetLive(state == LinkState.Live, isBack, _clock.Now);

            // Trying again and failing again is still the same absence: "offline since" stays.
            var isSame = link.State is LinkState.Offline && state is LinkState.Offline or LinkState.Connecting;
            link = new LinkStatus(state, isSame ? link.Since : _time.GetUtcNow(), reason);
        }

        Publish(_view.State.Controller, link);
        if (isToKeep)
        {
            SaveSoon();
        }

        _pump.Wake();
    }

    private void Publish()
    {
        if (_view is not null)
        {
            Publish(_view.State.Controller, _view.State.Link);
        }
    }

    private void Publish(Controller controller, LinkStatus link)
    {
        if (_view!.Refresh(controller, link, _plan, _clock.Now) is { } change)
        {
            var news = new ControllerChange(_store.Epoch, ++_number, change.Delta, change.Whole);
            _observers.Notify(observer => observer.OnControllerChanged(_id, news));
        }
    }

    private void SaveSoon() => SaveAsync().Ignore();

    private async Task<Saved> SaveAsync()
    {
        if (_view is null || _fence.IsLost)
        {
            return Saved.Lost;
        }

        var saved = await _store.SaveAsync(_plan);
        if (saved == Saved.Lost)
        {
            await LoseAsync();
        }

        foreach (var vanished in _store.TakeVanished())
        {
            // The group was deleted meanwhile: what runs of it is stopped, and nothing of it kept.
            if (_plan.FindGroup(vanished) is { Wanted: true } run)
            {
                run.Want(run.Group, running: false, _clock.Now);
                run.Release();
                _pump.Wake();
            }
        }

        return saved;
    }

    /// <summary>The board is another activation's, or nobody's: nothing is sent or saved from here on, and the grain goes.</summary>
    private async Task LoseAsync()
    {
        if (_fence.IsLost)
        {
            return;
        }

        _fence.Lose();
        LogLost(_id, _store.Epoch);
        _plan.End(CommandResult.Missing);
        await _pump.StopAsync();
        await CloseAsync();
        DeactivateOnIdle();
    }

    [LoggerMessage(LogLevel.Information, "Controller {Controller}: link {State} ({Reason})")]
    private partial void LogLink(MacAddress controller, LinkState state, LinkReason reason);

    [LoggerMessage(LogLevel.Information, "Controller {Controller}: the activation with owner epoch {Epoch} is over, its link is closed")]
    private partial void LogLost(MacAddress controller, long epoch);

    [LoggerMessage(LogLevel.Error, "Controller {Controller}: a turn failed")]
    private partial void LogTurnFailed(Exception failure, MacAddress controller);
}
