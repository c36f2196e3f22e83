using System.Collections.ObjectModel;

namespace RailHub.Contracts;

/// <summary>A layout, whole: what a dashboard starts from.</summary>
/// <param name="Feed">The number by which this gateway's frames name the layout; another gateway, or the same after a restart, has others.</param>
/// <param name="Frame">The number of the last frame that is in here.</param>
/// <param name="Layout">The layout.</param>
/// <param name="Controllers">Its boards, in the order they were added.</param>
/// <param name="Scenes">Its scenes, by name.</param>
/// <param name="ChasingGroups">Its chasing groups, by name.</param>
public sealed record LayoutSnapshot(
    int Feed,
    long Frame,
    Layout Layout,
    IReadOnlyList<ControllerState> Controllers,
    IReadOnlyList<SceneSummary> Scenes,
    IReadOnlyList<ChasingGroup> ChasingGroups)
{
    /// <summary>
    /// The layout after a frame of its feed; what did not change keeps its reference. The same when the frame is older than what is
    /// known; null when something in between is missing, so that a snapshot is needed.
    /// </summary>
    public LayoutSnapshot? With(LayoutFrame frame)
    {
        if (frame.Number <= Frame)
        {
            return this;
        }

        var delta = frame.Delta;
        return frame.BuildsOn > Frame || ControllersWith(delta) is not { } controllers
            ? null
            : new LayoutSnapshot(
                Feed, frame.Number, delta.Layout ?? Layout, controllers, delta.Scenes ?? Scenes, delta.ChasingGroups ?? ChasingGroups);
    }

    private IReadOnlyList<ControllerState>? ControllersWith(LayoutDelta delta)
    {
        if (delta is { Whole: null, Changed: null, Removed: null })
        {
            return Controllers;
        }

        var next = new List<ControllerState>(Controllers);
        foreach (var removed in delta.Removed ?? [])
        {
            next.RemoveAll(controller => controller.Controller.Id == removed);
        }

        foreach (var whole in delta.Whole ?? [])
        {
            var index = IndexOf(next, whole.Controller.Id);
            if (index < 0)
            {
                next.Add(whole);
            }
            else
            {
                next[index] = whole;
            }
        }

        foreach (var (id, changed) in delta.Changed ?? ReadOnlyDictionary<MacAddress, ControllerDelta>.Empty)
        {
            var index = IndexOf(next, id);
            if (index < 0 || next[index].With(changed) is not { } controller)
            {
                return null;
            }

            next[index] = controller;
        }

        return next;
    }

    private static int IndexOf(List<ControllerState> controllers, MacAddress id) =>
        controllers.FindIndex(controller => controller.Controller.Id == id);
}
