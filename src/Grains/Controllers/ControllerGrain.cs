using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Orleans.Utilities;
using RailHub.Contracts;
using RailHub.Grains.Chasing;
using RailHub.Grains.Hosting;
using RailHub.Grains.Owners;

namespace RailHub.Grains.Controllers;

/// <summary>
/// One physical board. Reentrant: a board that answers slowly holds up nobody who asks for the state.
/// </summary>
/// <remarks>
/// It may lose its activation at any point. What people are promised before the board confirms it is in the database by then; everything
/// else the board itself knows.
/// </remarks>
[KeepAlive, Reentrant, LivesAtHome]
internal sealed class ControllerGrain : Grain, IControllerGrain, IGrainMigrationParticipant
{
    private readonly Board _board;
    private readonly OutputOrders _outputs;
    private readonly GroupOrders _groups;
    private readonly ObserverManager<IControllerObserver> _observers;
    private readonly IGrainContext _context;
    private readonly OwnersHere _here;
    private readonly TimeProvider _time;
    private readonly GrainInstruments _instruments;
    private Resident? _resident;
    private long _number;

    public ControllerGrain(
        IGrainContext context,
        DatabaseLanes lanes,
        BoardClientFactory clients,
        BoardOptions options,
        LinkOpenings openings,
        Heartbeat heartbeat,
        OutsideContact contact,
        OwnersHere here,
        TimeProvider time,
        GrainInstruments instruments,
        ILoggerFactory loggers)
    {
        (_context, _here, _time, _instruments) = (context, here, time, instruments);
        var fence = new OwnerFence(time, heartbeat, contact);
        _board = new Board(MacAddress.Parse(context.GrainId.Key.ToString()!, null), lanes, clients, options, openings, fence, time, instruments, loggers)
        {
            Changed = Tell,
            Over = DeactivateOnIdle,
            Missed = controller => GrainFactory.Finder().Seek(controller.Layout, controller.Id).Ignore(),
        };
        _outputs = new OutputOrders(_board, time, instruments);
        _groups = new GroupOrders(_board);
        _observers = Observers.Create<IControllerObserver>(time, loggers.CreateLogger<ControllerGrain>());
    }

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await _board.TakeAsync(cancellationToken);
        if (_board.State is { } state)
        {
            _here.Came(_resident = new Resident(GrainKeys.Owner(_board.Id), _context, _board.HearAsync, _board.MayMoveAsync, _time)
            {
                CutOff = _board.CutOffAsync,
            });

            if (_observers.Count > 0)
            {
                // They came along with a board that moved.
                Tell(null, state);
            }
        }
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (_resident is { } resident)
        {
            _here.Left(resident);
        }

        return _board.LeaveAsync();
    }

    void IGrainMigrationParticipant.OnDehydrate(IDehydrationContext dehydrationContext) => Observers.Take(_observers, dehydrationContext);

    void IGrainMigrationParticipant.OnRehydrate(IRehydrationContext rehydrationContext) => Observers.Bring(_observers, rehydrationContext);

    public Task KeepLinked()
    {
        // Without a state the supervisor's list was older than the removal.
        GoIfUnknown();
        return Task.CompletedTask;
    }

    public Task Configure(Controller controller)
    {
        // Without a state it was activated before the board was added: it looks again.
        GoIfUnknown();
        return _board.State is null ? Task.CompletedTask : _board.ConfigureAsync(controller);
    }

    public Task Release() => _board.RemoveAsync();

    public Task<Outcome<ControllerReport>> Subscribe(IControllerObserver observer, long epoch, long number)
    {
        if (_board.IsOver || _board.State is not { } state)
        {
            return Known<ControllerReport>(_board.Gone());
        }

        _observers.Subscribe(observer, observer);
        return Known<ControllerReport>(new ControllerReport(_board.Epoch, _number, (epoch, number) == (_board.Epoch, _number) ? null : state));
    }

    public Task Unsubscribe(IControllerObserver observer)
    {
        _observers.Unsubscribe(observer);
        return Task.CompletedTask;
    }

    public Task<Outcome<ControllerState>> GetState(LayoutId layout) =>
        Known(_board.Check(layout) is { } refusal ? refusal : (Outcome<ControllerState>)_board.State!);

    public Task<ControllerTelemetry?> GetTelemetry() => Task.FromResult(
        _board.Session?.Link is { LastGood: not null } link
            ? new ControllerTelemetry(
                _board.Id,
                link.Telemetry.UptimeMilliseconds,
                link.Telemetry.FreeHeapBytes,
                _board.Effects.Median?.TotalMilliseconds,
                link.Reconnects,
                link.GarbageReceived,
                _board.Effects.P90?.TotalMilliseconds,
                _board.Plan.AreFadesSpent(_board.Clock.Now))
            : null);

    public Task<int?> GetMostFadeSteps() => Task.FromResult(_board.Plan.MostFadeSteps);

    public async Task<Outcome<CommandAnswer>> SetOutput(LayoutId layout, int pin, OutputChange change) =>
        await Known(await _outputs.SetAsync(layout, pin, change));

    public async Task<Outcome<CommandAnswer>> Flash(LayoutId layout, int pin) => await Known(await _outputs.FlashAsync(layout, pin));

    public async Task<Outcome<Recall>> Apply(LayoutId layout, IReadOnlyList<Intent> intents) =>
        await Known(await _outputs.ApplyAsync(layout, intents));

    public Task<Outcome<PlanReceipt>> Plan(LayoutId layout, PlanOrder order) => Known(_outputs.Plan(layout, order));

    public async Task<Outcome<Done>> SetDesk(LayoutId layout, long epoch, Desk desk)
    {
        if (_board.Check(layout) is { } refusal)
        {
            return await Known<Done>(refusal);
        }

        await _board.SetDeskAsync(epoch, desk);
        return Done.Instance;
    }

    public async Task<Outcome<Done>> GiveBack(LayoutId layout) => await Known(
        _board.Check(layout) is { } refusal ? refusal
        : await _board.GiveBackAsync() ? Done.Instance
        : (Outcome<Done>)new Refusal(
            RefusalKind.Unavailable, RefusalCodes.BoardOffline, "The board does not answer, and stays as the desk has it. Check its power and network."));

    public async Task<Outcome<ChasingGroupStatus>> StartGroup(ChasingGroup group) => await Known(await _groups.StartAsync(group));

    public async Task<Outcome<ChasingGroupStatus>> ReviseGroup(ChasingGroup group) => await Known(await _groups.ReviseAsync(group));

    public async Task<Outcome<ChasingGroupStatus>> StopGroup(ChasingGroup group) => await Known(await _groups.StopAsync(group));

    public Task<Outcome<Done>> CheckGroup(ChasingGroup group) => Known(_groups.CanRun(group));

    private Task<Outcome<T>> Known<T>(Outcome<T> outcome)
        where T : class
    {
        GoIfUnknown();
        GrainInstruments.Mark(_board.Id, outcome);
        return Task.FromResult(outcome);
    }

    // KeepAlive would keep the activation of a board that nobody has added for ever.
    private void GoIfUnknown()
    {
        if (_board.State is null)
        {
            DeactivateOnIdle();
        }
    }

    private void Tell(ControllerDelta? delta, ControllerState? whole)
    {
        var news = new ControllerChange(_board.Epoch, ++_number, delta, whole);
        _instruments.Changed();
        _observers.Notify(observer => observer.OnControllerChanged(_board.Id, news));
    }
}
