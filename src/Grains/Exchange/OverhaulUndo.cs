using System.Text.Json.Serialization;
using RailHub.Contracts;
using RailHub.Grains.Shows;
using RailHub.Persistence;

namespace RailHub.Grains.Exchange;

/// <summary>What undoing an overhaul needs. It stands in the database: members are added to, never renamed.</summary>
internal sealed record OverhaulUndo(
    Reversal<Controller, MacAddress> Boards,
    Reversal<Area, AreaId> Areas,
    Reversal<Lamp, OutputAddress> Lamps,
    Reversal<LampGroup, LampGroupId> LampGroups,
    Reversal<Scene, SceneId> Scenes,
    Reversal<ChasingGroup, ChasingGroupId> ChasingGroups,
    Reversal<Show, ShowId> Shows)
{
    private const int MostNamed = 5;

    /// <summary>The visiting module that went with it; null when none did.</summary>
    public ModuleBefore? Module { get; init; }

    /// <summary>The boards that come back.</summary>
    [JsonIgnore]
    public IEnumerable<MacAddress> BoardsBack => Boards.Removed.Select(board => board.Id);

    /// <summary>Whether shows that come back name shows of other layouts.</summary>
    [JsonIgnore]
    public bool NamesOthers => Shows.Returning.Any(show => show.Cues.Any(cue => cue.Layout is not null));

    public static OverhaulUndo Of(LayoutParts before, Overhaul overhaul) => new(
        Reversal<Controller, MacAddress>.Of(before.Boards, overhaul.Boards, board => board.Id, isOrdered: true),
        Reversal<Area, AreaId>.Of(before.Areas, overhaul.Areas, area => area.Id, isOrdered: true),
        Reversal<Lamp, OutputAddress>.Of(before.Lamps, overhaul.Lamps, lamp => lamp.Output),
        Reversal<LampGroup, LampGroupId>.Of(before.LampGroups, overhaul.LampGroups, group => group.Id),
        Reversal<Scene, SceneId>.Of(before.Scenes, overhaul.Scenes, scene => scene.Id),
        Reversal<ChasingGroup, ChasingGroupId>.Of(before.ChasingGroups, overhaul.ChasingGroups, group => group.Id),
        Reversal<Show, ShowId>.Of(before.Shows, overhaul.Shows, show => show.Id));

    /// <summary>
    /// What leads back: all that the overhaul did as it was before it, and all else as it is. It is refused when somebody has changed
    /// something of it since, or something else that stands against it, and says what.
    /// </summary>
    /// <param name="layout">The layout.</param>
    /// <param name="now">All that it has.</param>
    /// <param name="others">The shows of other layouts, when <see cref="NamesOthers"/>.</param>
    public Outcome<Overhaul> Plan(LayoutId layout, LayoutParts now, OtherShows others)
    {
        var changed = new List<string>();
        var boards = Boards.Back(now.Boards, board => board.Id, IsSame, board => board with { Version = board.Version + 1 }, board => changed.Add(board.Name));
        var areas = Areas.Back(now.Areas, area => area.Id, (was, area) => was.Name == area.Name, area => area with { Version = area.Version + 1 }, area => changed.Add(area.Name));
        var lamps = Lamps.Back(now.Lamps, lamp => lamp.Output, (was, lamp) => was == lamp, lamp => lamp, lamp => changed.Add(NameOf(lamp, now)));
        var lampGroups = LampGroups.Back(now.LampGroups, group => group.Id, Overhaul.IsSame, group => group with { Version = group.Version + 1 }, group => changed.Add(group.Name));
        var scenes = Scenes.Back(now.Scenes, scene => scene.Id, Overhaul.IsSame, scene => scene with { Version = scene.Version + 1 }, scene => changed.Add(scene.Name));
        var chasingGroups = ChasingGroups.Back(now.ChasingGroups, group => group.Id, Overhaul.IsSame, group => group with { Version = group.Version + 1 }, group => changed.Add(group.Name));
        var shows = Shows.Back(now.Shows, show => show.Id, Overhaul.IsSame, show => show with { Version = show.Version + 1 }, show => changed.Add(show.Name));
        var after = new LayoutParts(boards, areas, lamps, lampGroups, scenes, chasingGroups, shows);

        // A name that was free then may be somebody else's now, and a lamp may be in an area that goes.
        changed.AddRange(Twice(Areas.Returning, areas, area => area.Name));
        changed.AddRange(Twice(LampGroups.Returning, lampGroups, group => group.Name));
        changed.AddRange(Twice(Scenes.Returning, scenes, scene => scene.Name));
        changed.AddRange(Twice(ChasingGroups.Returning, chasingGroups, group => group.Name));
        changed.AddRange(Twice(Shows.Returning, shows, show => show.Name));
        changed.AddRange(Unplayable(layout, after, others));
        var stay = areas.Select(area => (AreaId?)area.Id).Append(null).ToHashSet();
        changed.AddRange(lamps.Where(lamp => !stay.Contains(lamp.Area)).Select(lamp => NameOf(lamp, now)));
        if (changed.Count > 0)
        {
            var named = string.Join(", ", changed.Distinct().Take(MostNamed)) + (changed.Distinct().Skip(MostNamed).Any() ? ", …" : string.Empty);
            return new Refusal(
                RefusalKind.Conflict,
                RefusalCodes.ChangedSince,
                $"Somebody has changed what this would take back: {named}. Take that back first, or change the rest by hand.",
                Names: [named]);
        }

        var overhaul = Overhaul.Between(now, after);
        return overhaul.Rows <= ImportPlanner.MostRows ? overhaul : new Refusal(
            RefusalKind.Invalid,
            RefusalCodes.TooMany,
            $"{ImportPlanner.MostRows} lamps, members and targets are written at once at most; this would write {overhaul.Rows}. Import a file of how it was, in parts.");
    }

    // What the cues of a show used then may be gone by now, here or in another layout.
    private IEnumerable<string> Unplayable(LayoutId layout, LayoutParts after, OtherShows others)
    {
        var (content, back) = (after.ToContent(layout), Shows.Returning.Select(show => show.Id).ToHashSet());
        return after.Shows
            .Where(show => back.Contains(show.Id)
                && new ShowRules(content, show.Id, show.Cues, others, static (_, _) => true).Check(new ShowDraft(show.Name, show.Cues, show.Loops)) is not null)
            .Select(show => show.Name);
    }

    private static bool IsSame(Controller was, Controller board) => was with { Version = board.Version } == board;

    private static string NameOf(Lamp lamp, LayoutParts now) =>
        lamp.Alias ?? $"{now.Boards.FirstOrDefault(board => board.Id == lamp.Controller)?.Name ?? lamp.Controller.ToString()} · GPIO {lamp.Pin}";

    private static IEnumerable<string> Twice<T>(IEnumerable<T> back, IEnumerable<T> all, Func<T, string> nameOf)
    {
        var taken = all.GroupBy(thing => NameKey.Of(nameOf(thing))).Where(same => same.Skip(1).Any()).Select(same => same.Key).ToHashSet();
        return back.Select(nameOf).Where(name => taken.Contains(NameKey.Of(name)));
    }
}
