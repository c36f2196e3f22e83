using Microsoft.EntityFrameworkCore;
using RailHub.Contracts;
using RailHub.Persistence;

namespace RailHub.Grains.Layouts;

/// <summary>What a layout consists of, as the database last certainly had it: reading needs no database.</summary>
internal sealed class LayoutContent(LayoutId id)
{
    public LayoutId Id { get; } = id;

    /// <summary>Whether there is such a layout.</summary>
    public bool Exists { get; set; }

    /// <summary>The boards in the order they were added.</summary>
    public List<Controller> Controllers { get; } = [];

    public Dictionary<SceneId, Scene> Scenes { get; } = [];

    public Dictionary<ChasingGroupId, ChasingGroup> Groups { get; } = [];

    public bool Has(MacAddress controller) => Controllers.Exists(known => known.Id == controller);

    /// <summary>Reads all anew; what it gives puts it here.</summary>
    public async Task<Action> ReadAsync(RailHubDb database, CancellationToken cancellation)
    {
        var exists = await database.Layouts.AnyAsync(row => row.Id == Id, cancellation);
        var controllers = await database.Controllers.AsNoTracking()
            .Where(row => row.LayoutId == Id).OrderBy(row => row.Position).ToListAsync(cancellation);
        var scenes = await database.Scenes.AsNoTracking().Include(row => row.Targets).Where(row => row.LayoutId == Id).ToListAsync(cancellation);
        var groups = await database.ChasingGroups.AsNoTracking().Include(row => row.Members).Where(row => row.LayoutId == Id).ToListAsync(cancellation);
        return () =>
        {
            Clear();
            Exists = exists;
            Controllers.AddRange(controllers.Select(row => row.ToContract()));
            foreach (var row in scenes)
            {
                Scenes.Add(row.Id, row.ToContract());
            }

            foreach (var row in groups)
            {
                Groups.Add(row.Id, row.ToContract());
            }
        };
    }

    /// <summary>The layout is gone.</summary>
    public void Clear()
    {
        Exists = false;
        Controllers.Clear();
        Scenes.Clear();
        Groups.Clear();
    }

    public LayoutRoster Roster(long epoch, long version) => new(
        Id,
        epoch,
        version,
        [.. Controllers],
        [.. Scenes.Values.OrderBy(scene => scene.Name, StringComparer.OrdinalIgnoreCase)
            .Select(scene => new SceneSummary(scene.Id, scene.Name, scene.Targets.Count, scene.Version))],
        [.. Groups.Values.OrderBy(group => group.Name, StringComparer.OrdinalIgnoreCase)]);

    /// <summary>The field names a board that the layout does not have.</summary>
    public static Refusal Elsewhere(string field, MacAddress controller) => Refusal.Invalid(
        field, RefusalCodes.ControllerElsewhere, $"The layout has no controller {controller}.");

    public static Refusal Unknown(MacAddress id) =>
        Refusal.NotFound(RefusalCodes.ControllerUnknown, $"The layout has no controller {id}.");

    public static Refusal NameTaken(string what, string name) =>
        new(RefusalKind.Conflict, RefusalCodes.NameTaken, $"The layout has a {what} \"{name}\" already.", "name");
}
