using RailHub.Contracts;

namespace RailHub.Grains.Shows;

/// <summary>A show of another layout.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Starts">The shows that its cues start.</param>
internal sealed record OtherShow(string Name, IReadOnlyList<(LayoutId Layout, ShowId Show)> Starts);
