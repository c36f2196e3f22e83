using RailHub.Contracts;

namespace RailHub.Grains;

/// <summary>Hears of what a layout consists of, and of its shows.</summary>
[Alias("RailHub.ILayoutObserver")]
public interface ILayoutObserver : IGrainObserver
{
    /// <summary>The roster changed.</summary>
    [Alias("OnLayoutChanged")]
    void OnLayoutChanged(LayoutRoster roster);

    /// <summary>
    /// How shows run changed, and nothing else. The roster of the same epoch with a lower version is older news only of its shows.
    /// </summary>
    /// <param name="layout">The layout.</param>
    /// <param name="epoch">As in <see cref="LayoutRoster.Epoch"/>.</param>
    /// <param name="version">As in <see cref="LayoutRoster.Version"/>: one count for both.</param>
    /// <param name="shows">All shows, as in the roster.</param>
    [Alias("OnShowsChanged")]
    void OnShowsChanged(LayoutId layout, long epoch, long version, IReadOnlyList<ShowSummary> shows);
}
