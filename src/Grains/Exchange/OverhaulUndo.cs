using System.Text.Json.Serialization;
using RailHub.Contracts;
using RailHub.Persistence;

namespace RailHub.Grains.Exchange;

/// <summary>What undoing an overhaul needs. It stands in the database: members are added to, never renamed.</summary>
internal sealed record OverhaulUndo(
    Reversal<Controller, MacAddress> Boards,
    Reversal<Area, AreaId> Areas,
    Reversal<Lamp, OutputAddress> Lamps,
    Reversal<LampGroup, LampGroupId> LampGroups,
    Reversal<Scene, SceneId> Scenes,
    Reversal<ChasingGroup, ChasingGroupId> ChasingGroups)
{
    private const int MostNamed = 5;

    /// <summary>The visiting module that went with it; null when none did.</summary>
    public ModuleBefore? Module { get; init; }

    /// <summary>The boards that come back.</summary>
    [JsonIgnore]
    public IEnumerable<MacAddress> BoardsBack => Boards.Removed.Select(board => board.Id);

    public static OverhaulUndo Of(LayoutParts before, Overhaul overhaul) => new(
        Reversal<Controller, MacAddress>.Of(before.Boards, overhaul.Boards, board => board.Id, isOrdered: true),
        Reversal<Area, AreaId>.Of(before.Areas, overhaul.Areas, area => area.Id, isOrdered: true),
        Reversal<Lamp, OutputAddress>.Of(before.Lamps, overhaul.Lamps, lamp => lamp.Output),
        Reversal<LampGroup, LampGroupId>.Of(before.LampGroups, overhaul.LampGroups, group => group.Id),
        Reversal<Scene, SceneId>.Of(before.Scenes, overhaul.Scenes, scene => scene.Id),
        Reversal<ChasingGroup, ChasingGroupId>.Of(before.ChasingGroups, overhaul.ChasingGroups, group => group.Id));

    /// <summary>
    /// What leads back: all that the overhaul did as it was before it, and all else as it is. It is refused when somebody has changed
    /// something of it since, or something else that stands against it, and says what.
    /// </summary>
    public Outcome<Overhaul> Plan(LayoutParts now)
    {
        var others = new List<string>();
        var boards = Boards.Back(now.Boards, board => board.Id, IsSame, board => board with { Version = board.Version + 1 }, board => others.Add(board.Name));
        var areas = Areas.Back(now.Areas, area => area.Id, (was, area) => was.Name == area.Name, area => area with { Version = area.Version + 1 }, area => others.Add(area.Name));
        var lamps = Lamps.Back(now.Lamps, lamp => lamp.Output, (was, lamp) => was == lamp, lamp => lamp, lamp => others.Add(NameOf(lamp, now)));
        var lampGroups = LampGroups.Back(now.LampGroups, group => group.Id, Overhaul.IsSame, group => group with { Version = group.Version + 1 }, group => others.Add(group.Name));
        var scenes = Scenes.Back(now.Scenes, scene => scene.Id, Overhaul.IsSame, scene => scene with { Version = scene.Version + 1 }, scene => others.Add(scene.Name));
        var chasingGroups = ChasingGroups.Back(now.ChasingGroups, group => group.Id, Overhaul.IsSame, group => group with { Version = group.Version + 1 }, group => others.Add(group.Name));

        // A name that was free then may be somebody else's now, and a lamp may be in an area that goes.
        others.AddRange(Twice(Areas.Removed.Concat(Areas.Changed.Select(area => area.Was)).Select(area => area.Name), areas.Select(area => area.Name)));
        others.AddRange(Twice(LampGroups.Removed.Concat(LampGroups.Changed.Select(group => group.Was)).Select(group => group.Name), lampGroups.Select(group => group.Name)));
        others.AddRange(Twice(Scenes.Removed.Concat(Scenes.Changed.Select(scene => scene.Was)).Select(scene => scene.Name), scenes.Select(scene => scene.Name)));
        others.AddRange(Twice(ChasingGroups.Removed.Concat(ChasingGroups.Changed.Select(group => group.Was)).Select(group => group.Name), chasingGroups.Select(group => group.Name)));
        var stay = areas.Select(area => (AreaId?)area.Id).Append(null).ToHashSet();
        others.AddRange(lamps.Where(lamp => !stay.Contains(lamp.Area)).Select(lamp => NameOf(lamp, now)));
        if (others.Count > 0)
        {
            var named = string.Join(", ", others.Distinct().Take(MostNamed)) + (others.Distinct().Skip(MostNamed).Any() ? ", …" : string.Empty);
            return new Refusal(
                RefusalKind.Conflict,
                RefusalCodes.ChangedSince,
                $"Somebody has changed what this would take back: {named}. Take that back first, or change the rest by hand.",
                Names: [named]);
        }

        var overhaul = Overhaul.Between(now, new LayoutParts(boards, areas, lamps, lampGroups, scenes, chasingGroups));
        return overhaul.Rows <= ImportPlanner.MostRows ? overhaul : new Refusal(
            RefusalKind.Invalid,
            RefusalCodes.TooMany,
            $"{ImportPlanner.MostRows} lamps, members and targets are written at once at most; this would write {overhaul.Rows}. Import a file of how it was, in parts.");
    }

    private static bool IsSame(Controller was, Controller board) => was with { Version = board.Version } == board;

    private static string NameOf(Lamp lamp, LayoutParts now) =>
        lamp.Alias ?? $"{now.Boards.FirstOrDefault(board => board.Id == lamp.Controller)?.Name ?? lamp.Controller.ToString()} · GPIO {lamp.Pin}";

    private static IEnumerable<string> Twice(IEnumerable<string> back, IEnumerable<string> all)
    {
        var taken = all.GroupBy(NameKey.Of).Where(same => same.Skip(1).Any()).Select(same => same.Key).ToHashSet();
        return back.Where(name => taken.Contains(NameKey.Of(name)));
    }
}

/// <summary>A visiting module as it was before it was taken out.</summary>
internal sealed record ModuleBefore(ModuleId Id, string Name, DateTimeOffset Since, IReadOnlyList<ModulePart> Parts);
