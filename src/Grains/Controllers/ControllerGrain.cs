using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Orleans.Utilities;
using RailHub.Contracts;
using RailHub.Grains.Chasing;
using RailHub.Persistence;
using RailHub.Protocol;
using LinkState = RailHub.Contracts.LinkState;

namespace RailHub.Grains.Controllers;

/// <summary>
/// One physical board. It owns the link, compares what is desired with what is reported, and sends what is missing.
/// Reentrant: a board that answers slowly holds up nobody who asks for the state; all state changes happen between awaits.
/// </summary>
/// <remarks>
/// It may lose its activation at any point. Wishes that a board has not confirmed when their caller is answered are in the
/// database by then; everything else the board itself knows.
/// </remarks>
[KeepAlive, Reentrant]
internal sealed partial class ControllerGrain(
    IDbContextFactory<RailHubDb> databases,
    BoardClientFactory clients,
    TimeProvider time,
    ILoggerFactory loggers,
    ILogger<ControllerGrain> logger) : Grain, IControllerGrain
{
    /// <summary>How long the caller of a command waits for the board to confirm it.</summary>
    public static readonly TimeSpan ConfirmWait = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _gone = new();
    private readonly WishBook _wishes = new();
    private readonly Dictionary<ChasingGroupId, GroupRun> _runs = [];
    private readonly CommandBudget _budget = new(time);
    private readonly LatencyWindow _latencies = new();
    private readonly SemaphoreSlim _saving = new(1);
    private readonly ControllerMemory _memory = new(databases);
    private readonly ObserverManager<IControllerObserver> _observers = new(Subscriptions.Lease, logger)
    {
        GetDateTime = () => time.GetUtcNow().UtcDateTime,
    };

    private TaskScheduler _turns = TaskScheduler.Default;
    private MacAddress _id;
    private ControllerView? _view;
    private ControllerMailbox? _mailbox;
    private ControllerLink? _link;
    private BoardClient? _client;
    private StatusSnapshot? _board;
    private IDisposable? _wakeUp;
    private bool _pumping;
    private long _epoch;
    private long _number;

    private bool Reachable => _view?.State.Link.State is LinkState.Live or LinkState.Stale;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _turns = TaskScheduler.Current;
        _id = MacAddress.Parse(this.GetPrimaryKeyString(), null);
        _epoch = time.GetUtcNow().UtcTicks;
        if (await _memory.Load(_id, _wishes, _runs, cancellationToken) is not { } controller)
        {
            return;
        }

        Link(controller);
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        try
        {
            await Save();
        }
        finally
        {
            await _gone.CancelAsync();
            _wakeUp?.Dispose();
            await Close(Unlink());
        }
    }

    public Task KeepLinked()
    {
        if (_view is null)
        {
            // The supervisor's list was older than the removal.
            DeactivateOnIdle();
        }
        else
        {
            // What a database that was away still owes.
            SaveInBackground();
        }

        return Task.CompletedTask;
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

        if (known.Host != controller.Host || known.HttpPort != controller.HttpPort || known.WebSocketPort != controller.WebSocketPort)
        {
            var old = Unlink();
            Link(controller);
            await Close(old);
        }
        else
        {
            Refresh(controller, _view.State.Link);
        }
    }

    public async Task Release()
    {
        // Whoever still waits hears that the club has no such board any more; nothing of it is written from here on.
        _view = null;
        foreach (var wish in _wishes.Open)
        {
            wish.Settle(wish.Open, CommandResult.Missing);
        }

        foreach (var run in _runs.Values)
        {
            run.Settled.TrySetResult();
        }

        await Close(Unlink());
        DeactivateOnIdle();
    }

    public Task<Outcome<ControllerReport>> Subscribe(IControllerObserver observer, long epoch, long number)
    {
        if (_view is null)
        {
            return Task.FromResult<Outcome<ControllerReport>>(Unknown());
        }

        _observers.Subscribe(observer, observer);
        return Task.FromResult<Outcome<ControllerReport>>(new ControllerReport(
            _epoch, _number, (epoch, number) == (_epoch, _number) ? null : _view.State));
    }

    public Task Unsubscribe(IControllerObserver observer)
    {
        _observers.Unsubscribe(observer);
        return Task.CompletedTask;
    }

    public Task<Outcome<ControllerState>> GetState() =>
        Task.FromResult(_view is null ? Unknown() : (Outcome<ControllerState>)_view.State);

    public Task<ControllerTelemetry?> GetTelemetry() => Task.FromResult(
        _link is { LastGood: not null } link
            ? new ControllerTelemetry(
                _id,
                link.Telemetry.UptimeMilliseconds,
                link.Telemetry.FreeHeapBytes,
                _latencies.Median,
                link.Reconnects,
                link.GarbageReceived)
            : null);

    public async Task<Outcome<CommandAnswer>> SetOutput(int pin, OutputChange change)
    {
        if (Rules.Check(change) is { } invalid)
        {
            return invalid;
        }

        // As boards keep names: any other would never be reported, and be sent for ever.
        change = change with { Name = change.Name?.Trim() };

        if (Find(pin, out var reading) is { } refusal)
        {
            return refusal;
        }

        var parts = _wishes.Want(reading, _board!.Dialect, change);
        var result = CommandResult.AlreadySo;
        if (parts != Parts.None)
        {
            var settled = _wishes.Find(pin)!.WaitFor(parts);
            Refresh();
            Pump();
            result = await Wait(settled, Deadline());
            if (result is CommandResult.Accepted or CommandResult.Offline && await Save(pin) is { } away && result == CommandResult.Offline)
            {
                return away;
            }
        }
        else
        {
            // An older wish that was kept may be given up by this one.
            Refresh();
            await Save();
        }

        var state = _view?.State.Find(pin);
        return state is null ? Unknown() : new CommandAnswer(result, state, state.Problem);
    }

    public async Task<Recall> ApplyTargets(IReadOnlyList<SceneTarget> targets)
    {
        var results = new Task<CommandResult>[targets.Count];
        var before = new List<SceneTarget>();
        for (var index = 0; index < targets.Count; index++)
        {
            var target = targets[index];
            if (Find(target.Pin, out var reading) is not null)
            {
                results[index] = Task.FromResult(_board is null && _view is not null ? CommandResult.Offline : CommandResult.Missing);
                continue;
            }

            var shown = _view!.State.Find(target.Pin)!.Shown;
            var parts = _wishes.Want(reading, _board!.Dialect, new OutputChange(target.Active, target.Brightness, target.Interval));
            if (parts == Parts.None)
            {
                results[index] = Task.FromResult(CommandResult.AlreadySo);
                continue;
            }

            before.Add(new SceneTarget(_id, target.Pin, shown.Active, shown.Brightness, target.Interval is null ? null : shown.Interval));
            results[index] = _wishes.Find(target.Pin)!.WaitFor(parts);
        }

        Refresh();
        Pump();
        var deadline = Deadline();
        var answers = new TargetResult[targets.Count];
        for (var index = 0; index < targets.Count; index++)
        {
            var result = await Wait(results[index], deadline);
            answers[index] = new TargetResult(
                _id, targets[index].Pin, result, result == CommandResult.Refused ? _wishes.Find(targets[index].Pin)?.Problem : null);
        }

        await Save([.. answers.Where(answer => answer.Result is CommandResult.Accepted or CommandResult.Offline).Select(answer => answer.Pin)]);
        return new Recall(answers, before);
    }

    public Task<Outcome<Done>> CheckGroup(ChasingGroup group) => Task.FromResult(
        Check(group, toRun: _runs.ContainsKey(group.Id)) is { } refusal ? (Outcome<Done>)refusal : Done.Instance);

    public async Task<Outcome<ChasingGroupStatus>> StartGroup(ChasingGroup group)
    {
        if (Check(group, toRun: true) is { } unfit)
        {
            return unfit;
        }

        if (_runs.TryGetValue(group.Id, out var run) && run.Problem is null)
        {
            run.Want(group, running: true);
        }
        else
        {
            // The board may not report yet what was started a moment ago.
            int[] started = [.. _runs.Values.Where(other => other.Problem is null).Select(other => other.Number)];
            if (BoardRules.FreeGroupId(_board!, started) is not { } number)
            {
                return new Refusal(
                    RefusalKind.Conflict,
                    RefusalCodes.ChasingSlotsFull,
                    "The board runs as many chasing groups as it can. Stop one of them first.");
            }

            run = _runs[group.Id] = new GroupRun(group, number);
        }

        return await Settle(run);
    }

    public async Task<Outcome<ChasingGroupStatus>> ReviseGroup(ChasingGroup group)
    {
        if (!_runs.TryGetValue(group.Id, out var run))
        {
            return new ChasingGroupStatus(group.Id, ChasingState.Stopped);
        }

        run.Want(group, run.Wanted);
        return await Settle(run);
    }

    public async Task<Outcome<ChasingGroupStatus>> StopGroup(ChasingGroupId id)
    {
        if (!_runs.TryGetValue(id, out var run))
        {
            return new ChasingGroupStatus(id, ChasingState.Stopped);
        }

        run.Want(run.Group, running: false);
        return await Settle(run);
    }

    // KeepAlive would keep the activation of a board that nobody has added for ever.
    private Refusal Unknown()
    {
        DeactivateOnIdle();
        return Refusal.NotFound(RefusalCodes.ControllerUnknown, "The club has no controller with this MAC address.");
    }

    private void Link(Controller controller)
    {
        var address = new BoardAddress(controller.Host, controller.HttpPort, controller.WebSocketPort);
        var mailbox = _mailbox = new ControllerMailbox(() => Post(ReadMailbox));
        _client = clients.Create(address);
        _link = new ControllerLink(address, mailbox, _client, time, loggers.CreateLogger<ControllerLink>(), _id.ToString());
        var connecting = new LinkStatus(LinkState.Connecting, time.GetUtcNow());
        if (_view is null)
        {
            _view = new ControllerView(controller, connecting);
        }
        else
        {
            Refresh(controller, connecting);
        }

        _link.Start();
    }

    /// <summary>Takes link and client out at once; <see cref="Close"/> ends them, which takes a while.</summary>
    private (ControllerLink? Link, BoardClient? Client) Unlink()
    {
        var old = (_link, _client);
        (_link, _client, _mailbox) = (null, null, null);
        return old;
    }

    private static async Task Close((ControllerLink? Link, BoardClient? Client) old)
    {
        if (old.Link is not null)
        {
            await old.Link.DisposeAsync();
        }

        old.Client?.Dispose();
    }

    // The link, timers and tasks come back into the grain's turns by this.
    private void Post(Action action) => Task.Factory.StartNew(
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

    private void ReadMailbox()
    {
        if (_mailbox is not { } mailbox || _view is null)
        {
            return;
        }

        var (status, news) = mailbox.Take();
        var link = _view.State.Link;
        var fulfilled = false;
        if (status is not null)
        {
            _board = status;
            fulfilled = Observe();
        }

        if (news is { } now && (now.State != link.State || now.Reason != link.Reason))
        {
            LogLink(_id, now.State, now.Reason);
            if (now.State == LinkState.Live && link.State != LinkState.Stale)
            {
                _wishes.Hurry();
                foreach (var run in _runs.Values)
                {
                    run.Hurry();
                }
            }

            // Trying again and failing again is still the same absence: "offline since" stays.
            var since = link.State is LinkState.Offline && now.State is LinkState.Offline or LinkState.Connecting ? link.Since : time.GetUtcNow();
            link = new LinkStatus(now.State, since, now.Reason);
        }

        Refresh(_view.State.Controller, link);
        if (fulfilled)
        {
            SaveInBackground();
        }

        Pump();
    }

    /// <summary>Compares wishes and runs with the board's report; true when the database has to hear of it.</summary>
    private bool Observe()
    {
        var fulfilled = _wishes.Observe(_board!);
        foreach (var run in _runs.Values.ToArray())
        {
            var news = run.Observe(_board!);
            fulfilled |= news != GroupNews.None;
            if (news == GroupNews.Gone)
            {
                _runs.Remove(run.Group.Id);
            }
        }

        return fulfilled;
    }

    private void Refresh()
    {
        if (_view is not null)
        {
            Refresh(_view.State.Controller, _view.State.Link);
        }
    }

    private void Refresh(Controller controller, LinkStatus link)
    {
        if (_view!.Refresh(controller, link, _board, _wishes, _runs.Values) is { } change)
        {
            var news = new ControllerChange(_epoch, ++_number, change.Delta, change.Whole);
            _observers.Notify(observer => observer.OnControllerChanged(_id, news));
        }
    }

    /// <summary>Sends what is due, one command at a time, until nothing is; started by whatever may make something due.</summary>
    private void Pump()
    {
        if (!_pumping)
        {
            PumpAsync().Ignore();
        }
    }

    private async Task PumpAsync()
    {
        _pumping = true;
        try
        {
            while (!_gone.IsCancellationRequested && Reachable && _board is { } board && _client is { } client && Next(board) is not null)
            {
                if (!_budget.TryTake(out var wait))
                {
                    await Task.Delay(wait, time, _gone.Token);
                    continue;
                }

                // While it waited, something newer may be wanted.
                if (Next(_board) is not { } step)
                {
                    break;
                }

                await Send(step.Command, step.Run, client);
            }
        }
        catch (OperationCanceledException) when (_gone.IsCancellationRequested)
        {
            LogStopped(_id);
        }
        catch (Exception failure)
        {
            LogPumpFailed(failure, _id);
        }
        finally
        {
            _pumping = false;
            SleepUntilDue();
        }
    }

    private (BoardCommand Command, GroupRun? Run)? Next(StatusSnapshot board)
    {
        var now = time.GetUtcNow();
        if (_wishes.Next(board, now) is { } command)
        {
            return (command, null);
        }

        foreach (var run in _runs.Values)
        {
            if (run.Next(board, now) is { } step)
            {
                return (step, run);
            }
        }

        return null;
    }

    private async Task Send(BoardCommand command, GroupRun? run, BoardClient client)
    {
        if (run is null)
        {
            _wishes.Sent(command, time.GetUtcNow());
        }
        else
        {
            run.Sent(command, time.GetUtcNow());
        }

        var answer = await command.SendAsync(client, _gone.Token);
        switch (answer.Kind)
        {
            case BoardAnswerKind.Accepted:
                _latencies.Add(answer.Latency);

                // A board that rounds may have nothing new to report (protocol 4.2): so the last report is asked again.
                if (_board is not null && Observe())
                {
                    SaveInBackground();
                }

                break;
            case BoardAnswerKind.Refused:
                var reason = answer.Error ?? $"HTTP {answer.HttpStatus}";
                LogRefused(_id, command, reason);
                if (run is null)
                {
                    _wishes.Refused(command, reason);
                }
                else
                {
                    run.Refused(reason);
                }

                SaveInBackground();
                break;
            default:
                LogUnanswered(_id, command, answer.Kind, answer.Error);
                break;
        }

        Refresh();
    }

    /// <summary>The time of something has come: a command, or the end of the patience with a group.</summary>
    private void WakeUp()
    {
        if (!Reachable)
        {
            return;
        }

        var gaveUp = false;
        foreach (var run in _runs.Values)
        {
            gaveUp |= run.GiveUp(time.GetUtcNow());
        }

        if (gaveUp)
        {
            Refresh();
            SaveInBackground();
        }

        Pump();
    }

    private void SleepUntilDue()
    {
        _wakeUp?.Dispose();
        _wakeUp = null;
        if (_gone.IsCancellationRequested || !Reachable || _board is not { } board)
        {
            return;
        }

        var due = _runs.Values.Select(run => run.Due).Append(_wishes.NextDue(board)).Min();
        if (due is { } moment)
        {
            var wait = moment - time.GetUtcNow();
            _wakeUp = time.CreateTimer(
                _ => Post(WakeUp), null, wait > TimeSpan.Zero ? wait : TimeSpan.FromMilliseconds(50), Timeout.InfiniteTimeSpan);
        }
    }

    private Refusal? Find(int pin, out OutputReading reading)
    {
        reading = default;
        if (CheckReported("its outputs are not known") is { } refusal)
        {
            return refusal;
        }

        if (_board!.Find(pin) is not { } found)
        {
            return Refusal.NotFound(RefusalCodes.PinUnknown, $"The controller has no output on pin {pin}.");
        }

        reading = found;
        return null;
    }

    /// <summary>Whether the board is the club's and has reported; a refusal says what is not known otherwise.</summary>
    private Refusal? CheckReported(string unknown) =>
        _view is null ? Unknown()
        : _board is null ? new Refusal(
            RefusalKind.Unavailable,
            RefusalCodes.BoardOffline,
            $"The board has not reported since the platform started, so {unknown}. Check its power and network.")
        : null;

    /// <summary>Whether the board can run a group; one that is only defined may share outputs with one that runs.</summary>
    private Refusal? Check(ChasingGroup group, bool toRun)
    {
        if (CheckReported("it is not known what it can run") is { } refusal)
        {
            return refusal;
        }

        var own = _runs.GetValueOrDefault(group.Id)?.Number;
        var problem = BoardRules.CheckGroup(_board!, GroupRun.Pins(group), group.Interval, own)
            ?? (OthersToRun(group.Id).Any(run => run.Group.Members.Intersect(group.Members).Any()) ? GroupProblem.PinInOtherGroup : null);
        return ChasingRules.Explain(problem == GroupProblem.PinInOtherGroup && !toRun ? null : problem);
    }

    // The board does not report yet what was just started.
    private IEnumerable<GroupRun> OthersToRun(ChasingGroupId id) =>
        _runs.Values.Where(run => run.Group.Id != id && run is { Wanted: true, Problem: null });

    private async Task<Outcome<ChasingGroupStatus>> Settle(GroupRun run)
    {
        var settled = run.Settled.Task;
        Observe();
        Refresh();
        Pump();
        await Wait(AsResult(settled), Deadline());
        var away = await Save();
        return away is not null && !Reachable ? away : run.Status;

        static async Task<CommandResult> AsResult(Task settled)
        {
            await settled;
            return CommandResult.Confirmed;
        }
    }

    private Task Deadline() => Task.Delay(Reachable ? ConfirmWait : TimeSpan.Zero, time, _gone.Token);

    private async Task<CommandResult> Wait(Task<CommandResult> settled, Task deadline)
    {
        await Task.WhenAny(settled, deadline);
        return settled.IsCompleted ? await settled : Reachable ? CommandResult.Accepted : CommandResult.Offline;
    }

    private void SaveInBackground() => Save().Ignore();

    /// <summary>
    /// Writes down what must outlive this activation: which chasing groups run, the wishes for <paramref name="pins"/>,
    /// and what became of those that were written before. A refusal when the database is away; then nothing was written.
    /// </summary>
    private async Task<Refusal?> Save(params int[] pins)
    {
        await _saving.WaitAsync(_gone.Token);
        try
        {
            if (_view is null)
            {
                return null;
            }

            await _memory.Save(_id, pins, _wishes, _runs.Values, _gone.Token);
            return null;
        }
        catch (Exception failure) when (DatabaseErrors.IsAway(failure))
        {
            LogNotSaved(failure, _id);
            return Rules.DatabaseAway;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            LogSaveFailed(failure, _id);
            throw;
        }
        finally
        {
            _saving.Release();
        }
    }

    [LoggerMessage(LogLevel.Information, "Controller {Controller}: link {State} ({Reason})")]
    private partial void LogLink(MacAddress controller, LinkState state, Contracts.LinkReason reason);

    [LoggerMessage(LogLevel.Warning, "Controller {Controller} refused {Command}: {Reason}")]
    private partial void LogRefused(MacAddress controller, BoardCommand command, string reason);

    [LoggerMessage(LogLevel.Information, "Controller {Controller} did not answer {Command} ({Answer}: {Error}); it is sent again")]
    private partial void LogUnanswered(MacAddress controller, BoardCommand command, BoardAnswerKind answer, string? error);

    [LoggerMessage(LogLevel.Debug, "Controller {Controller}: the activation goes, its commands stop")]
    private partial void LogStopped(MacAddress controller);

    [LoggerMessage(LogLevel.Error, "Controller {Controller}: sending commands failed; the next change starts it again")]
    private partial void LogPumpFailed(Exception failure, MacAddress controller);

    [LoggerMessage(LogLevel.Error, "Controller {Controller}: a turn failed")]
    private partial void LogTurnFailed(Exception failure, MacAddress controller);

    [LoggerMessage(LogLevel.Warning, "Controller {Controller}: the database is away, wishes are kept in memory only")]
    private partial void LogNotSaved(Exception failure, MacAddress controller);

    [LoggerMessage(LogLevel.Error, "Controller {Controller}: saving wishes failed")]
    private partial void LogSaveFailed(Exception failure, MacAddress controller);
}
