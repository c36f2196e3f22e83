namespace RailHub.Grains.Owners;

/// <summary>The grains of a layout, which live together where they can.</summary>
/// <param name="Layout">The layout itself.</param>
/// <param name="Boards">What makes the load of a silo, and is divided when it is too much for one.</param>
/// <param name="Others">What else must be alive.</param>
internal sealed record Household(GrainId Layout, IReadOnlyList<GrainId> Boards, IReadOnlyList<GrainId> Others);
