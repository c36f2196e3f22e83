using RailHub.Contracts;
using RailHub.Grains.Chasing;
using RailHub.Grains.History;
using RailHub.Grains.Layouts;

namespace RailHub.Grains.Lamps;

/// <summary>Switches a whole layout off, and on again as it was.</summary>
internal sealed class LightSwitch(LayoutContent layout, AllBoards boards, ChasingBook chasing, HistoryBook history)
{
    /// <summary>How many chases one call brings back at most.</summary>
    public const int MostChases = 500;

    private static readonly OutputChange s_off = new(Active: false);

    /// <summary>First the chases stop: one that runs would light its lamps again. Each board answers for itself.</summary>
    public async Task<Outcome<AllOff>> Off()
    {
        if (!layout.Exists)
        {
            return LayoutGrain.Unknown;
        }

        var states = await boards.StatesAsync();
        MacAddress[] unheard = [.. layout.Controllers.Select(known => known.Id).Except(states.Where(state => state.Outputs.Count > 0).Select(state => state.Controller.Id))];
        var burning = states.SelectMany(Burning).ToArray();
        var running = states.SelectMany(Running).ToArray();

        var chases = await Task.WhenAll(running.Select(StopAsync));
        var wanted = states.SelectMany(state => state.Outputs, (state, output) => new Wanted(state.Controller.Id, output.Pin, s_off)).ToArray();
        var recall = await boards.ApplyAsync(wanted, Origin.Person);

        // Somebody may have switched a lamp on since the first look.
        SceneTarget[] before = [.. burning.UnionBy(recall.Before.Where(target => target.Active), Output)];
        var wereOn = before.Select(Output).ToHashSet();
        TargetResult[] results = [.. recall.Results.Where(result => wereOn.Contains(new OutputAddress(result.Controller, result.Pin)))];
        var answer = new AllOff(
            results.Count(result => result.Result is CommandResult.Confirmed or CommandResult.AlreadySo),
            results.Count(result => result.Result is CommandResult.Accepted or CommandResult.Offline or CommandResult.Unsaved),
            results.Count(result => result.Result is CommandResult.Refused or CommandResult.NotKept or CommandResult.Superseded),
            chases.Count(chase => chase.Status?.State is ChasingState.Stopped or ChasingState.Stopping),
            results,
            chases,
            unheard,
            new Lights(before, [.. chases.Where(chase => chase.Status is not null).Select(chase => chase.Group).OfType<ChasingGroupId>()]));
        if (before.Length + chases.Length > 0)
        {
            history.Happened(HistoryKind.AllOff, subject: null, before.Length, new Undo { Lights = answer.Before });
        }

        return answer;
    }

    /// <summary>Lamps first, as they were; then chases, which light them in turn.</summary>
    public async Task<Outcome<LightsOn>> On(Lights lights)
    {
        if (Check(lights) is { } refusal)
        {
            return refusal;
        }

        var on = await BringBack(lights);
        history.Happened(HistoryKind.AllOffUndone, subject: null, lights.Targets.Count);
        return on;
    }

    /// <summary>Lamps and chases as they were, without a word in the history.</summary>
    public async Task<LightsOn> BringBack(Lights lights)
    {
        var recall = await boards.ApplyAsync(
            [.. lights.Targets.Select(target => new Wanted(
                target.Controller, target.Pin, new OutputChange(target.Active, target.Brightness, target.Interval)))],
            Origin.Person);
        return new LightsOn(recall.Results, await Task.WhenAll(lights.Chases.Select(StartAsync)));
    }

    private Refusal? Check(Lights lights) =>
        !layout.Exists ? LayoutGrain.Unknown
        : lights.Targets is null ? Refusal.Invalid("targets", RefusalCodes.Malformed, "A list of targets is needed; it may be empty.")
        : lights.Chases is null ? Refusal.Invalid("chases", RefusalCodes.Malformed, "A list of chases is needed; it may be empty.")
        : lights is { Targets.Count: 0, Chases.Count: 0 } ? Refusal.Invalid("targets", RefusalCodes.NothingToChange, "There is nothing to bring back.")
        : lights.Chases.Count > MostChases
            ? Refusal.Invalid("chases", RefusalCodes.TooMany, $"{MostChases} chases are the most; these are {lights.Chases.Count}.")
        : lights.Targets.Count == 0 ? null
        : Rules.CheckTargets(lights.Targets, static (_, _) => true);

    private static IEnumerable<SceneTarget> Burning(ControllerState state) => state.Outputs.Where(output => output.Shown.Active)
        .Select(output => new SceneTarget(state.Controller.Id, output.Pin, true, output.Shown.Brightness, output.Shown.Interval));

    private IEnumerable<Chase> Running(ControllerState state)
    {
        var id = state.Controller.Id;
        var own = state.Groups.Where(status => layout.Groups.ContainsKey(status.Id)).Select(status => (status.State, Group: layout.Groups[status.Id])).ToArray();
        return
        [
            .. own.Where(known => known.State is ChasingState.Starting or ChasingState.Running or ChasingState.Held)
                .Select(known => new Chase(id, known.Group.Name, known.Group.Id, null)),
            .. state.BoardGroups
                .Where(running => !own.Any(known => known.Group.Members.Select(member => member.Pin).SequenceEqual(running.Pins)))
                .Select(running => new Chase(id, running.Name, null, running)),
        ];
    }

    private Task<ChaseResult> StopAsync(Chase chase) => AnswerAsync(
        chase, chase.Foreign is { } foreign ? chasing.StopForeign(chase.Controller, foreign) : chasing.StopUnnoted(chase.Group!.Value));

    private Task<ChaseResult> StartAsync(ChasingGroupId id) => layout.Groups.TryGetValue(id, out var group)
        ? AnswerAsync(new Chase(group.Members[0].Controller, group.Name, id, null), chasing.StartUnnoted(id))
        : Task.FromResult(new ChaseResult(default, "", id, null, chasing.Find(id).Refusal));

    // One that cannot be asked takes nothing from the others.
    private static async Task<ChaseResult> AnswerAsync(Chase chase, Task<Outcome<ChasingGroupStatus>> order)
    {
        try
        {
            var outcome = await order;
            return new ChaseResult(chase.Controller, chase.Name, chase.Group, outcome.Value, outcome.Refusal);
        }
        catch (Exception failure) when (AllBoards.IsNotAsked(failure))
        {
            return new ChaseResult(chase.Controller, chase.Name, chase.Group, null, AllBoards.NotAsked);
        }
    }

    private static OutputAddress Output(SceneTarget target) => new(target.Controller, target.Pin);

    /// <summary>A chase that runs: a group of the club, or one that only the board knows.</summary>
    private sealed record Chase(MacAddress Controller, string Name, ChasingGroupId? Group, BoardGroup? Foreign);
}
