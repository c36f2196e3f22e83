using RailHub.Contracts;

namespace RailHub.Web.Dashboards;

/// <summary>Applies what changed in a layout to what was known of it. What did not change keeps its reference.</summary>
public static class LayoutReducer
{
    /// <summary>
    /// The layout after a delta; the same reference when the delta is older than what is known;
    /// null when something in between is missing, so that a snapshot is needed.
    /// </summary>
    public static LayoutSnapshot? Apply(LayoutSnapshot known, LayoutDelta delta)
    {
        if (delta.Frame <= known.Frame)
        {
            return known;
        }

        if (delta.Frame != known.Frame + 1 || !TryApply(known.Controllers, delta, out var controllers))
        {
            return null;
        }

        return new LayoutSnapshot(
            delta.Frame,
            delta.Layout ?? known.Layout,
            controllers,
            delta.Scenes ?? known.Scenes,
            delta.ChasingGroups ?? known.ChasingGroups);
    }

    private static bool TryApply(IReadOnlyList<ControllerState> known, LayoutDelta delta, out IReadOnlyList<ControllerState> controllers)
    {
        controllers = known;
        if (delta is { Whole: null, Changed: null, Removed: null })
        {
            return true;
        }

        var next = new List<ControllerState>(known);
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

        foreach (var changed in delta.Changed ?? [])
        {
            var index = IndexOf(next, changed.Id);
            if (index < 0 || Apply(next[index], changed) is not { } controller)
            {
                return false;
            }

            next[index] = controller;
        }

        controllers = next;
        return true;
    }

    private static ControllerState? Apply(ControllerState known, ControllerDelta delta)
    {
        var outputs = known.Outputs;
        if (delta.Outputs is { Count: > 0 } changed)
        {
            var next = outputs.ToArray();
            foreach (var output in changed)
            {
                var index = Array.FindIndex(next, other => other.Pin == output.Pin);
                if (index < 0)
                {
                    return null;
                }

                next[index] = output;
            }

            outputs = next;
        }

        return known with
        {
            Controller = delta.Controller ?? known.Controller,
            Link = delta.Link ?? known.Link,
            Outputs = outputs,
            BoardGroups = delta.BoardGroups ?? known.BoardGroups,
            Groups = delta.Groups ?? known.Groups,
        };
    }

    private static int IndexOf(List<ControllerState> controllers, MacAddress id) =>
        controllers.FindIndex(controller => controller.Controller.Id == id);
}
