using Microsoft.EntityFrameworkCore;
using RailHub.Contracts;
using RailHub.Persistence;

namespace RailHub.Grains.Layouts;

/// <summary>The layout's scenes.</summary>
internal sealed partial class LayoutGrain
{
    private static readonly Refusal s_unknownScene = Refusal.NotFound(RefusalCodes.SceneUnknown, "There is no such scene.");

    public Task<Outcome<Scene>> GetScene(SceneId id) =>
        Task.FromResult(_scenes.TryGetValue(id, out var scene) ? (Outcome<Scene>)scene : s_unknownScene);

    public Task<Outcome<SceneList>> GetScenes() => Task.FromResult(
        _exists
            ? (Outcome<SceneList>)new SceneList([.. _scenes.Values.OrderBy(scene => scene.Name, StringComparer.OrdinalIgnoreCase)])
            : s_unknown);

    public Task<Outcome<Scene>> CreateScene(SceneDraft draft) => Edit<Scene>(async database =>
    {
        if (Check(draft, except: null) is { } refusal)
        {
            return refusal;
        }

        var row = new SceneRow
        {
            Id = SceneId.Create(time.GetUtcNow()),
            LayoutId = _id,
            Name = NameText.Clean(draft.Name),
            Version = 1,
            Targets = draft.Targets.ToRows(),
        };
        database.Scenes.Add(row);
        await database.SaveChangesAsync();
        return _scenes[row.Id] = row.ToContract();
    });

    public async Task<Outcome<Scene>> CaptureScene(SceneCapture capture)
    {
        if (!_exists)
        {
            return s_unknown;
        }

        if (Rules.CheckName(capture.Name) is { } invalid)
        {
            return invalid;
        }

        var chosen = capture.Controllers is { Count: > 0 } some ? some.Distinct().ToArray() : [.. _controllers.Select(known => known.Id)];
        if (Array.Find(chosen, id => !Has(id)) is { Value: not 0 } stranger)
        {
            return Elsewhere("controllers", stranger);
        }

        var states = await Task.WhenAll(chosen.Select(id => Grain(id).GetState()));
        var targets = new List<SceneTarget>();
        foreach (var state in states)
        {
            if (state.Value is { } controller)
            {
                targets.AddRange(controller.Outputs.Select(output => new SceneTarget(
                    controller.Controller.Id, output.Pin, output.Shown.Active, output.Shown.Brightness, output.Shown.Interval)));
            }
        }

        return targets.Count > 0
            ? await CreateScene(new SceneDraft(capture.Name, targets))
            : new Refusal(
                RefusalKind.Unfit,
                RefusalCodes.SceneEmpty,
                "No board has reported its outputs, so there is nothing to capture. Add boards, or wait until one is live.",
                "controllers");
    }

    public Task<Outcome<Scene>> ReplaceScene(SceneId id, SceneDraft draft, long? ifVersion) => Edit<Scene>(async database =>
    {
        if (!_scenes.TryGetValue(id, out var scene))
        {
            return s_unknownScene;
        }

        if ((Rules.CheckVersion(ifVersion, scene.Version) ?? Check(draft, id)) is { } refusal)
        {
            return refusal;
        }

        var row = await database.Scenes.Include(row => row.Targets).SingleAsync(row => row.Id == id);
        row.Name = NameText.Clean(draft.Name);
        row.Version++;
        await using var transaction = await database.Database.BeginTransactionAsync();
        row.Targets.Clear();
        await database.SaveChangesAsync();
        row.Targets = draft.Targets.ToRows();
        await database.SaveChangesAsync();
        await transaction.CommitAsync();
        return _scenes[id] = row.ToContract();
    });

    public Task<Outcome<Done>> DeleteScene(SceneId id, long? ifVersion) => Edit<Done>(async database =>
    {
        if (!_scenes.TryGetValue(id, out var scene))
        {
            return s_unknownScene;
        }

        if (Rules.CheckVersion(ifVersion, scene.Version) is { } refusal)
        {
            return refusal;
        }

        await database.Scenes.Where(row => row.Id == id).ExecuteDeleteAsync();
        _scenes.Remove(id);
        return Done.Instance;
    });

    public async Task<Outcome<Recall>> RecallScene(SceneId id) =>
        _scenes.TryGetValue(id, out var scene) ? await Apply(scene.Targets) : s_unknownScene;

    public async Task<Outcome<Recall>> ApplyTargets(TargetList targets) =>
        !_exists ? s_unknown
        : (Rules.CheckTargets(targets.Targets) ?? CheckMembers(targets.Targets)) is { } refusal ? refusal
        : await Apply(targets.Targets);

    /// <summary>All boards at once; each answers for itself, and the results go back into the scene's order.</summary>
    private async Task<Recall> Apply(IReadOnlyList<SceneTarget> targets)
    {
        var results = new TargetResult[targets.Count];
        var before = await Task.WhenAll(targets
            .Select((target, place) => (target, place))
            .GroupBy(entry => entry.target.Controller)
            .Select(async board =>
            {
                var entries = board.ToArray();
                if (!Has(board.Key))
                {
                    foreach (var (target, place) in entries)
                    {
                        results[place] = new TargetResult(target.Controller, target.Pin, CommandResult.Missing);
                    }

                    return [];
                }

                var recall = await Grain(board.Key).ApplyTargets([.. entries.Select(entry => entry.target)]);
                for (var index = 0; index < entries.Length; index++)
                {
                    results[entries[index].place] = recall.Results[index];
                }

                return recall.Before;
            }));
        return new Recall(results, [.. before.SelectMany(targets => targets)]);
    }

    private Refusal? Check(SceneDraft draft, SceneId? except) =>
        Rules.CheckName(draft.Name)
        ?? Rules.CheckTargets(draft.Targets)
        ?? CheckMembers(draft.Targets, except)
        ?? (_scenes.Values.Any(other => other.Id != except && NameKey.Of(other.Name) == NameKey.Of(draft.Name))
            ? NameTaken("scene", NameText.Clean(draft.Name))
            : null);

    /// <summary>Targets must be on this layout's boards; one that was so when the scene was made may stay when its board is gone.</summary>
    private Refusal? CheckMembers(IReadOnlyList<SceneTarget> targets, SceneId? known = null)
    {
        var old = known is { } id ? _scenes[id].Targets : [];
        for (var index = 0; index < targets.Count; index++)
        {
            var controller = targets[index].Controller;
            if (!Has(controller) && !old.Any(target => target.Controller == controller))
            {
                return Elsewhere($"targets[{index}].controller", controller);
            }
        }

        return null;
    }

    private static Refusal Elsewhere(string field, MacAddress controller) => Refusal.Invalid(
        field, RefusalCodes.ControllerElsewhere, $"The layout has no controller {controller}.");
}
