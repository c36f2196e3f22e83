namespace RailHub.Contracts;

/// <summary>The layouts of the club with how they are.</summary>
/// <param name="Frame">Rises by one with each frame that this gateway sends of the club.</param>
/// <param name="Layouts">In the club's order.</param>
public sealed record ClubFrame(long Frame, IReadOnlyList<LayoutSummary> Layouts);

/// <summary>A layout, whole: what a dashboard starts from.</summary>
/// <param name="Frame">The number of the last frame that is in here; the next delta has one more.</param>
/// <param name="Layout">The layout.</param>
/// <param name="Controllers">Its boards, in the order they were added.</param>
/// <param name="Scenes">Its scenes, by name.</param>
/// <param name="ChasingGroups">Its chasing groups, by name.</param>
public sealed record LayoutSnapshot(
    long Frame,
    Layout Layout,
    IReadOnlyList<ControllerState> Controllers,
    IReadOnlyList<SceneSummary> Scenes,
    IReadOnlyList<ChasingGroup> ChasingGroups);

/// <summary>
/// What changed in a layout since the frame before. A viewer that misses a number asks for a snapshot.
/// Null members did not change.
/// </summary>
/// <param name="Id">The layout.</param>
/// <param name="Frame">One more than the frame before.</param>
/// <param name="Layout">The layout's own row.</param>
/// <param name="Whole">Boards that are new, or whose whole state replaces what was known.</param>
/// <param name="Changed">What changed at boards that are known.</param>
/// <param name="Removed">Boards that left.</param>
/// <param name="Scenes">All scenes.</param>
/// <param name="ChasingGroups">All chasing groups.</param>
/// <param name="Gone">The layout was deleted.</param>
public sealed record LayoutDelta(
    LayoutId Id,
    long Frame,
    Layout? Layout = null,
    IReadOnlyList<ControllerState>? Whole = null,
    IReadOnlyList<ControllerDelta>? Changed = null,
    IReadOnlyList<MacAddress>? Removed = null,
    IReadOnlyList<SceneSummary>? Scenes = null,
    IReadOnlyList<ChasingGroup>? ChasingGroups = null,
    bool Gone = false);

/// <summary>What the boards of a layout say of themselves; sent every few seconds to those who asked.</summary>
/// <param name="Id">The layout.</param>
/// <param name="Controllers">One for each board that has reported.</param>
public sealed record LayoutTelemetry(LayoutId Id, IReadOnlyList<ControllerTelemetry> Controllers);
