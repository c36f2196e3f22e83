namespace RailHub.Grains.Tests;

/// <summary>Subscribes to a layout, and does nothing with what it is told.</summary>
internal sealed class Deaf : ILayoutObserver
{
    public void OnLayoutChanged(LayoutRoster roster)
    {
    }

    public void OnShowsChanged(LayoutId layout, long epoch, long version, IReadOnlyList<ShowSummary> shows)
    {
    }
}
