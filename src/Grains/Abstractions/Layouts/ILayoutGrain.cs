using RailHub.Contracts;

namespace RailHub.Grains;

/// <summary>A layout: the single writer of its roster, areas, lamps, scenes and groups. The key is the value of its <see cref="LayoutId"/>.</summary>
/// <remarks>Edits run one after the other; reads and recalls pass them by. Every edit takes the versions it may build on; null takes whatever is there.</remarks>
[Alias("RailHub.ILayoutGrain")]
public interface ILayoutGrain : IGrainWithGuidKey
{
    /// <summary>Gives the roster and tells the observer of every change from now on. Renew within <see cref="Subscriptions.Lease"/>.</summary>
    [Alias("Subscribe")]
    Task<Outcome<LayoutRoster>> Subscribe(ILayoutObserver observer);

    /// <summary>Tells the observer nothing any more.</summary>
    [Alias("Unsubscribe")]
    Task Unsubscribe(ILayoutObserver observer);

    /// <summary>The boards, scenes and chasing groups.</summary>
    [Alias("GetRoster")]
    Task<Outcome<LayoutRoster>> GetRoster();

    /// <summary>Deletes the layout with all that it has, in one transaction, and lets its boards go; called by the club, which lists it.</summary>
    [Alias("Dissolve")]
    Task<Outcome<Done>> Dissolve();

    /// <summary>Asks the address for a board and adds it. Takes as long as the board takes to answer, 6 s at most.</summary>
    [Alias("AddController")]
    Task<Outcome<Controller>> AddController(ControllerDraft draft);

    /// <summary>Renames a board or gives it another address.</summary>
    [Alias("EditController")]
    Task<Outcome<Controller>> EditController(MacAddress id, ControllerEdit edit, IfVersion? ifVersion);

    /// <summary>Removes a board; what is known of its lamps stays, and scenes and groups keep them. It can be restored.</summary>
    [Alias("RemoveController")]
    Task<Outcome<Done>> RemoveController(MacAddress id, IfVersion? ifVersion);

    /// <summary>The boards that can be restored.</summary>
    [Alias("GetRemovedControllers")]
    Task<Outcome<RemovedControllers>> GetRemovedControllers();

    /// <summary>Brings a removed board back to where it was, whether it answers or not.</summary>
    [Alias("RestoreController")]
    Task<Outcome<Controller>> RestoreController(MacAddress id);

    /// <summary>Stops all chases that run, and then switches all lamps off.</summary>
    [Alias("AllOff")]
    Task<Outcome<AllOff>> AllOff();

    /// <summary>Brings back what all off had switched off.</summary>
    [Alias("UndoAllOff")]
    Task<Outcome<LightsOn>> UndoAllOff(Lights lights);

    /// <summary>What was done in the layout.</summary>
    [Alias("GetHistory")]
    Task<Outcome<HistoryList>> GetHistory();

    /// <summary>Undoes an event.</summary>
    [Alias("UndoEvent")]
    Task<Outcome<Undone>> UndoEvent(HistoryEventId id);

    /// <summary>The picture of the plan.</summary>
    [Alias("GetPlan")]
    Task<Outcome<PlanPicture>> GetPlan();

    /// <summary>Gives the plan a picture: a whole PNG, JPEG or WebP.</summary>
    [Alias("SetPlan")]
    Task<Outcome<Plan>> SetPlan(byte[] content, IfVersion? ifVersion);

    /// <summary>Deletes the plan's picture.</summary>
    [Alias("DeletePlan")]
    Task<Outcome<Done>> DeletePlan(IfVersion? ifVersion);

    /// <summary>A lamp group.</summary>
    [Alias("GetLampGroup")]
    Task<Outcome<LampGroup>> GetLampGroup(LampGroupId id);

    /// <summary>Makes an area.</summary>
    [Alias("CreateArea")]
    Task<Outcome<Area>> CreateArea(AreaDraft draft);

    /// <summary>Renames an area, or moves it in the layout's order.</summary>
    [Alias("ReplaceArea")]
    Task<Outcome<Area>> ReplaceArea(AreaId id, AreaDraft draft, IfVersion? ifVersion);

    /// <summary>Deletes an area; its lamps are unsorted then.</summary>
    [Alias("DeleteArea")]
    Task<Outcome<Done>> DeleteArea(AreaId id, IfVersion? ifVersion);

    /// <summary>Changes what is known of many lamps, all or nothing; gives those that changed.</summary>
    [Alias("EditLamps")]
    Task<Outcome<LampList>> EditLamps(LampEdits edits, IfVersion? ifVersion);

    /// <summary>Makes a lamp group.</summary>
    [Alias("CreateLampGroup")]
    Task<Outcome<LampGroup>> CreateLampGroup(LampGroupDraft draft);

    /// <summary>Replaces name and members of a lamp group.</summary>
    [Alias("ReplaceLampGroup")]
    Task<Outcome<LampGroup>> ReplaceLampGroup(LampGroupId id, LampGroupDraft draft, IfVersion? ifVersion);

    /// <summary>Deletes a lamp group.</summary>
    [Alias("DeleteLampGroup")]
    Task<Outcome<Done>> DeleteLampGroup(LampGroupId id, IfVersion? ifVersion);

    /// <summary>Sets all lamps of a group, on all boards at once. A name is refused.</summary>
    [Alias("SetLampGroup")]
    Task<Outcome<Recall>> SetLampGroup(LampGroupId id, OutputChange change);

    /// <summary>A scene with its targets.</summary>
    [Alias("GetScene")]
    Task<Outcome<Scene>> GetScene(SceneId id);

    /// <summary>All scenes with their targets.</summary>
    [Alias("GetScenes")]
    Task<Outcome<SceneList>> GetScenes();

    /// <summary>Makes a scene.</summary>
    [Alias("CreateScene")]
    Task<Outcome<Scene>> CreateScene(SceneDraft draft);

    /// <summary>Makes a scene of what the boards show now.</summary>
    [Alias("CaptureScene")]
    Task<Outcome<Scene>> CaptureScene(SceneCapture capture);

    /// <summary>Replaces name and targets of a scene.</summary>
    [Alias("ReplaceScene")]
    Task<Outcome<Scene>> ReplaceScene(SceneId id, SceneDraft draft, IfVersion? ifVersion);

    /// <summary>Deletes a scene.</summary>
    [Alias("DeleteScene")]
    Task<Outcome<Done>> DeleteScene(SceneId id, IfVersion? ifVersion);

    /// <summary>
    /// Applies a scene's targets on all boards together, in its times or, where it is given, within <paramref name="fade"/> milliseconds.
    /// </summary>
    [Alias("RecallScene")]
    Task<Outcome<Recall>> RecallScene(SceneId id, long? fade = null);

    /// <summary>Applies targets on all boards at once.</summary>
    [Alias("ApplyTargets")]
    Task<Outcome<Recall>> ApplyTargets(TargetList targets);

    /// <summary>A chasing group.</summary>
    [Alias("GetChasingGroup")]
    Task<Outcome<ChasingGroup>> GetChasingGroup(ChasingGroupId id);

    /// <summary>Makes a chasing group; it does not run yet.</summary>
    [Alias("CreateChasingGroup")]
    Task<Outcome<ChasingGroup>> CreateChasingGroup(ChasingGroupDraft draft);

    /// <summary>Replaces a chasing group; when it runs, the board is told.</summary>
    [Alias("ReplaceChasingGroup")]
    Task<Outcome<ChasingGroup>> ReplaceChasingGroup(ChasingGroupId id, ChasingGroupDraft draft, IfVersion? ifVersion);

    /// <summary>Deletes a chasing group; when it runs, it is stopped.</summary>
    [Alias("DeleteChasingGroup")]
    Task<Outcome<Done>> DeleteChasingGroup(ChasingGroupId id, IfVersion? ifVersion);

    /// <summary>Starts a chasing group on its board.</summary>
    [Alias("StartChasingGroup")]
    Task<Outcome<ChasingGroupStatus>> StartChasingGroup(ChasingGroupId id);

    /// <summary>Stops a chasing group.</summary>
    [Alias("StopChasingGroup")]
    Task<Outcome<ChasingGroupStatus>> StopChasingGroup(ChasingGroupId id);
}

/// <summary>What a layout consists of at one moment.</summary>
/// <param name="Id">The layout.</param>
/// <param name="Epoch">The owner epoch of the activation that tells it: a higher one replaces all that was told before.</param>
/// <param name="Version">Rises with every change; a lower one of the same epoch is older news.</param>
/// <param name="Controllers">In the layout's order.</param>
/// <param name="Scenes">By name.</param>
/// <param name="ChasingGroups">By name.</param>
/// <param name="Areas">In the layout's order.</param>
/// <param name="Lamps">What is known of lamps.</param>
/// <param name="LampGroups">By name.</param>
/// <param name="Plan">The picture of the plan; null when there is none.</param>
[GenerateSerializer, Immutable, Alias("RailHub.LayoutRoster")]
public sealed record LayoutRoster(
    [property: Id(0)] LayoutId Id,
    [property: Id(1)] long Epoch,
    [property: Id(2)] long Version,
    [property: Id(3)] IReadOnlyList<Controller> Controllers,
    [property: Id(4)] IReadOnlyList<SceneSummary> Scenes,
    [property: Id(5)] IReadOnlyList<ChasingGroup> ChasingGroups,
    [property: Id(6)] IReadOnlyList<Area> Areas,
    [property: Id(7)] LampList Lamps,
    [property: Id(8)] IReadOnlyList<LampGroup> LampGroups,
    [property: Id(9)] Plan? Plan);

/// <summary>Boards that can be restored, newest first.</summary>
/// <param name="Controllers">The boards.</param>
[GenerateSerializer, Immutable, Alias("RailHub.RemovedControllers")]
public sealed record RemovedControllers([property: Id(0)] IReadOnlyList<RemovedController> Controllers);

/// <summary>What was done in a layout, newest first.</summary>
/// <param name="Events">The events.</param>
[GenerateSerializer, Immutable, Alias("RailHub.HistoryList")]
public sealed record HistoryList([property: Id(0)] IReadOnlyList<HistoryEvent> Events);

/// <summary>The picture of a plan with its bytes.</summary>
/// <param name="Plan">What it is.</param>
/// <param name="Content">Its bytes; nobody changes them.</param>
[GenerateSerializer, Immutable, Alias("RailHub.PlanPicture")]
public sealed record PlanPicture([property: Id(0)] Plan Plan, [property: Id(1)] byte[] Content);

/// <summary>Scenes with their targets, by name.</summary>
/// <param name="Scenes">The scenes.</param>
[GenerateSerializer, Immutable, Alias("RailHub.SceneList")]
public sealed record SceneList([property: Id(0)] IReadOnlyList<Scene> Scenes);

/// <summary>Hears of a layout's boards, scenes and chasing groups.</summary>
[Alias("RailHub.ILayoutObserver")]
public interface ILayoutObserver : IGrainObserver
{
    /// <summary>The roster changed.</summary>
    [Alias("OnLayoutChanged")]
    void OnLayoutChanged(LayoutRoster roster);
}
