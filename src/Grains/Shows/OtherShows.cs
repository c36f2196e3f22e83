using RailHub.Contracts;

namespace RailHub.Grains.Shows;

/// <summary>What there is in the club of the other layouts that cues name.</summary>
/// <param name="Layouts">The layouts.</param>
/// <param name="Shows">Their shows.</param>
internal sealed record OtherShows(IReadOnlySet<LayoutId> Layouts, IReadOnlySet<(LayoutId Layout, ShowId Show)> Shows)
{
    public static OtherShows None { get; } = new(new HashSet<LayoutId>(), new HashSet<(LayoutId, ShowId)>());
}
