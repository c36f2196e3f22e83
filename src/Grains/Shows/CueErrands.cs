using RailHub.Contracts;

namespace RailHub.Grains.Shows;

/// <summary>
/// What cues do that the plan of a board has no place for: they start and stop chases and other shows at their moment. Used in the turns of the
/// player's grain only.
/// </summary>
/// <param name="grains">The way to them.</param>
/// <param name="time">The club's time.</param>
/// <param name="done">Told when one has been done, or refused.</param>
/// <param name="gone">The player goes: what waits for its delay is not done any more.</param>
internal sealed class CueErrands(IGrainFactory grains, TimeProvider time, Action done, CancellationToken gone)
{
    private readonly Dictionary<CueNumber, ShowTrouble> _refused = [];

    /// <summary>What was refused, and has not been done since.</summary>
    public IEnumerable<ShowTrouble> Troubles => _refused.Values;

    /// <summary>The show begins anew: what was refused before is over.</summary>
    public void Forget() => _refused.Clear();

    /// <summary>Does what a cue that begins wants, after its delay; nothing when that is lights, or nothing.</summary>
    public void Do(CueList cues, CueNumber number, ShowStand stand)
    {
        if (cues.Find(number) is { Cue: { Action: not (CueAction.Nothing or CueAction.Scene or CueAction.Targets) } cue })
        {
            DoAsync(cues.Show, cue, stand.State.Takes(TimeSpan.FromMilliseconds(cue.Delay)), [.. stand.StartedBy ?? [], cues.Show.Id]).Ignore();
        }
    }

    private async Task DoAsync(Show show, Cue cue, TimeSpan delay, IReadOnlyList<ShowId> startedBy)
    {
        if (delay > TimeSpan.Zero)
        {
            await Task.Delay(delay, time, gone);
        }

        // Whoever gave the order for the cue did not give this one.
        Caller.Actor = new Actor(ActorKind.Show, show.Name, show.Id.Value, Address: null);
        var layout = grains.Layout(show.Layout);
        var refusal = cue switch
        {
            { Action: CueAction.StartChase, ChasingGroup: { } group } => (await layout.StartChasingGroup(group)).Refusal,
            { Action: CueAction.StopChase, ChasingGroup: { } group } => (await layout.StopChasingGroup(group)).Refusal,
            { Show: { } other } => (await grains.Show(other).ControlByCue(
                cue.Layout ?? show.Layout,
                new ShowOrder(cue.Action == CueAction.StartShow ? ShowTransport.Play : ShowTransport.Stop),
                startedBy)).Refusal,
            _ => null,
        };
        _refused.Remove(cue.Number);
        if (refusal is not null)
        {
            _refused[cue.Number] = new ShowTrouble(ShowTroubleKind.ActionRefused, cue.Number, Subject: refusal.Detail);
        }

        done();
    }
}
