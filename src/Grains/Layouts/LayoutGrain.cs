using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Orleans.Utilities;
using RailHub.Contracts;
using RailHub.Grains.Chasing;
using RailHub.Grains.Controllers;
using RailHub.Grains.Owners;
using RailHub.Grains.Scenes;
using RailHub.Persistence;

namespace RailHub.Grains.Layouts;

/// <summary>A layout: the one activation that owns its rows, and tells observers what changed in it.</summary>
/// <remarks>Reentrant, so that nobody waits while an address is asked for a board or a scene is recalled; edits take turns.</remarks>
[Reentrant]
internal sealed class LayoutGrain : Grain, ILayoutGrain
{
    public static readonly Refusal Unknown = Refusal.NotFound(RefusalCodes.LayoutUnknown, "There is no such layout.");

    private readonly ILogger _logger;
    private readonly LayoutContent _content;
    private readonly OwnedRows _rows;
    private readonly RosterEditor _roster;
    private readonly SceneBook _scenes;
    private readonly ChasingBook _chasing;
    private readonly ObserverManager<ILayoutObserver> _observers;
    private long _version;

    public LayoutGrain(
        IGrainContext context, DatabaseLanes lanes, BoardClientFactory clients, IGrainFactory grains, TimeProvider time, ILogger<LayoutGrain> logger)
    {
        var id = new LayoutId(context.GrainId.GetGuidKey());
        _logger = logger;
        _content = new LayoutContent(id);
        _rows = new OwnedRows(GrainKeys.Owner(id), lanes, ReadAsync, DeactivateOnIdle, time, logger);
        _scenes = new SceneBook(_content, _rows, grains, time, logger);
        _chasing = new ChasingBook(_content, _rows, grains, time);
        _roster = new RosterEditor(_content, _rows, _chasing, clients, grains, logger);
        _observers = Observers.Create<ILayoutObserver>(time, logger);
    }

    public override Task OnActivateAsync(CancellationToken cancellationToken) => _rows.TakeAsync(cancellationToken);

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => _rows.LeaveAsync();

    public Task<Outcome<LayoutRoster>> Subscribe(ILayoutObserver observer)
    {
        if (_content.Exists)
        {
            _observers.Subscribe(observer, observer);
        }

        return GetRoster();
    }

    public Task Unsubscribe(ILayoutObserver observer)
    {
        _observers.Unsubscribe(observer);
        return Task.CompletedTask;
    }

    public Task<Outcome<LayoutRoster>> GetRoster() =>
        Task.FromResult(_content.Exists ? (Outcome<LayoutRoster>)_content.Roster(_rows.Epoch, _version) : Unknown);

    public async Task<Outcome<Done>> Dissolve()
    {
        MacAddress[] boards = [];
        var dissolved = await _rows.EditAsync<Done>(async (database, cancellation) =>
        {
            if (!_content.Exists)
            {
                return Unknown;
            }

            boards = [.. _content.Controllers.Select(controller => controller.Id)];
            await database.EndOwnershipAsync([GrainKeys.Owner(_content.Id), .. boards.Select(GrainKeys.Owner)], cancellation);
            await database.Layouts.Where(row => row.Id == _content.Id).ExecuteDeleteAsync(cancellation);
            return new Edited<Done>(Done.Instance, _content.Clear);
        });
        if (dissolved.Refusal is null)
        {
            await GrainFactory.ReleaseAsync(boards, _logger);
            DeactivateOnIdle();
        }

        return dissolved;
    }

    public Task<Outcome<Controller>> AddController(ControllerDraft draft) => Told(_roster.AddController(draft));

    public Task<Outcome<Controller>> EditController(MacAddress id, ControllerEdit edit, IfVersion? ifVersion) =>
        Told(_roster.EditController(id, edit, ifVersion));

    public Task<Outcome<Done>> RemoveController(MacAddress id, IfVersion? ifVersion) => Told(_roster.RemoveController(id, ifVersion));

    public Task<Outcome<Scene>> GetScene(SceneId id) => Task.FromResult(_scenes.Find(id));

    public Task<Outcome<SceneList>> GetScenes() => Task.FromResult(_scenes.All());

    public Task<Outcome<Scene>> CreateScene(SceneDraft draft) => Told(_scenes.Create(draft));

    public Task<Outcome<Scene>> CaptureScene(SceneCapture capture) => Told(_scenes.Capture(capture));

    public Task<Outcome<Scene>> ReplaceScene(SceneId id, SceneDraft draft, IfVersion? ifVersion) => Told(_scenes.Replace(id, draft, ifVersion));

    public Task<Outcome<Done>> DeleteScene(SceneId id, IfVersion? ifVersion) => Told(_scenes.Delete(id, ifVersion));

    public Task<Outcome<Recall>> RecallScene(SceneId id) => _scenes.Recall(id);

    public Task<Outcome<Recall>> ApplyTargets(TargetList targets) => _scenes.Apply(targets);

    public Task<Outcome<ChasingGroup>> GetChasingGroup(ChasingGroupId id) => Task.FromResult(_chasing.Find(id));

    public Task<Outcome<ChasingGroup>> CreateChasingGroup(ChasingGroupDraft draft) => Told(_chasing.Create(draft));

    public Task<Outcome<ChasingGroup>> ReplaceChasingGroup(ChasingGroupId id, ChasingGroupDraft draft, IfVersion? ifVersion) =>
        Told(_chasing.Replace(id, draft, ifVersion));

    public Task<Outcome<Done>> DeleteChasingGroup(ChasingGroupId id, IfVersion? ifVersion) => Told(_chasing.Delete(id, ifVersion));

    public Task<Outcome<ChasingGroupStatus>> StartChasingGroup(ChasingGroupId id) => _chasing.Start(id);

    public Task<Outcome<ChasingGroupStatus>> StopChasingGroup(ChasingGroupId id) => _chasing.Stop(id);

    /// <summary>
    /// Reads all anew. An edit that was carried out although nobody knew is made up for: boards hear of their new registration, those
    /// that are gone are let go, and observers are told.
    /// </summary>
    private async Task<Action> ReadAsync(RailHubDb database, CancellationToken cancellation)
    {
        var put = await _content.ReadAsync(database, cancellation);
        return () =>
        {
            var before = _content.Controllers.ToArray();
            put();
            foreach (var controller in before)
            {
                var grain = GrainFactory.Controller(controller.Id);
                var now = _content.Controllers.Find(known => known.Id == controller.Id);
                if (now is null)
                {
                    grain.Release().Ignore();
                }
                else if (now != controller)
                {
                    grain.Configure(now).Ignore();
                }
            }

            Tell();
        };
    }

    /// <summary>Observers hear of an edit that succeeded.</summary>
    private async Task<Outcome<T>> Told<T>(Task<Outcome<T>> edit)
        where T : class
    {
        var outcome = await edit;
        if (outcome.Refusal is null)
        {
            Tell();
        }

        return outcome;
    }

    private void Tell()
    {
        var roster = _content.Roster(_rows.Epoch, ++_version);
        _observers.Notify(observer => observer.OnLayoutChanged(roster));
    }
}
