using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using RailHub.Contracts;
using RailHub.Grains.Owners;

namespace RailHub.Grains.Shows;

/// <summary>Runs one show. Reentrant: an operator does not wait for a board that is slow to be told.</summary>
[Reentrant]
internal sealed class ShowPlayer : Grain, IShowPlayer
{
    private readonly Performance _show;
    private readonly OwnersHere _here;
    private readonly string _name;

    public ShowPlayer(
        IGrainContext context,
        DatabaseLanes lanes,
        OwnersHere here,
        IGrainFactory grains,
        ShowInstruments instruments,
        TimeProvider time,
        ILoggerFactory loggers)
    {
        var id = new ShowId(context.GrainId.GetGuidKey());
        _show = new Performance(id, lanes, grains, instruments, time, loggers, DeactivateOnIdle);
        (_here, _name) = (here, GrainKeys.Owner(id));
    }

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await _show.TakeAsync(cancellationToken);
        Register();
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _here.Left(_name);
        return _show.LeaveAsync();
    }

    public Task KeepLinked(long? epoch)
    {
        _show.Heard(epoch);
        Register();
        return Task.CompletedTask;
    }

    public async Task<Outcome<ShowRun>> Control(LayoutId layout, ShowOrder order)
    {
        if (ShowRules.Check(order) is { } refusal)
        {
            return refusal;
        }

        var run = await _show.ControlAsync(layout, order);
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
        if (_show.IsActive)
        {
            _here.Came(_name);
        }
        else
        {
            _here.Left(_name);
        }
    }
}
