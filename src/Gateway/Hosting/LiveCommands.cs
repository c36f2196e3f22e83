using System.Runtime.CompilerServices;
using RailHub.Contracts;
using RailHub.Gateway.Claims;
using RailHub.Gateway.History;

namespace RailHub.Gateway.Hosting;

/// <summary>What acts on boards now, the same for REST and hub. Whatever becomes of the silos, a caller hears of it within <see cref="Limit"/>.</summary>
internal sealed partial class LiveCommands(
    IGrainFactory grains, ClubDoor door, ClusterWays ways, ClaimDoor claims, Audit audit, TimeProvider time, GatewayInstruments instruments,
    ILogger<LiveCommands> logger)
{
    /// <summary>
    /// How long a caller waits at most: the quickest finding of a silo that stands still, and the coming to life of its grains elsewhere,
    /// fit in; longer nobody waits before a lamp.
    /// </summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long an answer may take before it is asked for again: a grain answers within two seconds and the four of a save, when all is
    /// well with its silo.
    /// </summary>
    public static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(6.5);

    /// <summary>How long the grain of a silo that has just gone is left to come to life elsewhere before it is asked again.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    public Task<Outcome<CommandAnswer>> SetOutput(LayoutId layout, MacAddress controller, int pin, OutputChange change) =>
        audit.Tell(
            new AuditEntry(HistoryKind.OutputSet) { Layout = layout, Thing = new OutputAddress(controller, pin), Value = change },
            Become(layout, () => grains.Controller(controller).SetOutput(layout, pin, change)));

    public Task<Outcome<CommandAnswer>> FlashOutput(LayoutId layout, MacAddress controller, int pin) =>
        audit.Tell(
            new AuditEntry(HistoryKind.OutputFlashed) { Layout = layout, Thing = new OutputAddress(controller, pin) },
            Do(layout, () => grains.Controller(controller).Flash(layout, pin)));

    public Task<Outcome<Recall>> ApplyTargets(LayoutId layout, TargetList targets) => audit.TellRefused(
        new AuditEntry(HistoryKind.TargetsApplied) { Layout = layout }, Become(layout, () => grains.Layout(layout).ApplyTargets(targets)));

    public Task<Outcome<Recall>> RecallScene(LayoutId layout, SceneId scene, long? fade) => audit.TellRefused(
        new AuditEntry(HistoryKind.SceneRecalled) { Layout = layout, Thing = scene }, Become(layout, () => grains.Layout(layout).RecallScene(scene, fade)));

    public Task<Outcome<ChasingGroupStatus>> StartChasingGroup(LayoutId layout, ChasingGroupId group) => audit.TellRefused(
        new AuditEntry(HistoryKind.ChasingGroupStarted) { Layout = layout, Thing = group },
        Become(layout, () => grains.Layout(layout).StartChasingGroup(group)));

    public Task<Outcome<ChasingGroupStatus>> StopChasingGroup(LayoutId layout, ChasingGroupId group) => audit.TellRefused(
        new AuditEntry(HistoryKind.ChasingGroupStopped) { Layout = layout, Thing = group },
        Become(layout, () => grains.Layout(layout).StopChasingGroup(group)));

    /// <summary>A player that has moved has not done it (<see cref="IShowPlayer"/>).</summary>
    public Task<Outcome<ShowRun>> ControlShow(LayoutId layout, ShowId show, ShowOrder order)
    {
        var run = order.Do is ShowTransport.Pause or ShowTransport.Stop or ShowTransport.Rate
            ? Become(layout, () => grains.Show(show).Control(layout, order))
            : Do(layout, () => grains.Show(show).Control(layout, order));
        HistoryKind? told = order.Do switch
        {
            ShowTransport.Play => HistoryKind.ShowPlayed,
            ShowTransport.Stop => HistoryKind.ShowStopped,
            ShowTransport.Release => HistoryKind.ShowReleased,
            _ => null,
        };
        return told is { } kind
            ? audit.TellRefused(new AuditEntry(kind) { Layout = layout, Thing = show }, run)
            : audit.Tell(new AuditEntry(HistoryKind.ShowStepped) { Layout = layout, Thing = show, Value = GatewayInstruments.Camel(order.Do.ToString()) }, run);
    }

    /// <summary>Done once, an order has changed the version that it may build on: with one, it is a step.</summary>
    public Task<Outcome<Desk>> ControlDesk(LayoutId layout, DeskOrder order, IfVersion? ifVersion)
    {
        var desk = ifVersion is null
            ? Become(layout, () => grains.Layout(layout).ControlDesk(order, ifVersion))
            : Do(layout, () => grains.Layout(layout).ControlDesk(order, ifVersion));

        // The layout's grain notes the rest: of the master there would be too much.
        return order.Master is null ? desk : audit.Tell(new AuditEntry(HistoryKind.MasterSet) { Layout = layout, Value = order.Master }, desk);
    }

    public Task<Outcome<Claim>> ControlClaim(LayoutId layout, ClaimOrder order) =>
        Measure(nameof(ControlClaim), () => UntilAnswered(() => grains.Layout(layout).ControlClaim(order)));

    public Task<Outcome<Claim>> TakeOverClaim(LayoutId layout) =>
        Measure(nameof(TakeOverClaim), () => UntilAnswered(() => grains.Layout(layout).TakeOverClaim()));

    public Task<Outcome<Recall>> SetLampGroup(LayoutId layout, LampGroupId group, OutputChange change) => audit.TellRefused(
        new AuditEntry(HistoryKind.LampGroupSet) { Layout = layout, Thing = group },
        Become(layout, () => grains.Layout(layout).SetLampGroup(group, change)));

    public Task<Outcome<AllOff>> AllOff(LayoutId layout) => audit.TellRefused(
        new AuditEntry(HistoryKind.AllOff) { Layout = layout }, Become(layout, () => grains.Layout(layout).AllOff()));

    public Task<Outcome<LightsOn>> UndoAllOff(LayoutId layout, Lights lights) => audit.TellRefused(
        new AuditEntry(HistoryKind.AllOffUndone) { Layout = layout }, Become(layout, () => grains.Layout(layout).UndoAllOff(lights)));

    /// <summary>What is wanted is a state: where no answer comes it is wanted once more, until somebody answers how it is.</summary>
    private Task<Outcome<T>> Become<T>(LayoutId layout, Func<Task<Outcome<T>>> ask, [CallerMemberName] string command = "")
        where T : class => Measure(command, () => Claimed(layout, () => UntilAnswered(ask)));

    private async Task<Outcome<T>> UntilAnswered<T>(Func<Task<Outcome<T>>> ask)
        where T : class
    {
        var began = time.GetTimestamp();
        while (true)
        {
            if (door.Check() is { } away)
            {
                // It may have been asked before the club was lost.
                return time.GetElapsedTime(began) > TimeSpan.Zero ? ClubAway.AnswerLost : away;
            }

            try
            {
                var left = Limit - time.GetElapsedTime(began);
                return await ways.AnswerAsync(() => Moving.Follow(ask), left < AnswerLimit ? left : AnswerLimit, time);
            }
            catch (Exception failure) when (ClubAway.Explains(failure))
            {
                LogNotAnswered(failure);
            }

            if (time.GetElapsedTime(began) + Pause >= Limit)
            {
                return ClubAway.AnswerLost;
            }

            await Task.Delay(Pause, time);
        }
    }

    /// <summary>What is wanted is a step, which may not be done twice: where no answer comes, nobody knows.</summary>
    private Task<Outcome<T>> Do<T>(LayoutId layout, Func<Task<Outcome<T>>> ask, [CallerMemberName] string command = "")
        where T : class => Measure(command, () => Claimed(layout, () => Once(ask)));

    /// <summary>What acts on lamps is done for those only who have the controls, while anybody has.</summary>
    private Task<Outcome<T>> Claimed<T>(LayoutId layout, Func<Task<Outcome<T>>> carryOut)
        where T : class => claims.Check(layout) is { } refusal ? Task.FromResult<Outcome<T>>(refusal) : carryOut();

    private async Task<Outcome<T>> Measure<T>(string command, Func<Task<Outcome<T>>> carryOut)
        where T : class
    {
        var began = time.GetTimestamp();
        var outcome = await carryOut();
        instruments.Commanded(command, outcome, time.GetElapsedTime(began));
        return outcome;
    }

    private async Task<Outcome<T>> Once<T>(Func<Task<Outcome<T>>> ask)
        where T : class
    {
        if (door.Check() is { } away)
        {
            return away;
        }

        try
        {
            return await Moving.Follow(ask).WaitAsync(Limit, time);
        }
        catch (Exception failure) when (ClubAway.Explains(failure))
        {
            LogNotAnswered(failure);
            return ClubAway.AnswerLost;
        }
    }

    [LoggerMessage(LogLevel.Warning, "A command was not answered")]
    private partial void LogNotAnswered(Exception failure);
}
