using Microsoft.EntityFrameworkCore;
using RailHub.Contracts;
using RailHub.Grains.Exchange;
using RailHub.Persistence;

namespace RailHub.Grains.Layouts;

/// <summary>What a layout consists of, as the database last certainly had it: reading needs no database.</summary>
internal sealed class LayoutContent(LayoutId id)
{
    public LayoutId Id { get; } = id;

    /// <summary>Whether there is such a layout.</summary>
    public bool Exists { get; set; }

    /// <summary>The boards in the layout's order.</summary>
    public List<Controller> Controllers { get; } = [];

    public Dictionary<SceneId, Scene> Scenes { get; } = [];

    public Dictionary<ChasingGroupId, ChasingGroup> Groups { get; } = [];

    public Dictionary<ShowId, Show> Shows { get; } = [];

    /// <summary>How shows run, as their players told last. The database knows nothing of it: reading anew leaves it.</summary>
    public Dictionary<ShowId, ShowRun> Runs { get; } = [];

    /// <summary>The desk, also as the database does not have it yet: reading anew leaves it.</summary>
    public Desk Desk { get; set; } = Desk.Untouched;

    /// <summary>The guest links, with what opens each.</summary>
    public Dictionary<GuestLinkId, GuestDoor> GuestLinks { get; } = [];

    /// <summary>Who has the controls, also as the database does not have it yet: reading anew leaves it.</summary>
    public Claim Claim { get; set; } = Claim.Free;

    /// <summary>The areas in the layout's order.</summary>
    public List<Area> Areas { get; } = [];

    /// <summary>The lamps of which something is known.</summary>
    public LampList Lamps { get; set; } = LampList.None;

    public Dictionary<LampGroupId, LampGroup> LampGroups { get; } = [];

    /// <summary>The boards that can be restored, newest first.</summary>
    public List<RemovedController> Removed { get; } = [];

    /// <summary>The modules that visit, the first one first.</summary>
    public List<VisitingModule> Modules { get; } = [];

    /// <summary>The picture of the plan; null when there is none.</summary>
    public Plan? Plan { get; set; }

    public bool Has(MacAddress controller) => Controllers.Exists(known => known.Id == controller);

    /// <summary>Reads all anew; what it gives puts it here.</summary>
    public async Task<Action> ReadAsync(RailHubDb database, CancellationToken cancellation)
    {
        var layout = await database.Layouts.AsNoTracking().SingleOrDefaultAsync(row => row.Id == Id, cancellation);
        var controllers = await database.Controllers.AsNoTracking()
            .Where(row => row.LayoutId == Id).OrderBy(row => row.Position).ToListAsync(cancellation);
        var scenes = await database.Scenes.AsNoTracking().Include(row => row.Targets).Where(row => row.LayoutId == Id).ToListAsync(cancellation);
        var groups = await database.ChasingGroups.AsNoTracking().Include(row => row.Members).Where(row => row.LayoutId == Id).ToListAsync(cancellation);
        var shows = await database.Shows.AsNoTracking().Where(row => row.LayoutId == Id).ToListAsync(cancellation);
        var areas = await database.Areas.AsNoTracking().Where(row => row.LayoutId == Id).OrderBy(row => row.Position).ToListAsync(cancellation);
        var lamps = await database.Lamps.AsNoTracking().Where(row => row.LayoutId == Id).ToListAsync(cancellation);
        var lampGroups = await database.LampGroups.AsNoTracking().Include(row => row.Members).Where(row => row.LayoutId == Id).ToListAsync(cancellation);
        var removed = await database.RemovedControllers.AsNoTracking()
            .Where(row => row.LayoutId == Id).OrderByDescending(row => row.RemovedAt).ToListAsync(cancellation);
        var modules = await database.Modules.AsNoTracking().Include(row => row.Parts).Where(row => row.LayoutId == Id).OrderBy(row => row.Since).ToListAsync(cancellation);
        var guests = await database.GuestLinks.AsNoTracking().Where(row => row.LayoutId == Id).ToListAsync(cancellation);
        var plan = await database.Plans.Where(row => row.LayoutId == Id)
            .Select(row => new Plan(row.ContentType, row.Width, row.Height, row.Bytes, row.Version)).SingleOrDefaultAsync(cancellation);
        return () =>
        {
            Clear();
            Exists = layout is not null;
            Controllers.AddRange(controllers.Select(row => row.ToContract()));
            foreach (var row in scenes)
            {
                Scenes.Add(row.Id, row.ToContract());
            }

            foreach (var row in groups)
            {
                Groups.Add(row.Id, row.ToContract());
            }

            foreach (var row in shows)
            {
                Shows.Add(row.Id, row.ToContract());
            }

            Areas.AddRange(areas.Select(row => row.ToContract()));
            Lamps = new LampList(layout?.LampsVersion ?? 0, [.. lamps.Select(row => row.ToContract())]);
            foreach (var row in lampGroups)
            {
                LampGroups.Add(row.Id, row.ToContract());
            }

            Removed.AddRange(removed.Select(row => row.ToContract()));
            Modules.AddRange(modules.Select(VisitingModule.Of));
            foreach (var row in guests)
            {
                GuestLinks.Add(row.Id, row.ToContract());
            }

            Plan = plan;
        };
    }

    /// <summary>All lamps as they are when these have changed; the database has the new version from now on.</summary>
    public async Task<LampList> NextLamps(RailHubDb database, IReadOnlyList<Lamp> changed, CancellationToken cancellation)
    {
        var next = Lamps.With(new LampList(Lamps.Version + 1, changed));
        await database.Layouts.Where(row => row.Id == Id)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.LampsVersion, next.Version), cancellation);
        return next;
    }

    /// <summary>The layout is gone.</summary>
    public void Clear()
    {
        Exists = false;
        Controllers.Clear();
        Scenes.Clear();
        Groups.Clear();
        Shows.Clear();
        Areas.Clear();
        Lamps = LampList.None;
        LampGroups.Clear();
        Removed.Clear();
        Modules.Clear();
        GuestLinks.Clear();
        Plan = null;
    }

    public LayoutRoster Roster(long epoch, long version) => new(
        Id,
        epoch,
        version,
        [.. Controllers],
        [.. Scenes.Values.OrderBy(scene => scene.Name, StringComparer.OrdinalIgnoreCase)
            .Select(scene => new SceneSummary(scene.Id, scene.Name, scene.Targets.Count, scene.Version, scene.Fade))],
        [.. Groups.Values.OrderBy(group => group.Name, StringComparer.OrdinalIgnoreCase)],
        [.. Areas],
        Lamps,
        [.. LampGroups.Values.OrderBy(group => group.Name, StringComparer.OrdinalIgnoreCase)],
        Plan,
        ShowSummaries(),
        Desk,
        Claim,
        [.. GuestLinks.Values]);

    /// <summary>The shows by name, with how they run.</summary>
    public IReadOnlyList<ShowSummary> ShowSummaries() =>
    [
        .. Shows.Values.OrderBy(show => show.Name, StringComparer.OrdinalIgnoreCase)
            .Select(show => new ShowSummary(show.Id, show.Name, show.Cues.Count, show.Version, Runs.GetValueOrDefault(show.Id))),
    ];

    /// <summary>The field names a board that the layout does not have.</summary>
    public static Refusal Elsewhere(string field, MacAddress controller) => Refusal.Invalid(
        field, RefusalCodes.ControllerElsewhere, $"The layout has no controller {controller}.");

    public static Refusal Unknown(MacAddress id) =>
        Refusal.NotFound(RefusalCodes.ControllerUnknown, $"The layout has no controller {id}.");

    public static Refusal NameTaken(string what, string name) =>
        new(RefusalKind.Conflict, RefusalCodes.NameTaken, $"The layout has a {what} \"{name}\" already.", "name");
}
