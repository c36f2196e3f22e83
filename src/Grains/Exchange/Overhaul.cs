using RailHub.Contracts;

namespace RailHub.Grains.Exchange;

/// <summary>A change of a layout as a whole: what becomes of all its things at once.</summary>
internal sealed record Overhaul(
    Turnover<Controller> Boards,
    Turnover<Area> Areas,
    Turnover<Lamp> Lamps,
    Turnover<LampGroup> LampGroups,
    Turnover<Scene> Scenes,
    Turnover<ChasingGroup> ChasingGroups,
    Turnover<Show> Shows)
{
    public bool IsNothing => Boards.IsNothing && Areas.IsNothing && Lamps.IsNothing && LampGroups.IsNothing
        && Scenes.IsNothing && ChasingGroups.IsNothing && Shows.IsNothing;

    /// <summary>How many lamps, members and targets are written; a show is one document, however long it is.</summary>
    public int Rows => Written(Lamps, _ => 1) + Written(LampGroups, group => group.Members.Count)
        + Written(Scenes, scene => scene.Targets.Count) + Written(ChasingGroups, group => group.Members.Count) + Written(Shows, _ => 1);

    /// <summary>The chasing groups that a board may run and that do not stay as they are.</summary>
    public IEnumerable<ChasingGroupId> Chases => ChasingGroups.Changed.Concat(ChasingGroups.Removed).Select(group => group.Id);

    public static Overhaul Between(LayoutParts before, LayoutParts after) => new(
        Turnover<Controller>.Between(before.Boards, after.Boards, board => board.Id, (was, now) => was == now, isOrdered: true),
        Turnover<Area>.Between(before.Areas, after.Areas, area => area.Id, (was, now) => was == now, isOrdered: true),
        Turnover<Lamp>.Between(before.Lamps, after.Lamps, lamp => lamp.Output, (was, now) => was == now),
        Turnover<LampGroup>.Between(before.LampGroups, after.LampGroups, group => group.Id, IsSame),
        Turnover<Scene>.Between(before.Scenes, after.Scenes, scene => scene.Id, IsSame),
        Turnover<ChasingGroup>.Between(before.ChasingGroups, after.ChasingGroups, group => group.Id, IsSame),
        Turnover<Show>.Between(before.Shows, after.Shows, show => show.Id, IsSame));

    /// <summary>Whether two versions of a lamp group say the same.</summary>
    public static bool IsSame(LampGroup was, LampGroup now) => was.Name == now.Name && was.Members.SequenceEqual(now.Members);

    /// <summary>Whether two versions of a scene say the same.</summary>
    public static bool IsSame(Scene was, Scene now) => (was.Name, was.Fade) == (now.Name, now.Fade) && was.Targets.SequenceEqual(now.Targets);

    /// <summary>Whether two versions of a chasing group say the same.</summary>
    public static bool IsSame(ChasingGroup was, ChasingGroup now) =>
        (was.Name, was.Interval) == (now.Name, now.Interval) && was.Members.SequenceEqual(now.Members);

    /// <summary>Whether two shows are played alike, and called alike.</summary>
    public static bool IsSame(Show was, Show now) =>
        (was.Name, was.Loops, was.Cues.Count) == (now.Name, now.Loops, now.Cues.Count) && was.Cues.Zip(now.Cues).All(cues => IsSame(cues.First, cues.Second));

    /// <summary>What people are told of it.</summary>
    /// <param name="version">What the layout was before.</param>
    /// <param name="module">The module that comes with it; null when none does.</param>
    public LayoutChanges ToContract(long version, ModuleId? module)
    {
        var boards = Boards.Removed.Concat(Boards.After).ToDictionary(board => board.Id, board => board.Name);
        return new LayoutChanges(
            Told(Boards, board => board.Name),
            Told(Areas, area => area.Name),
            Told(Lamps, lamp => lamp.Alias ?? $"{boards.GetValueOrDefault(lamp.Controller) ?? lamp.Controller.ToString()} · GPIO {lamp.Pin}"),
            Told(LampGroups, group => group.Name, isByName: true),
            Told(Scenes, scene => scene.Name, isByName: true),
            Told(ChasingGroups, group => group.Name, isByName: true),
            Told(Shows, show => show.Name, isByName: true),
            version,
            module);
    }

    // Lists are never the same object after they were read.
    private static bool IsSame(Cue was, Cue now) =>
        was with { Targets = null } == now with { Targets = null } && (was.Targets ?? []).SequenceEqual(now.Targets ?? []);

    private static int Written<T>(Turnover<T> turnover, Func<T, int> rows) => turnover.Added.Concat(turnover.Changed).Sum(rows);

    private static Changes Told<T>(Turnover<T> turnover, Func<T, string> name, bool isByName = false)
    {
        return new Changes(Names(turnover.Added), Names(turnover.Changed), Names(turnover.Removed), Names(turnover.Unchanged), turnover.IsReordered);

        string[] Names(IReadOnlyList<T> things) =>
            isByName ? [.. things.Select(name).Order(StringComparer.OrdinalIgnoreCase)] : [.. things.Select(name)];
    }
}
