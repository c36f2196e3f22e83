using System.Collections.ObjectModel;

namespace RailHub.Contracts;

/// <summary>A layout, whole: what a dashboard starts from.</summary>
/// <param name="Feed">The number by which this gateway's frames name the layout; another gateway, or the same after a restart, has others.</param>
/// <param name="Frame">The number of the last frame that is in here.</param>
/// <param name="Layout">The layout.</param>
/// <param name="Controllers">Its boards, in the layout's order.</param>
/// <param name="Scenes">Its scenes, by name.</param>
/// <param name="ChasingGroups">Its chasing groups, by name.</param>
/// <param name="Areas">Its areas, in the layout's order.</param>
/// <param name="Lamps">What is known of its lamps; those that are not there have the defaults.</param>
/// <param name="LampGroups">Its lamp groups, by name.</param>
/// <param name="Plan">The picture of its plan; null when it has none.</param>
/// <param name="Shows">Its shows, by name.</param>
/// <param name="Desk">Its desk; null when nobody has touched it.</param>
/// <param name="Contact">Whether the layout is heard of, whose word scenes, shows, groups and desk are; null when it is. Each board tells of itself.</param>
/// <param name="Claim">Who has its controls; null when nobody has.</param>
public sealed record LayoutSnapshot(
    int Feed,
    long Frame,
    Layout Layout,
    IReadOnlyList<ControllerState> Controllers,
    IReadOnlyList<SceneSummary> Scenes,
    IReadOnlyList<ChasingGroup> ChasingGroups,
    IReadOnlyList<Area> Areas,
    LampList Lamps,
    IReadOnlyList<LampGroup> LampGroups,
    Plan? Plan,
    IReadOnlyList<ShowSummary> Shows,
    Desk? Desk = null,
    Contact? Contact = null,
    Claim? Claim = null)
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
                Feed,
                frame.Number,
                delta.Layout ?? Layout,
                controllers,
                delta.Scenes ?? Scenes,
                delta.ChasingGroups ?? ChasingGroups,
                delta.Areas ?? Areas,
                delta.Lamps is null ? Lamps : Lamps.With(delta.Lamps),
                delta.LampGroups ?? LampGroups,
                delta.Plan is null ? Plan : delta.Plan.Value,
                delta.Shows ?? Shows,
                delta.Desk ?? Desk,
                delta.Contact ?? Contact,
                delta.Claim ?? Claim);
    }

    private IReadOnlyList<ControllerState>? ControllersWith(LayoutDelta delta)
    {
        if (delta is { Whole: null, Changed: null, Removed: null, Order: null })
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

        return delta.Order is null ? next : Ordered(next, delta.Order);
    }

    // A board that the order does not name has not been told of yet when the order was made: it comes last.
    private static ControllerState[] Ordered(List<ControllerState> controllers, IReadOnlyList<MacAddress> order)
    {
        var places = order.Index().ToDictionary(entry => entry.Item, entry => entry.Index);
        return [.. controllers.OrderBy(controller => places.GetValueOrDefault(controller.Controller.Id, int.MaxValue))];
    }

    private static int IndexOf(List<ControllerState> controllers, MacAddress id) =>
        controllers.FindIndex(controller => controller.Controller.Id == id);
}
