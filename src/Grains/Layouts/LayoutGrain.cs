using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Orleans.Utilities;
using RailHub.Contracts;
using RailHub.Grains.Areas;
using RailHub.Grains.Chasing;
using RailHub.Grains.Claims;
using RailHub.Grains.Controllers;
using RailHub.Grains.Desks;
using RailHub.Grains.Exchange;
using RailHub.Grains.Guests;
using RailHub.Grains.History;
using RailHub.Grains.Hosting;
using RailHub.Grains.Lamps;
using RailHub.Grains.Owners;
using RailHub.Grains.Plans;
using RailHub.Grains.Scenes;
using RailHub.Grains.Shows;
using RailHub.Persistence;

namespace RailHub.Grains.Layouts;

/// <summary>A layout: the one activation that owns its rows, and tells observers what changed in it.</summary>
/// <remarks>Reentrant, so that nobody waits while an address is asked for a board or a scene is recalled; edits take turns.</remarks>
[Reentrant, LivesAtHome]
internal sealed class LayoutGrain : Grain, ILayoutGrain, IGrainMigrationParticipant
{
    public static readonly Refusal Unknown = Refusal.NotFound(RefusalCodes.LayoutUnknown, "There is no such layout.");

    private readonly ILogger _logger;
    private readonly LayoutContent _content;
    private readonly OwnedRows _rows;
    private readonly RosterEditor _roster;
    private readonly SceneBook _scenes;
    private readonly ChasingBook _chasing;
    private readonly ShowBook _shows;
    private readonly ForecastBook _forecasts;
    private readonly AreaBook _areas;
    private readonly LampBook _lamps;
    private readonly LampGroupBook _lampGroups;
    private readonly LightSwitch _lights;
    private readonly PlanBook _plan;
    private readonly ExchangeBook _exchange;
    private readonly DeskBook _desk;
    private readonly ClaimBook _claim;
    private readonly GuestBook _guests;
    private readonly HistoryBook _history;
    private readonly ObserverManager<ILayoutObserver> _observers;
    private readonly IGrainContext _context;
    private readonly OwnersHere _here;
    private readonly TimeProvider _time;
    private Resident? _resident;
    private long _version;

    // The version of the last change that was not of shows alone.
    private long _rosterVersion;

    public LayoutGrain(
        IGrainContext context,
        OwnersHere here,
        DatabaseLanes lanes,
        BoardClientFactory clients,
        BoardOptions options,
        IGrainFactory grains,
        TimeProvider time,
        ILogger<LayoutGrain> logger)
    {
        var id = new LayoutId(context.GrainId.GetGuidKey());
        (_logger, _context, _here, _time) = (logger, context, here, time);
        _content = new LayoutContent(id);
        _rows = new OwnedRows(GrainKeys.Owner(id), lanes, ReadAsync, DeactivateOnIdle, time, logger);
        var boards = new AllBoards(_content, grains, logger);
        _history = new HistoryBook(id, _rows, time);
        _desk = new DeskBook(_content, _rows, _history, grains, Tell, time, logger);
        _claim = new ClaimBook(_content, _rows, _history, Tell, time);
        _shows = new ShowBook(_content, _rows, _history, grains, time);
        _forecasts = new ForecastBook(_content, options, grains);
        _scenes = new SceneBook(_content, _rows, _history, _shows, boards, grains, time);
        _guests = new GuestBook(_content, _rows, _history, _scenes, time);
        _chasing = new ChasingBook(_content, _rows, _history, _shows, grains, time);
        _roster = new RosterEditor(_content, _rows, _history, _desk, _chasing, clients, grains, time, logger);
        _areas = new AreaBook(_content, _rows, _history, time);
        _lamps = new LampBook(_content, _rows, _history);
        _lampGroups = new LampGroupBook(_content, _rows, _history, boards, time);
        _lights = new LightSwitch(_content, boards, _chasing, _history);
        _plan = new PlanBook(_content, _rows, _history, lanes, time);
        _exchange = new ExchangeBook(_content, _rows, _history, _desk, _roster, _chasing, _shows, time, logger);
        _observers = Observers.Create<ILayoutObserver>(time, logger);
    }

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await _rows.TakeAsync(cancellationToken);

        // Boards may have heard of what an earlier activation could not keep.
        _desk.CatchUp();
        if (_content.Exists)
        {
            _here.Came(_resident = new Resident(GrainKeys.Owner(_content.Id), _context, (epoch, _) => HearAsync(epoch), MayMoveAsync, _time));
        }
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (_resident is { } resident)
        {
            _here.Left(resident);
        }

        await _rows.LeaveAsync();
        if (_content.Exists && !_rows.IsLost)
        {
            await _desk.SaveAsync();
            await _claim.SaveAsync();
            await _history.SaveAsync();
        }
    }

    void IGrainMigrationParticipant.OnDehydrate(IDehydrationContext dehydrationContext) => Observers.Take(_observers, dehydrationContext);

    void IGrainMigrationParticipant.OnRehydrate(IRehydrationContext rehydrationContext) => Observers.Bring(_observers, rehydrationContext);

    public Task<Outcome<LayoutReport>> Subscribe(ILayoutObserver observer, long epoch, long roster, long shows)
    {
        if (!_content.Exists)
        {
            return Task.FromResult<Outcome<LayoutReport>>(Unknown);
        }

        _observers.Subscribe(observer, observer);

        // Subscribers renew every few seconds: what the database was away for is written down then.
        _history.SaveAsync().Ignore();
        _desk.CatchUp();
        _claim.CatchUp();
        _guests.CatchUp();
        var hasAll = epoch == _rows.Epoch && roster >= _rosterVersion && shows >= _version;
        return Task.FromResult<Outcome<LayoutReport>>(new LayoutReport(_rows.Epoch, hasAll ? null : _content.Roster(_rows.Epoch, _version)));
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
        ShowId[] shows = [];
        var leaving = _content.Controllers.Select(controller => controller.Id);
        var dissolved = await _desk.LetGo(leaving, departure => _rows.EditAsync<Done>(async (database, cancellation) =>
        {
            if (!_content.Exists)
            {
                return Unknown;
            }

            boards = [.. _content.Controllers.Select(controller => controller.Id)];
            var name = await database.Layouts.Where(row => row.Id == _content.Id).Select(row => row.Name).SingleAsync(cancellation);
            shows = await database.ShowRuns.Where(row => row.LayoutId == _content.Id).Select(row => row.ShowId).ToArrayAsync(cancellation);
            await database.EndOwnershipAsync(
                [GrainKeys.Owner(_content.Id), .. boards.Select(GrainKeys.Owner), .. _content.Shows.Keys.Select(GrainKeys.Owner)], cancellation);
            await database.Layouts.Where(row => row.Id == _content.Id).ExecuteDeleteAsync(cancellation);
            return departure.In(
                _history, _history.With(new Edited<Done>(Done.Instance, _content.Clear), HistoryKind.LayoutDeleted, name, boards.Length));
        }));
        if (dissolved.Refusal is null)
        {
            Array.ForEach(shows, _shows.Release);
            await GrainFactory.ReleaseAsync(boards, _logger);
            DeactivateOnIdle();
        }

        return dissolved;
    }

    public Task<Outcome<Controller>> AddController(ControllerDraft draft) => Told(_roster.AddController(draft));

    public Task<Outcome<AddedControllers>> AddControllers(ControllerDrafts drafts) => Told(_roster.AddControllers(drafts));

    public Task<Outcome<Controller>> EditController(MacAddress id, ControllerEdit edit, IfVersion? ifVersion) =>
        Told(_roster.EditController(id, edit, ifVersion));

    public Task<Outcome<Controller>> FollowController(MacAddress id, ControllerEdit address, long version) =>
        Told(_roster.EditController(id, address, version, HistoryKind.ControllerFollowed));

    public Task<Outcome<Done>> RemoveController(MacAddress id, IfVersion? ifVersion) => Told(_roster.RemoveController(id, ifVersion));

    public Task<Outcome<RemovedControllers>> GetRemovedControllers() => Task.FromResult(_roster.Removed());

    public Task<Outcome<Controller>> RestoreController(MacAddress id) => Told(_roster.Restore(id));

    public Task<Outcome<LayoutExport>> Export() => _exchange.Export();

    public Task<Outcome<LayoutChanges>> Import(byte[] file, ImportOrder order, IfVersion? ifVersion) =>
        order.IsDryRun ? _exchange.Import(file, order, ifVersion) : Told(_exchange.Import(file, order, ifVersion));

    public Task<Outcome<ModuleList>> GetModules() => Task.FromResult(_exchange.Modules());

    public Task<Outcome<LayoutChanges>> TakeOutModule(ModuleId id) => Told(_exchange.TakeOut(id));

    public Task<Outcome<Area>> CreateArea(AreaDraft draft) => Told(_areas.Create(draft));

    public Task<Outcome<Area>> ReplaceArea(AreaId id, AreaDraft draft, IfVersion? ifVersion) => Told(_areas.Replace(id, draft, ifVersion));

    public Task<Outcome<Done>> DeleteArea(AreaId id, IfVersion? ifVersion) => Told(_areas.Delete(id, ifVersion));

    public Task<Outcome<LampList>> EditLamps(LampEdits edits, IfVersion? ifVersion) => Told(_lamps.Edit(edits, ifVersion));

    public Task<Outcome<LampGroup>> GetLampGroup(LampGroupId id) => Task.FromResult(_lampGroups.Find(id));

    public Task<Outcome<LampGroup>> CreateLampGroup(LampGroupDraft draft) => Told(_lampGroups.Create(draft));

    public Task<Outcome<LampGroup>> ReplaceLampGroup(LampGroupId id, LampGroupDraft draft, IfVersion? ifVersion) =>
        Told(_lampGroups.Replace(id, draft, ifVersion));

    public Task<Outcome<Done>> DeleteLampGroup(LampGroupId id, IfVersion? ifVersion) => Told(_lampGroups.Delete(id, ifVersion));

    public Task<Outcome<Recall>> SetLampGroup(LampGroupId id, OutputChange change) => _lampGroups.Set(id, change);

    public Task<Outcome<AllOff>> AllOff() => _lights.Off();

    public Task<Outcome<LightsOn>> UndoAllOff(Lights lights) => _lights.On(lights);

    public Task<Outcome<HistoryList>> GetHistory() =>
        Task.FromResult(_content.Exists ? (Outcome<HistoryList>)new HistoryList(_history.Events) : Unknown);

    public Task<Outcome<Undone>> UndoEvent(HistoryEventId id) => Told(_history.UndoAsync(id, Undo));

    public Task<Outcome<PlanPicture>> GetPlan() => _plan.Get();

    public Task<Outcome<Plan>> SetPlan(byte[] content, IfVersion? ifVersion) => Told(_plan.Set(content, ifVersion));

    public Task<Outcome<Done>> DeletePlan(IfVersion? ifVersion) => Told(_plan.Delete(ifVersion));

    public Task<Outcome<Scene>> GetScene(SceneId id) => Task.FromResult(_scenes.Find(id));

    public Task<Outcome<SceneList>> GetScenes() => Task.FromResult(_scenes.All());

    public Task<Outcome<Scene>> CreateScene(SceneDraft draft) => Told(_scenes.Create(draft));

    public Task<Outcome<Scene>> CaptureScene(SceneCapture capture) => Told(_scenes.Capture(capture));

    public Task<Outcome<Scene>> ReplaceScene(SceneId id, SceneDraft draft, IfVersion? ifVersion) => Told(_scenes.Replace(id, draft, ifVersion));

    public Task<Outcome<Done>> DeleteScene(SceneId id, IfVersion? ifVersion) => Told(_scenes.Delete(id, ifVersion));

    public Task<Outcome<Recall>> RecallScene(SceneId id, long? fade) => _scenes.Recall(id, fade);

    public Task<Outcome<Recall>> ApplyTargets(TargetList targets) => _scenes.Apply(targets);

    public Task<Outcome<Desk>> GetDesk() => Task.FromResult(_desk.Get());

    public Task<Outcome<Desk>> ControlDesk(DeskOrder order, IfVersion? ifVersion) => _desk.Control(order, ifVersion);

    public Task<Outcome<Claim>> GetClaim() => Task.FromResult(_claim.Get());

    public Task<Outcome<Claim>> ControlClaim(ClaimOrder order) => _claim.Control(order);

    public Task<Outcome<Claim>> TakeOverClaim() => _claim.TakeOver();

    public Task DropClaimants(IReadOnlyList<Claimant> lost, long version)
    {
        _claim.Drop(lost, version);
        return Task.CompletedTask;
    }

    public Task NoteClaimUsed()
    {
        _claim.NoteUse();
        return Task.CompletedTask;
    }

    public Task<Outcome<GuestLink>> CreateGuestLink(GuestLinkDraft draft, GuestSecret secret) => Told(_guests.Create(draft, secret));

    public Task<Outcome<GuestLink>> GetGuestLink(GuestLinkId id) => Task.FromResult(_guests.Find(id));

    public Task<Outcome<GuestLink>> ReplaceGuestLink(GuestLinkId id, GuestLinkDraft draft, IfVersion? ifVersion) =>
        Told(_guests.Replace(id, draft, ifVersion));

    public Task<Outcome<Done>> EndGuestLink(GuestLinkId id) => Told(_guests.End(id));

    public Task<Outcome<GuestSecret>> GetGuestSecret(GuestLinkId id) => _guests.GetSecret(id);

    public Task<Outcome<GuestTurn>> GetGuestTurn(GuestLinkId id, Guid guest) => Task.FromResult(_guests.Look(id, guest));

    public Task<Outcome<GuestTurn>> TakeGuestTurn(GuestLinkId id, Guid guest) => Task.FromResult(_guests.Take(id, guest));

    public Task<Outcome<ChasingGroup>> GetChasingGroup(ChasingGroupId id) => Task.FromResult(_chasing.Find(id));

    public Task<Outcome<ChasingGroup>> CreateChasingGroup(ChasingGroupDraft draft) => Told(_chasing.Create(draft));

    public Task<Outcome<ChasingGroup>> ReplaceChasingGroup(ChasingGroupId id, ChasingGroupDraft draft, IfVersion? ifVersion) =>
        Told(_chasing.Replace(id, draft, ifVersion));

    public Task<Outcome<Done>> DeleteChasingGroup(ChasingGroupId id, IfVersion? ifVersion) => Told(_chasing.Delete(id, ifVersion));

    public Task<Outcome<ChasingGroupStatus>> StartChasingGroup(ChasingGroupId id) => _chasing.Start(id);

    public Task<Outcome<ChasingGroupStatus>> StopChasingGroup(ChasingGroupId id) => _chasing.Stop(id);

    public Task<Outcome<Show>> GetShow(ShowId id) => Task.FromResult(_shows.Find(id));

    public Task<Outcome<ShowList>> GetShows() => Task.FromResult(_shows.All());

    public Task<Outcome<Show>> CreateShow(ShowDraft draft) => Told(_shows.Create(draft));

    public Task<Outcome<Show>> ReplaceShow(ShowId id, ShowDraft draft, IfVersion? ifVersion) => Told(_shows.Replace(id, draft, ifVersion));

    public Task<Outcome<Done>> DeleteShow(ShowId id, IfVersion? ifVersion) => Told(_shows.Delete(id, ifVersion));

    public Task<Outcome<ShowForecast>> ForecastShow(ShowId? id, ShowDraft draft) => _forecasts.Of(id, draft);

    public Task<Outcome<TargetList>> PreviewCue(ShowId? id, ShowDraft draft, CueNumber cue) => Task.FromResult(_forecasts.Preview(id, draft, cue));

    public Task<Outcome<ShowScore>> GetScore(ShowId id) => Task.FromResult(_shows.Score(id));

    public Task NoteRun(ShowId id, ShowRun? run)
    {
        if (_shows.Note(id, run))
        {
            TellShows();
        }

        return Task.CompletedTask;
    }

    public Task NotePlayed(ShowId id, HistoryKind kind)
    {
        _shows.NotePlayed(id, kind);
        return Task.CompletedTask;
    }

    /// <summary>The silo's supervisor tells which owner epoch counts; null when the database does not say.</summary>
    private Task HearAsync(long? epoch)
    {
        if (epoch > _rows.Epoch)
        {
            _rows.Doubt();
        }

        return Task.CompletedTask;
    }

    private async Task<bool> MayMoveAsync()
    {
        await Task.WhenAll(_desk.SaveAsync(), _claim.SaveAsync(), _history.SaveAsync());
        return _desk.IsKept && _claim.IsKept && _history.IsKept && !_rows.IsBusy;
    }

    private async Task<Outcome<LightsOn>> Undo(Undo undo) => undo switch
    {
        { Removed: { } board } => Undone(await _roster.Restore(board)),
        { Scene: { } scene } => Undone(await _scenes.Restore(scene)),
        { ChasingGroup: { } group } => Undone(await _chasing.Restore(group)),
        { Show: { } show } => Undone(await _shows.Restore(show)),
        { LampGroup: { } group } => Undone(await _lampGroups.Restore(group)),
        { AreaDeleted: { } area } => Undone(await _areas.Restore(area)),
        { AreaBefore: { } area } => Undone(await _areas.Replace(area.Area.Id, new AreaDraft(area.Area.Name, area.Position), area.Became)),
        { TakenIn: { } module } => Undone(await _exchange.TakeOut(module)),
        { Overhauled: { } overhaul } => Undone(await _exchange.Undo(overhaul)),
        { LampsEdited: { } lamps } => Undone(await _lamps.Restore(lamps)),

        // Alone of them it is a command: the others are edits.
        { Lights: { } lights } => _claim.Command() is { } refusal ? refusal : await _lights.BringBack(lights),
        _ => throw new InvalidOperationException("An event without a way to undo it."),
    };

    private static Outcome<LightsOn> Undone<T>(Outcome<T> outcome)
        where T : class => outcome.Refusal is { } refusal ? refusal : new LightsOn([], []);

    /// <summary>
    /// Reads all anew. An edit that was carried out although nobody knew is made up for: boards hear of their new registration, those
    /// that are gone are let go, players read their shows again, and observers are told.
    /// </summary>
    private async Task<Action> ReadAsync(RailHubDb database, CancellationToken cancellation)
    {
        var put = await _content.ReadAsync(database, cancellation);
        var putHistory = await _history.ReadAsync(database, cancellation);
        var putDesk = await _desk.ReadAsync(database, cancellation);
        var putClaim = await _claim.ReadAsync(database, cancellation);
        return () =>
        {
            var before = _content.Controllers.ToArray();
            var tell = _shows.Remember();
            put();
            putHistory();
            putDesk();
            putClaim();
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

            tell();
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
            _desk.Tidy();
        }

        return outcome;
    }

    private void Tell()
    {
        var roster = _content.Roster(_rows.Epoch, _rosterVersion = ++_version);
        _observers.Notify(observer => observer.OnLayoutChanged(roster));
    }

    /// <summary>Shows change all the time while they run: what else the layout has is not sent along.</summary>
    private void TellShows()
    {
        var (version, shows) = (++_version, _content.ShowSummaries());
        _observers.Notify(observer => observer.OnShowsChanged(_content.Id, _rows.Epoch, version, shows));
    }
}
