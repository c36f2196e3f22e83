using Microsoft.EntityFrameworkCore;
using RailHub.Contracts;
using RailHub.Grains.History;
using RailHub.Grains.Layouts;
using RailHub.Grains.Owners;
using RailHub.Grains.Shows;
using RailHub.Persistence;

namespace RailHub.Grains.Scenes;

/// <summary>The scenes of a layout: makes, captures, changes and recalls them.</summary>
internal sealed class SceneBook(
    LayoutContent layout, OwnedRows rows, HistoryBook history, ShowBook shows, AllBoards boards, IGrainFactory grains, TimeProvider time)
{
    private static readonly Refusal s_unknown = Refusal.NotFound(RefusalCodes.SceneUnknown, "There is no such scene.");

    public Outcome<Scene> Find(SceneId id) => layout.Scenes.TryGetValue(id, out var scene) ? scene : s_unknown;

    public Outcome<SceneList> All() => layout.Exists
        ? new SceneList([.. layout.Scenes.Values.OrderBy(scene => scene.Name, StringComparer.OrdinalIgnoreCase)])
        : LayoutGrain.Unknown;

    public async Task<Outcome<Scene>> Create(SceneDraft draft)
    {
        var reported = await ReportedIntervals.OfAsync(draft.Targets, layout, grains);
        return await rows.EditAsync<Scene>(async (database, cancellation) =>
        {
            if (Check(draft, except: null, reported) is { } refusal)
            {
                return refusal;
            }

            var scene = new Scene(SceneId.Create(time.GetUtcNow()), layout.Id, NameText.Clean(draft.Name), draft.Targets, Version: 1, draft.Fade);
            return await Add(database, scene, cancellation);
        });
    }

    /// <summary>Brings a deleted scene back.</summary>
    public Task<Outcome<Scene>> Restore(Scene scene) => rows.EditAsync<Scene>(async (database, cancellation) =>
    {
        if (CheckName(scene.Name, scene.Id) is { } refusal)
        {
            return refusal;
        }

        return await Add(database, scene with { Version = scene.Version + 1 }, cancellation);
    });

    public async Task<Outcome<Scene>> Capture(SceneCapture capture)
    {
        if (!layout.Exists)
        {
            return LayoutGrain.Unknown;
        }

        if (Rules.CheckName(capture.Name) is { } invalid)
        {
            return invalid;
        }

        MacAddress[] chosen = capture.Controllers is { Count: > 0 } some ? [.. some.Distinct()] : [.. layout.Controllers.Select(known => known.Id)];
        foreach (var id in chosen)
        {
            if (!layout.Has(id))
            {
                return LayoutContent.Elsewhere("controllers", id);
            }
        }

        var targets = new List<SceneTarget>();
        foreach (var state in await Task.WhenAll(chosen.Select(id => grains.Controller(id).GetState(layout.Id))))
        {
            if (state.Value is { } controller)
            {
                targets.AddRange(controller.Outputs.Select(output => new SceneTarget(
                    controller.Controller.Id, output.Pin, output.Shown.Active, output.Shown.Brightness, output.Shown.Interval)));
            }
        }

        return targets.Count > 0
            ? await Create(new SceneDraft(capture.Name, targets))
            : new Refusal(
                RefusalKind.Unfit,
                RefusalCodes.SceneEmpty,
                "No board has reported its outputs, so there is nothing to capture. Add boards, or wait until one is live.",
                "controllers");
    }

    public async Task<Outcome<Scene>> Replace(SceneId id, SceneDraft draft, IfVersion? ifVersion)
    {
        var reported = await ReportedIntervals.OfAsync(draft.Targets, layout, grains);
        var replaced = await rows.EditAsync<Scene>(async (database, cancellation) =>
        {
            if (!layout.Scenes.TryGetValue(id, out var scene))
            {
                return s_unknown;
            }

            foreach (var target in scene.Targets)
            {
                reported.Add((new OutputAddress(target.Controller, target.Pin), target.Interval));
            }

            if ((Rules.CheckVersion(ifVersion, scene.Version) ?? Check(draft, id, reported)) is { } refusal)
            {
                return refusal;
            }

            var row = await database.Scenes.Include(row => row.Targets).SingleAsync(row => row.Id == id, cancellation);
            row.Name = NameText.Clean(draft.Name);
            row.Version++;
            row.Fade = draft.Fade;
            row.Targets.Clear();
            await database.SaveChangesAsync(cancellation);
            row.Targets = draft.Targets.ToRows();
            await database.SaveChangesAsync(cancellation);
            return Put(row, HistoryKind.SceneReplaced);
        });
        if (replaced.Refusal is null)
        {
            shows.Revise(cue => cue.Scene == id);
        }

        return replaced;
    }

    public Task<Outcome<Done>> Delete(SceneId id, IfVersion? ifVersion) => rows.EditAsync<Done>(async (database, cancellation) =>
    {
        if (!layout.Scenes.TryGetValue(id, out var scene))
        {
            return s_unknown;
        }

        if ((Rules.CheckVersion(ifVersion, scene.Version) ?? shows.CheckUnused("The scene", scene.Name, cue => cue.Scene == id)) is { } refusal)
        {
            return refusal;
        }

        await database.Scenes.Where(row => row.Id == id).ExecuteDeleteAsync(cancellation);
        return history.With(
            new Edited<Done>(Done.Instance, () => layout.Scenes.Remove(id)),
            HistoryKind.SceneDeleted,
            scene.Name,
            scene.Targets.Count,
            new Undo { Scene = scene });
    });

    /// <summary>Recalls a scene; <paramref name="fade"/>, in milliseconds, takes the place of all its times.</summary>
    public async Task<Outcome<Recall>> Recall(SceneId id, long? fade)
    {
        if (Rules.CheckFade(fade, "fade") is { } refusal)
        {
            return refusal;
        }

        if (!layout.Scenes.TryGetValue(id, out var scene))
        {
            return s_unknown;
        }

        var targets = fade is null ? scene.Targets : [.. scene.Targets.Select(target => target with { Fade = fade, Delay = 0 })];
        var recall = await Apply(targets, scene.Fade, Origin.Scene);
        history.Happened(HistoryKind.SceneRecalled, scene.Name, scene.Targets.Count, Undo.Of(recall), recall.Results.Select(result => result.Result));
        return recall;
    }

    public async Task<Outcome<Recall>> Apply(TargetList targets)
    {
        if (!layout.Exists)
        {
            return LayoutGrain.Unknown;
        }

        if ((Rules.CheckTargets(targets.Targets, static (_, _) => true) ?? CheckMembers(targets.Targets)) is { } refusal)
        {
            return refusal;
        }

        var recall = await Apply(targets.Targets, fade: 0, Origin.Person);
        if (recall.Before is { Count: > 0 } before && before.All(target => target.Active) && targets.Targets.All(target => target is { Active: true, Interval: null }))
        {
            history.Dimmed(targets.Targets.Count, recall);
        }
        else
        {
            history.Happened(HistoryKind.TargetsApplied, subject: null, targets.Targets.Count, Undo.Of(recall), recall.Results.Select(result => result.Result));
        }

        return recall;
    }

    private Task<Recall> Apply(IReadOnlyList<SceneTarget> targets, long fade, Origin origin)
    {
        // One moment for all boards: what takes its time goes together.
        var now = time.GetUtcNow();
        return boards.ApplyAsync([.. targets.Select(Wanted)], origin);

        Wanted Wanted(SceneTarget target)
        {
            var (over, delay) = (TimeSpan.FromMilliseconds(target.Fade ?? fade), TimeSpan.FromMilliseconds(target.Delay));
            var change = new OutputChange(target.Active, target.Brightness, target.Interval);
            return new Wanted(target.Controller, target.Pin, change, over + delay > TimeSpan.Zero ? now + delay : default, over);
        }
    }

    private async Task<Edited<Scene>> Add(RailHubDb database, Scene scene, CancellationToken cancellation)
    {
        var row = scene.ToRow();
        database.Scenes.Add(row);
        await database.SaveChangesAsync(cancellation);
        return Put(row, HistoryKind.SceneMade);
    }

    private Edited<Scene> Put(SceneRow row, HistoryKind kind)
    {
        var scene = row.ToContract();
        return history.With(new Edited<Scene>(scene, () => layout.Scenes[scene.Id] = scene), kind, scene.Name, scene.Targets.Count);
    }

    private Refusal? Check(SceneDraft draft, SceneId? except, HashSet<(OutputAddress, long?)> reported) =>
        !layout.Exists ? LayoutGrain.Unknown
        : Rules.CheckName(draft.Name)
            ?? Rules.CheckFade(draft.Fade, "fade")
            ?? Rules.CheckTargets(draft.Targets, (output, interval) => reported.Contains((output, interval)))
            ?? CheckMembers(draft.Targets, except)
            ?? CheckName(draft.Name, except);

    private Refusal? CheckName(string name, SceneId? except) =>
        layout.Scenes.Values.Any(other => other.Id != except && NameKey.Of(other.Name) == NameKey.Of(name))
            ? LayoutContent.NameTaken("scene", NameText.Clean(name))
            : null;

    /// <summary>Targets must be on this layout's boards; one that was so when the scene was made may stay when its board is gone.</summary>
    private Refusal? CheckMembers(IReadOnlyList<SceneTarget> targets, SceneId? known = null)
    {
        var old = known is { } id ? layout.Scenes[id].Targets : [];
        for (var index = 0; index < targets.Count; index++)
        {
            var controller = targets[index].Controller;
            if (!layout.Has(controller) && !old.Any(target => target.Controller == controller))
            {
                return LayoutContent.Elsewhere($"targets[{index}].controller", controller);
            }
        }

        return null;
    }
}
