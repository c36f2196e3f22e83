using RailHub.Contracts;

namespace RailHub.Grains;

/// <summary>A layout: the single writer of its roster, areas, lamps, scenes, groups and shows. The key is the value of its <see cref="LayoutId"/>.</summary>
/// <remarks>Edits run one after the other; reads and recalls pass them by. Every edit takes the versions it may build on; null takes whatever is there.</remarks>
[Alias("RailHub.ILayoutGrain")]
public interface ILayoutGrain : IGrainWithGuidKey
{
    /// <summary>
    /// Gives the roster and tells the observer of every change from now on. Renew within <see cref="Subscriptions.Lease"/>; who names what it
    /// has (zeros for nothing) gets no roster when nothing is newer.
    /// </summary>
    /// <param name="observer">Who is told.</param>
    /// <param name="epoch">The owner epoch of what the subscriber has.</param>
    /// <param name="roster">The version of the roster that it has.</param>
    /// <param name="shows">The version of the shows that it has: that of the roster or a later one.</param>
    [Alias("Subscribe")]
    Task<Outcome<LayoutReport>> Subscribe(ILayoutObserver observer, long epoch, long roster, long shows);

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

    /// <summary>
    /// Asks many addresses at once, and adds the boards in their order; one outcome for each. Takes as long as the slowest board, 6 s at most.
    /// </summary>
    [Alias("AddControllers")]
    Task<Outcome<AddedControllers>> AddControllers(ControllerDrafts drafts);

    /// <summary>Renames a board or gives it another address.</summary>
    [Alias("EditController")]
    Task<Outcome<Controller>> EditController(MacAddress id, ControllerEdit edit, IfVersion? ifVersion);

    /// <summary>Takes over the address at which the platform itself has found a board.</summary>
    /// <param name="id">The board.</param>
    /// <param name="address">Where it is now.</param>
    /// <param name="version">What was known of it when it was looked for; another one is left as it is.</param>
    [Alias("FollowController")]
    Task<Outcome<Controller>> FollowController(MacAddress id, ControllerEdit address, long version);

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

    /// <summary>The layout as a file.</summary>
    [Alias("Export")]
    Task<Outcome<LayoutExport>> Export();

    /// <summary>Imports a file, all of it or nothing; the boards need not answer.</summary>
    /// <param name="file">The file's bytes, <see cref="LayoutFile.MostBytes"/> at most.</param>
    /// <param name="order">How.</param>
    /// <param name="ifVersion">What the layout is as its export tells it; null takes whatever is there.</param>
    [Alias("Import")]
    Task<Outcome<LayoutChanges>> Import(byte[] file, ImportOrder order, IfVersion? ifVersion);

    /// <summary>The modules that visit.</summary>
    [Alias("GetModules")]
    Task<Outcome<ModuleList>> GetModules();

    /// <summary>Takes all out again that a module brought; what others have made with its lamps keeps the rest, and goes when there is none.</summary>
    [Alias("TakeOutModule")]
    Task<Outcome<LayoutChanges>> TakeOutModule(ModuleId id);

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

    /// <summary>A show with its cues.</summary>
    [Alias("GetShow")]
    Task<Outcome<Show>> GetShow(ShowId id);

    /// <summary>All shows, with how they run.</summary>
    [Alias("GetShows")]
    Task<Outcome<ShowList>> GetShows();

    /// <summary>Makes a show.</summary>
    [Alias("CreateShow")]
    Task<Outcome<Show>> CreateShow(ShowDraft draft);

    /// <summary>Replaces name and cues of a show; one that runs goes on as the new one with its next cue.</summary>
    [Alias("ReplaceShow")]
    Task<Outcome<Show>> ReplaceShow(ShowId id, ShowDraft draft, IfVersion? ifVersion);

    /// <summary>Deletes a show that does not run, and that no show starts or stops.</summary>
    [Alias("DeleteShow")]
    Task<Outcome<Done>> DeleteShow(ShowId id, IfVersion? ifVersion);

    /// <summary>What a show would come to; nothing is kept. Refused as it would be, but for the shows of other layouts, which nobody looks for.</summary>
    /// <param name="id">The show that it is to replace; null: a new one.</param>
    /// <param name="draft">The show.</param>
    [Alias("ForecastShow")]
    Task<Outcome<ShowForecast>> ForecastShow(ShowId? id, ShowDraft draft);

    /// <summary>How the outputs of a show would be once a cue of it is complete; nothing is kept. Refused as a forecast is.</summary>
    /// <param name="id">The show that it is to replace; null: a new one.</param>
    /// <param name="draft">The show.</param>
    /// <param name="cue">The cue, which may be one that is skipped.</param>
    [Alias("PreviewCue")]
    Task<Outcome<TargetList>> PreviewCue(ShowId? id, ShowDraft draft, CueNumber cue);

    /// <summary>A show with what its cues need; for its player.</summary>
    [Alias("GetScore")]
    Task<Outcome<ShowScore>> GetScore(ShowId id);

    /// <summary>
    /// A player tells how its show runs, and repeats it every few seconds: this is remembered in memory only. Nobody is told what was told
    /// before; null says that the show does not run, and leaves nothing to be released.
    /// </summary>
    [Alias("NoteRun")]
    Task NoteRun(ShowId id, ShowRun? run);

    /// <summary>A player tells what was done with its show, for the history: played, stopped or released, by the caller of this call.</summary>
    [Alias("NotePlayed")]
    Task NotePlayed(ShowId id, HistoryKind kind);

    /// <summary>The desk.</summary>
    [Alias("GetDesk")]
    Task<Outcome<Desk>> GetDesk();

    /// <summary>Does something at the desk. Boards hear of it also while the database is away; that is said then.</summary>
    [Alias("ControlDesk")]
    Task<Outcome<Desk>> ControlDesk(DeskOrder order, IfVersion? ifVersion);

    /// <summary>Who has the controls.</summary>
    [Alias("GetClaim")]
    Task<Outcome<Claim>> GetClaim();

    /// <summary>Takes the controls, asks for them, or gives them away, for the caller of this call. Goes on without the database.</summary>
    [Alias("ControlClaim")]
    Task<Outcome<Claim>> ControlClaim(ClaimOrder order);

    /// <summary>The caller of this call has the controls from now on, whoever had them.</summary>
    [Alias("TakeOverClaim")]
    Task<Outcome<Claim>> TakeOverClaim();

    /// <summary>These may not operate any more: none of them has the controls from now on, nor asks for them.</summary>
    /// <param name="lost">Who may not.</param>
    /// <param name="version">The claim in which they are. In a newer one they are left: they may be there by a right that they have got back.</param>
    [Alias("DropClaimants")]
    Task DropClaimants(IReadOnlyList<Claimant> lost, long version);

    /// <summary>The caller of this call commands: when it has the controls, it goes on having them.</summary>
    [Alias("NoteClaimUsed")]
    Task NoteClaimUsed();

    /// <summary>Makes a guest link.</summary>
    [Alias("CreateGuestLink")]
    Task<Outcome<GuestLink>> CreateGuestLink(GuestLinkDraft draft, GuestSecret secret);

    /// <summary>A guest link.</summary>
    [Alias("GetGuestLink")]
    Task<Outcome<GuestLink>> GetGuestLink(GuestLinkId id);

    /// <summary>Changes what a guest link offers, and when; its secret stays.</summary>
    [Alias("ReplaceGuestLink")]
    Task<Outcome<GuestLink>> ReplaceGuestLink(GuestLinkId id, GuestLinkDraft draft, IfVersion? ifVersion);

    /// <summary>Ends a guest link at once.</summary>
    [Alias("EndGuestLink")]
    Task<Outcome<Done>> EndGuestLink(GuestLinkId id);

    /// <summary>The secret of a guest link as it is kept.</summary>
    [Alias("GetGuestSecret")]
    Task<Outcome<GuestSecret>> GetGuestSecret(GuestLinkId id);

    /// <summary>Whether a guest may press.</summary>
    [Alias("GetGuestTurn")]
    Task<Outcome<GuestTurn>> GetGuestTurn(GuestLinkId id, Guid guest);

    /// <summary>A guest presses, whatever: others have to wait then. Refused while it has to wait itself.</summary>
    [Alias("TakeGuestTurn")]
    Task<Outcome<GuestTurn>> TakeGuestTurn(GuestLinkId id, Guid guest);

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
