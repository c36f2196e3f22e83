using RailHub.Contracts;
using RailHub.Grains.Hosting;
using RailHub.Grains.Layouts;

namespace RailHub.Grains.Shows;

/// <summary>Says what shows of a layout would come to, before they are kept: nothing here asks the database.</summary>
internal sealed class ForecastBook(LayoutContent layout, BoardOptions options, IGrainFactory grains)
{
    public async Task<Outcome<ShowForecast>> Of(ShowId? id, ShowDraft draft)
    {
        if (Check(id, draft) is { } refusal)
        {
            return refusal;
        }

        var cues = CuesOf(draft, cue => !cue.Skip);
        var boards = cues.Boards.Where(layout.Has).ToArray();
        var most = await Task.WhenAll(boards.Select(board => grains.Controller(board).GetMostFadeSteps()));
        var steps = boards.Zip(most).ToDictionary(pair => pair.First, pair => pair.Second);
        var count = new WriteCount(options, board => steps.GetValueOrDefault(board));
        for (var index = 0; index < cues.Count; index++)
        {
            count.Add(cues[index], cues[index].Cue.ChasingGroup is { } group ? layout.Groups.GetValueOrDefault(group) : null);
        }

        return new ShowForecast(count.Boards, [.. Conflicts(id, cues)], [.. Enumerable.Range(0, cues.Count).Select(Time)]);

        CueTime Time(int index) => new(
            cues[index].Number, (long)cues.UsualStarts[index].TotalMilliseconds, (long)(cues.UsualStarts[index] + cues[index].Duration).TotalMilliseconds);
    }

    public Outcome<TargetList> Preview(ShowId? id, ShowDraft draft, CueNumber number)
    {
        if (Check(id, draft) is { } refusal)
        {
            return refusal;
        }

        var cues = CuesOf(draft, cue => cue.Number == number || (!cue.Skip && !cue.Number.IsAfter(number)));
        if (cues.IndexOf(number) < 0)
        {
            return Refusal.NotFound(RefusalCodes.CueUnknown, $"The show has no cue {number}.");
        }

        // Of each output what begins last; a cue that overlaps with the next one may be behind it.
        var look = new Dictionary<OutputAddress, (TimeSpan Start, OutputChange Change)>();
        for (var index = 0; index < cues.Count; index++)
        {
            foreach (var light in cues[index].Lights)
            {
                var start = cues.UsualStarts[index] + light.Delay;
                if (!look.TryGetValue(light.Output, out var known) || known.Start <= start)
                {
                    look[light.Output] = (start, light.Change);
                }
            }
        }

        return new TargetList(
            [.. look.Select(light => new SceneTarget(
                light.Key.Controller, light.Key.Pin, light.Value.Change.Active ?? true, light.Value.Change.Brightness ?? 100, light.Value.Change.Interval))]);
    }

    private IEnumerable<CueConflict> Conflicts(ShowId? id, CueList cues)
    {
        var running = layout.Shows.Values
            .Where(show => show.Id != id && layout.Runs.GetValueOrDefault(show.Id) is { Mode: not ShowMode.Stopped })
            .Select(show => (Show: show, Outputs: CuesOf(new ShowDraft(show.Name, show.Cues), cue => !cue.Skip).Outputs.ToHashSet()))
            .ToArray();
        for (var index = 0; index < cues.Count; index++)
        {
            foreach (var (show, outputs) in running)
            {
                OutputAddress[] both = [.. cues[index].Lights.Select(light => light.Output).Where(outputs.Contains)];
                if (both.Length > 0)
                {
                    yield return new CueConflict(cues[index].Number, show.Id, show.Name, both);
                }
            }
        }
    }

    private CueList CuesOf(ShowDraft draft, Func<Cue, bool> isPlayed) => new(new ShowScore(
        new Show(
            default,
            layout.Id,
            draft.Name,
            [.. draft.Cues.Where(isPlayed).OrderBy(cue => cue.Number.Thousandths).Select(cue => cue with { Skip = false })],
            Version: 0,
            draft.Loops),
        [.. layout.Scenes.Values],
        []));

    // Whether there are the shows of other layouts shows when it is kept.
    private Refusal? Check(ShowId? id, ShowDraft draft)
    {
        if (!layout.Exists)
        {
            return LayoutGrain.Unknown;
        }

        var elsewhere = (draft.Cues ?? []).Where(cue => cue?.Layout is not null).ToArray();
        var others = new OtherShows(
            elsewhere.Select(cue => cue.Layout!.Value).Distinct().ToDictionary(other => other, static _ => ""),
            elsewhere.Where(cue => cue.Show is not null).Select(cue => (cue.Layout!.Value, cue.Show!.Value)).Distinct()
                .ToDictionary(named => named, static _ => new OtherShow("", [])));
        var before = id is { } known ? layout.Shows.GetValueOrDefault(known)?.Cues : null;
        return new ShowRules(layout, id ?? default, before ?? [], others, static (_, _) => true).Check(draft);
    }
}
