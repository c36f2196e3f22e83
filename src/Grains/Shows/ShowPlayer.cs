using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using RailHub.Contracts;
using RailHub.Grains.Hosting;
using RailHub.Grains.Owners;

namespace RailHub.Grains.Shows;

/// <summary>Runs one show. Reentrant: an operator does not wait for a board that is slow to be told.</summary>
[Reentrant, LivesAtHome]
internal sealed class ShowPlayer : Grain, IShowPlayer
{
    private readonly Performance _show;
    private readonly OwnersHere _here;
    private readonly IGrainContext _context;
    private readonly TimeProvider _time;
    private readonly string _name;
    private Resident? _resident;

    public ShowPlayer(
        IGrainContext context,
        DatabaseLanes lanes,
        OwnersHere here,
        IGrainFactory grains,
        GrainInstruments instruments,
        TimeProvider time,
        ILoggerFactory loggers)
    {
        var id = new ShowId(context.GrainId.GetGuidKey());
        _show = new Performance(id, lanes, grains, instruments, time, loggers, DeactivateOnIdle);
        (_here, _context, _time, _name) = (here, context, time, GrainKeys.Owner(id));
    }

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await _show.TakeAsync(cancellationToken);
        Register();
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        Leave();
        return _show.LeaveAsync();
    }

    public Task KeepLinked()
    {
        Register();
        return Task.CompletedTask;
    }

    public Task<Outcome<ShowRun>> Control(LayoutId layout, ShowOrder order) => ControlByCue(layout, order, []);

    public async Task<Outcome<ShowRun>> ControlByCue(LayoutId layout, ShowOrder order, IReadOnlyList<ShowId> startedBy)
    {
        if (ShowRules.Check(order) is { } refusal)
        {
            return refusal;
        }

        var run = await _show.ControlAsync(layout, order, startedBy);
        Register();
        return run;
    }

    public Task<Outcome<ShowRun>> GetRun(LayoutId layout) => _show.GetRunAsync(layout);

    public Task<Outcome<ShowSkew>> GetSkew(LayoutId layout) => _show.GetSkewAsync(layout);

    public Task Revise()
    {
        _show.Revise();
        return Task.CompletedTask;
    }

    public async Task Release()
    {
        await _show.EndAsync();
        DeactivateOnIdle();
    }

    // A show that stands still needs nobody.
    private void Register()
    {
        if (!_show.IsActive)
        {
            Leave();
        }
        else if (_resident is null)
        {
            _here.Came(_resident = new Resident(_name, _context, (epoch, _) => HearAsync(epoch), () => Task.FromResult(_show.IsKept), _time));
        }
    }

    private Task HearAsync(long? epoch)
    {
        _show.Heard(epoch);
        Register();
        return Task.CompletedTask;
    }

    private void Leave()
    {
        if (_resident is { } resident)
        {
            _resident = null;
            _here.Left(resident);
        }
    }
}
