using RailHub.Contracts;
using RailHub.Web.Lamps;
using RailHub.Web.Resources;
using RailHub.Web.Shell;

namespace RailHub.Web.Dashboards;

/// <summary>What people do in a layout that changes lamps, each with what it says afterwards and how it is taken back.</summary>
/// <param name="layout">The layout.</param>
/// <param name="hub">Does it.</param>
/// <param name="store">Shows it.</param>
/// <param name="toasts">Tells of it.</param>
/// <param name="mayOperate">Whether whoever is signed in may do it here. Who may not is told so, whatever they pressed.</param>
/// <param name="time">Waits where there were too many calls.</param>
public sealed class LayoutCommands(LayoutId layout, IDashboardHub hub, LayoutStore store, ToastBox toasts, Func<bool> mayOperate, TimeProvider time)
{
    /// <summary>The most targets that the gateway takes at once.</summary>
    private const int MostTargets = 1000;

    private static readonly Refusal s_looksOn = new(RefusalKind.Forbidden, LocalRefusals.LooksOn, "A viewer looks on.");

    /// <summary>Wants something of one output.</summary>
    public void SetOutput(OutputAddress address, OutputChange change)
    {
        if (mayOperate())
        {
            store.SetOutput(address, change);
        }
        else
        {
            toasts.Tell(s_looksOn);
        }
    }

    /// <summary>Recalls a scene.</summary>
    public async Task RecallAsync(SceneSummary scene) => Tell(scene.Name, await AskAsync(() => hub.RecallScene(layout, scene.Id)));

    /// <summary>Applies some targets of a scene again, and nothing else of it.</summary>
    public async Task ApplyAgainAsync(string scene, IReadOnlyList<SceneTarget> targets) => Tell(scene, await ApplyAsync([.. targets]));

    /// <summary>Tells a show what to do; how it runs then, or null when that was refused.</summary>
    /// <param name="show">The show.</param>
    /// <param name="order">What it is to do.</param>
    /// <param name="isWanted">Of a level that is dragged, whether it is still the newest (<see cref="InsistAsync"/>); null for everything else.</param>
    public async Task<ShowRun?> ControlShowAsync(ShowId show, ShowOrder order, Func<bool>? isWanted = null)
    {
        var outcome = await InsistAsync(() => hub.ControlShow(layout, show, order), isWanted);
        if (outcome?.Refusal is { } refusal)
        {
            toasts.Tell(refusal);
        }

        return outcome?.Value;
    }

    /// <summary>Does something at the desk; a refusal is told.</summary>
    /// <param name="order">What.</param>
    /// <param name="isWanted">Of a level that is dragged, whether it is still the newest (<see cref="InsistAsync"/>); null for everything else.</param>
    public async Task ControlDeskAsync(DeskOrder order, Func<bool>? isWanted = null)
    {
        if (await InsistAsync(() => hub.ControlDesk(layout, order), isWanted) is { } outcome)
        {
            TellRefusal(outcome);
        }
    }

    /// <summary>Takes the controls, asks for them, or gives them away; a refusal is told.</summary>
    public async Task ControlClaimAsync(ClaimOrder order) => TellRefusal(await AskAsync(() => hub.ControlClaim(layout, order)));

    /// <summary>Takes the controls from whoever has them; a refusal is told.</summary>
    public async Task TakeOverClaimAsync() => TellRefusal(await AskAsync(() => hub.TakeOverClaim(layout)));

    /// <summary>Switches lamps; their brightness stays.</summary>
    public async Task SwitchAsync(IEnumerable<LampView> lamps, bool active, string name)
    {
        SceneTarget[] targets =
        [
            .. from lamp in lamps
               where lamp.Output.Shown.Active != active
               select new SceneTarget(lamp.Controller.Id, lamp.Output.Pin, active, lamp.Output.Shown.Brightness),
        ];
        if (targets.Length == 0)
        {
            toasts.Tell((active ? Texts.AllOn_Already : Texts.AllOff_Already).With(name));
            return;
        }

        Tell((active ? Texts.AllOn_Done : Texts.AllOff_Done).With(name), await ApplyAsync(targets));
    }

    /// <summary>Sets lamps to a level that is dragged; a refusal is told.</summary>
    /// <param name="targets">What they are to be.</param>
    /// <param name="isWanted">Whether it is still the newest (<see cref="InsistAsync"/>).</param>
    /// <returns>What came of it; null when it was refused.</returns>
    public async Task<Recall?> SetLevelsAsync(IReadOnlyList<SceneTarget> targets, Func<bool> isWanted)
    {
        var outcome = await ApplyAsync(targets, isWanted);
        TellRefusal(outcome);
        return outcome.Value;
    }

    /// <summary>Tells what was done in many steps, which are taken back as one.</summary>
    /// <param name="what">What was done.</param>
    /// <param name="steps">What came of the last step, and what was before the first one.</param>
    public void TellDone(string what, Recall steps) => Tell(what, steps);

    /// <summary>Switches every lamp of the layout off and stops what chases; undoing it brings both back.</summary>
    public async Task AllOffAsync(string name)
    {
        if (!(await AskAsync(() => hub.AllOff(layout))).Succeeded(out var off, out var refusal))
        {
            toasts.Tell(refusal);
            return;
        }

        var parts = new List<string>(5);
        Add("AllOff_Lamps", off.Lamps);
        Add("AllOff_Chases", off.Chases);
        Add("Recall_Waiting", off.Waiting);
        Add("AllOff_Failed", off.Failed);
        Add("AllOff_Unheard", off.Unheard.Count);
        toasts.Tell(
            parts.Count == 0 ? Texts.AllOff_Already.With(name) : string.Join(" · ", parts),
            off.Before is { Targets.Count: 0, Chases.Count: 0 } ? null : () => BringBackAsync(off.Before));

        void Add(string text, int count)
        {
            if (count > 0)
            {
                parts.Add(Words.Count(text, count));
            }
        }
    }

    private async Task BringBackAsync(Lights before)
    {
        if (!(await AskAsync(() => hub.UndoAllOff(layout, before))).Succeeded(out var back, out var refusal))
        {
            toasts.Tell(refusal);
            return;
        }

        toasts.Tell(Summary(Texts.Undone, back.Results));
        foreach (var chase in back.ChaseResults)
        {
            if (chase.Refusal is { } problem)
            {
                toasts.Tell(problem);
            }
        }
    }

    private async Task<Outcome<Recall>> ApplyAsync(IReadOnlyList<SceneTarget> targets, Func<bool>? isWanted = null)
    {
        var results = new List<TargetResult>();
        var before = new List<SceneTarget>();
        foreach (var chunk in targets.Chunk(MostTargets))
        {
            if (await InsistAsync(() => hub.ApplyTargets(layout, new TargetList(chunk)), isWanted) is not { } outcome)
            {
                break;
            }

            if (!outcome.Succeeded(out var recall, out var refusal))
            {
                return refusal;
            }

            results.AddRange(recall.Results);
            before.AddRange(recall.Before);
        }

        return new Recall(results, before);
    }

    /// <summary>
    /// Asks, and where there were too many calls asks again when that is over, as long as it is wanted: the last word of a slider is not lost because
    /// there were many before it. A press is not done later, when nobody expects it any more.
    /// </summary>
    /// <returns>What came of it; null: something newer is wanted.</returns>
    private async Task<Outcome<T>?> InsistAsync<T>(Func<Task<Outcome<T>>> ask, Func<bool>? isWanted)
        where T : class
    {
        while (true)
        {
            var outcome = await AskAsync(ask);
            if (isWanted is null || outcome.Refusal is not { Kind: RefusalKind.TooMany } later)
            {
                return outcome;
            }

            await Task.Delay(TimeSpan.FromSeconds(Math.Max(1, later.RetryAfter ?? 1)), time);
            if (!isWanted())
            {
                return null;
            }
        }
    }

    private async Task<Outcome<T>> AskAsync<T>(Func<Task<Outcome<T>>> ask)
        where T : class
    {
        if (!mayOperate())
        {
            return s_looksOn;
        }

        try
        {
            return await ask();
        }
        catch (Exception broken) when (broken is not OutOfMemoryException)
        {
            return new Refusal(RefusalKind.Unavailable, LocalRefusals.NotSent, broken.Message);
        }
    }

    private void TellRefusal<T>(Outcome<T> outcome)
        where T : class
    {
        if (outcome.Refusal is { } refusal)
        {
            toasts.Tell(refusal);
        }
    }

    private void Tell(string what, Outcome<Recall> outcome)
    {
        if (!outcome.Succeeded(out var recall, out var refusal))
        {
            toasts.Tell(refusal);
            return;
        }

        Func<Task>? undo = recall.Before.Count == 0 ? null : () => UndoAsync(recall.Before);
        toasts.Tell(Summary(what, recall.Results), undo);
    }

    private async Task UndoAsync(IReadOnlyList<SceneTarget> before)
    {
        var outcome = await ApplyAsync(before);
        if (outcome.Succeeded(out var recall, out var refusal))
        {
            toasts.Tell(Summary(Texts.Undone, recall.Results));
        }
        else
        {
            toasts.Tell(refusal);
        }
    }

    private static string Summary(string what, IReadOnlyList<TargetResult> results)
    {
        var parts = new List<string>(4) { what };
        Add("Recall_Waiting", CommandResult.Offline);
        Add("Recall_Unconfirmed", CommandResult.Accepted);
        Add("Recall_Refused", CommandResult.Refused);
        Add("Recall_Missing", CommandResult.Missing);
        Add("Recall_Unsaved", CommandResult.Unsaved);
        Add("Recall_NotKept", CommandResult.NotKept);
        return string.Join(" · ", parts);

        void Add(string text, CommandResult result)
        {
            var count = results.Count(target => target.Result == result);
            if (count > 0)
            {
                parts.Add(Words.Count(text, count));
            }
        }
    }
}
