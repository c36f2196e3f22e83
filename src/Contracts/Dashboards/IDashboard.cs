namespace RailHub.Contracts;

/// <summary>What the hub at <c>/hub</c> calls at a dashboard.</summary>
public interface IDashboard
{
    /// <summary>The layout list changed; sent to those who called <see cref="IDashboardHub.WatchClub"/>.</summary>
    Task ClubChanged(ClubFrame frame);

    /// <summary>A layout changed; sent to those who called <see cref="IDashboardHub.WatchLayout"/>.</summary>
    /// <param name="feed">The layout: <see cref="LayoutSnapshot.Feed"/>.</param>
    /// <param name="frame">The number of the last frame that is in <paramref name="delta"/>.</param>
    /// <param name="delta">What changed.</param>
    Task LayoutChanged(int feed, long frame, LayoutDelta delta);

    /// <summary>Uptime, memory and latency of boards; sent to those who called <see cref="IDashboardHub.WatchTelemetry"/>.</summary>
    Task TelemetryChanged(LayoutTelemetry telemetry);
}

/// <summary>What a dashboard can call at the hub at <c>/hub</c>. Refusals are values, also of arguments that are null or cannot be read.</summary>
public interface IDashboardHub
{
    /// <summary>
    /// Tells which dashboard the gateway serves: the <c>data-version</c> of its page. A browser whose page has another one is to load it
    /// again. Right: view.
    /// </summary>
    Task<string> GetDashboardVersion();

    /// <summary>
    /// Gives the layout list and sends <see cref="IDashboard.ClubChanged"/> from now on. A gateway that has not heard of the club yet gives an
    /// empty one whose contact is lost. Right: view.
    /// </summary>
    Task<ClubFrame> WatchClub();

    /// <summary>Ends <see cref="WatchClub"/>.</summary>
    Task UnwatchClub();

    /// <summary>
    /// Gives the layout whole and sends <see cref="IDashboard.LayoutChanged"/> from now on; called again, it gives a fresh snapshot.
    /// Frames may arrive before the answer: keep them, and apply those of its feed with a higher number. Refused with
    /// <see cref="RefusalCodes.ClubAway"/> while the gateway does not know the layout and cannot ask: ask again. Right: view.
    /// </summary>
    Task<Outcome<LayoutSnapshot>> WatchLayout(LayoutId layout);

    /// <summary>Ends <see cref="WatchLayout"/>.</summary>
    Task UnwatchLayout(LayoutId layout);

    /// <summary>Sends <see cref="IDashboard.TelemetryChanged"/> every few seconds from now on. Right: view.</summary>
    Task WatchTelemetry(LayoutId layout);

    /// <summary>Ends <see cref="WatchTelemetry"/>.</summary>
    Task UnwatchTelemetry(LayoutId layout);

    /// <summary>Sets one output of a board of the layout. Right: operate.</summary>
    Task<Outcome<CommandAnswer>> SetOutput(LayoutId layout, MacAddress controller, int pin, OutputChange change);

    /// <summary>Applies targets without a scene. Right: operate.</summary>
    Task<Outcome<Recall>> ApplyTargets(LayoutId layout, TargetList targets);

    /// <summary>Recalls a scene of the layout. Right: operate.</summary>
    Task<Outcome<Recall>> RecallScene(LayoutId layout, SceneId scene);

    /// <summary>
    /// Recalls a scene of the layout within <paramref name="fade"/> milliseconds, 0..3,600,000, whatever times it has. Right: operate.
    /// </summary>
    Task<Outcome<Recall>> FadeToScene(LayoutId layout, SceneId scene, long fade);

    /// <summary>Does something with a show of the layout: plays it, takes its next cue, stops it, … Right: operate.</summary>
    Task<Outcome<ShowRun>> ControlShow(LayoutId layout, ShowId show, ShowOrder order);

    /// <summary>Does something at the desk of a layout: blackout, master, park, solo. Right: operate.</summary>
    Task<Outcome<Desk>> ControlDesk(LayoutId layout, DeskOrder order);

    /// <summary>Takes the controls of a layout, asks for them, or gives them away. Right: operate.</summary>
    Task<Outcome<Claim>> ControlClaim(LayoutId layout, ClaimOrder order);

    /// <summary>Takes the controls of a layout from whoever has them. Right: own.</summary>
    Task<Outcome<Claim>> TakeOverClaim(LayoutId layout);

    /// <summary>Sets all lamps of a group. Right: operate.</summary>
    Task<Outcome<Recall>> SetLampGroup(LayoutId layout, LampGroupId group, OutputChange change);

    /// <summary>Stops all chases of a layout and then switches all its lamps off. Right: operate.</summary>
    Task<Outcome<AllOff>> AllOff(LayoutId layout);

    /// <summary>Brings back what all off had switched off: its <see cref="AllOff.Before"/>. Right: operate.</summary>
    Task<Outcome<LightsOn>> UndoAllOff(LayoutId layout, Lights lights);
}
