namespace RailHub.Contracts;

/// <summary>The layouts of the club with how they are.</summary>
/// <param name="Frame">Rises by one with each frame that this gateway sends of the club.</param>
/// <param name="Layouts">In the club's order.</param>
/// <param name="Contact">Whether any of the club is heard of; null when it is.</param>
public sealed record ClubFrame(long Frame, IReadOnlyList<LayoutSummary> Layouts, Contact? Contact = null);

/// <summary>What the boards of a layout say of themselves; sent every few seconds to those who asked.</summary>
/// <param name="Id">The layout.</param>
/// <param name="Controllers">One for each board that has reported.</param>
public sealed record LayoutTelemetry(LayoutId Id, IReadOnlyList<ControllerTelemetry> Controllers);
