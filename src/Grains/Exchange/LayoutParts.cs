using RailHub.Contracts;
using RailHub.Grains.Layouts;
using RailHub.Grains.Shows;

namespace RailHub.Grains.Exchange;

/// <summary>All that people have made of a layout, at one moment.</summary>
/// <param name="Boards">In the layout's order.</param>
/// <param name="Areas">In the layout's order.</param>
/// <param name="Lamps">Those of which something is known.</param>
/// <param name="LampGroups">In no order.</param>
/// <param name="Scenes">In no order.</param>
/// <param name="ChasingGroups">In no order.</param>
/// <param name="Shows">In no order.</param>
internal sealed record LayoutParts(
    IReadOnlyList<Controller> Boards,
    IReadOnlyList<Area> Areas,
    IReadOnlyList<Lamp> Lamps,
    IReadOnlyList<LampGroup> LampGroups,
    IReadOnlyList<Scene> Scenes,
    IReadOnlyList<ChasingGroup> ChasingGroups,
    IReadOnlyList<Show> Shows)
{
    public static LayoutParts Of(LayoutContent layout) => new(
        [.. layout.Controllers],
        [.. layout.Areas],
        [.. layout.Lamps.Lamps.Where(IsKnown)],
        [.. layout.LampGroups.Values],
        [.. layout.Scenes.Values],
        [.. layout.Groups.Values],
        [.. layout.Shows.Values]);

    /// <summary>A layout that has these, for rules that ask one: those of shows.</summary>
    public LayoutContent ToContent(LayoutId id)
    {
        var layout = new LayoutContent(id) { Exists = true };
        layout.Controllers.AddRange(Boards);
        foreach (var scene in Scenes)
        {
            layout.Scenes.Add(scene.Id, scene);
        }

        foreach (var group in ChasingGroups)
        {
            layout.Groups.Add(group.Id, group);
        }

        foreach (var show in Shows)
        {
            layout.Shows.Add(show.Id, show);
        }

        return layout;
    }

    /// <summary>Whether there is anything to say of a lamp beside that it is there.</summary>
    public static bool IsKnown(Lamp lamp) => lamp != new Lamp(lamp.Controller, lamp.Pin);

    /// <summary>The boards that are named by anything but the list of boards.</summary>
    public IEnumerable<MacAddress> NamedBoards() => Lamps.Select(lamp => lamp.Controller)
        .Concat(LampGroups.SelectMany(group => group.Members).Select(member => member.Controller))
        .Concat(Scenes.SelectMany(scene => scene.Targets).Select(target => target.Controller))
        .Concat(ChasingGroups.SelectMany(group => group.Members).Select(member => member.Controller))
        .Concat(Shows.SelectMany(show => ShowRules.Targets(show.Cues)).Select(target => target.Controller));
}
