using RailHub.Contracts;

namespace RailHub.Grains;

/// <summary>A layout: the single writer of its roster, scenes and chasing groups. The key is the value of its <see cref="LayoutId"/>.</summary>
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

    /// <summary>Removes a board; scenes keep their targets on it.</summary>
    [Alias("RemoveController")]
    Task<Outcome<Done>> RemoveController(MacAddress id, IfVersion? ifVersion);

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

    /// <summary>Applies a scene's targets on all boards at once.</summary>
    [Alias("RecallScene")]
    Task<Outcome<Recall>> RecallScene(SceneId id);

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
/// <param name="Controllers">In the order they were added.</param>
/// <param name="Scenes">By name.</param>
/// <param name="ChasingGroups">By name.</param>
[GenerateSerializer, Immutable, Alias("RailHub.LayoutRoster")]
public sealed record LayoutRoster(
    [property: Id(0)] LayoutId Id,
    [property: Id(1)] long Epoch,
    [property: Id(2)] long Version,
    [property: Id(3)] IReadOnlyList<Controller> Controllers,
    [property: Id(4)] IReadOnlyList<SceneSummary> Scenes,
    [property: Id(5)] IReadOnlyList<ChasingGroup> ChasingGroups);

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
