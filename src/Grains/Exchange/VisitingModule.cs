using System.Text.Json.Serialization;
using RailHub.Contracts;
using RailHub.Persistence;
using RailHub.Protocol;

namespace RailHub.Grains.Exchange;

/// <summary>Something that a module brought, by its identity.</summary>
internal readonly record struct ModulePart(
    [property: JsonConverter(typeof(JsonStringEnumConverter<ModulePartKind>))] ModulePartKind Kind, string Thing)
{
    public static ModulePart Of(Controller board) => Of(board.Id);

    public static ModulePart Of(MacAddress board) => new(ModulePartKind.Controller, board.Compact);

    public static ModulePart Of(Area area) => new(ModulePartKind.Area, area.Id.ToString());

    public static ModulePart Of(LampGroup group) => new(ModulePartKind.LampGroup, group.Id.ToString());

    public static ModulePart Of(Scene scene) => new(ModulePartKind.Scene, scene.Id.ToString());

    public static ModulePart Of(ChasingGroup group) => new(ModulePartKind.ChasingGroup, group.Id.ToString());

    public static ModulePart Of(Show show) => new(ModulePartKind.Show, show.Id.ToString());

    /// <summary>All that an overhaul adds.</summary>
    public static IEnumerable<ModulePart> AddedBy(Overhaul overhaul) =>
    [
        .. overhaul.Boards.Added.Select(Of),
        .. overhaul.Areas.Added.Select(Of),
        .. overhaul.LampGroups.Added.Select(Of),
        .. overhaul.Scenes.Added.Select(Of),
        .. overhaul.ChasingGroups.Added.Select(Of),
        .. overhaul.Shows.Added.Select(Of),
    ];
}

/// <summary>A module that visits a layout.</summary>
/// <param name="Id">Its identity.</param>
/// <param name="Name">Its name.</param>
/// <param name="Since">When it was taken in.</param>
/// <param name="Parts">What it brought, whether it is still there or not.</param>
internal sealed record VisitingModule(ModuleId Id, string Name, DateTimeOffset Since, IReadOnlySet<ModulePart> Parts)
{
    /// <summary>The boards that it brought.</summary>
    public IEnumerable<MacAddress> Boards =>
        Parts.Where(part => part.Kind == ModulePartKind.Controller).Select(part => MacAddress.Parse(part.Thing, null));

    public static VisitingModule Of(ModuleRow row) => new(
        row.Id, row.Name, DateTimeOffset.FromUnixTimeMilliseconds(row.Since), row.Parts.Select(part => new ModulePart(part.Kind, part.Thing)).ToHashSet());

    /// <summary>What taking it in again needs.</summary>
    public ModuleBefore ToUndo() => new(Id, Name, Since, [.. Parts]);

    public Module ToContract(LayoutParts now) => new(
        Id,
        Name,
        Since,
        now.Boards.Count(board => Parts.Contains(ModulePart.Of(board))),
        now.Areas.Count(area => Parts.Contains(ModulePart.Of(area))),
        now.LampGroups.Count(group => Parts.Contains(ModulePart.Of(group))),
        now.Scenes.Count(scene => Parts.Contains(ModulePart.Of(scene))),
        now.ChasingGroups.Count(group => Parts.Contains(ModulePart.Of(group))),
        now.Shows.Count(show => Parts.Contains(ModulePart.Of(show))));

    /// <summary>
    /// The layout without the module: what others made with its lamps keeps the rest, and goes when that is too little to be one.
    /// </summary>
    public LayoutParts TakenOut(LayoutParts now)
    {
        var boards = Boards.ToHashSet();
        Area[] areas = [.. now.Areas.Where(area => !Parts.Contains(ModulePart.Of(area)))];
        var stays = areas.Select(area => area.Id).ToHashSet();
        return new LayoutParts(
            [.. now.Boards.Where(board => !boards.Contains(board.Id))],
            areas,
            [
                .. now.Lamps.Where(lamp => !boards.Contains(lamp.Controller))
                    .Select(lamp => lamp.Area is { } area && !stays.Contains(area) ? lamp with { Area = null } : lamp).Where(LayoutParts.IsKnown),
            ],
            [
                .. now.LampGroups.Where(group => !Parts.Contains(ModulePart.Of(group)))
                    .Select(group => group with { Members = Rest(group.Members) }).Where(group => group.Members.Count > 0),
            ],
            [
                .. now.Scenes.Where(scene => !Parts.Contains(ModulePart.Of(scene)))
                    .Select(scene => scene with { Targets = [.. scene.Targets.Where(target => !boards.Contains(target.Controller))] })
                    .Where(scene => scene.Targets.Count > 0),
            ],
            [
                .. now.ChasingGroups.Where(group => !Parts.Contains(ModulePart.Of(group)))
                    .Select(group => (Was: group, Now: group with { Members = Rest(group.Members) }))
                    .Where(group => group.Now.Members.Count == group.Was.Members.Count || group.Now.Members.Count >= BoardRules.MinGroupMembers)
                    .Select(group => group.Now),
            ],

            // What is left of a show of the host's is its operator's to decide: a cue passes over boards that are not there.
            [.. now.Shows.Where(show => !Parts.Contains(ModulePart.Of(show)))]);

        OutputAddress[] Rest(IReadOnlyList<OutputAddress> members) => [.. members.Where(member => !boards.Contains(member.Controller))];
    }
}
