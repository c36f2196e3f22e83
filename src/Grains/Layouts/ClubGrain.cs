using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Orleans.Utilities;
using RailHub.Contracts;
using RailHub.Persistence;

namespace RailHub.Grains.Layouts;

/// <summary>The layouts of the club, kept in memory beside their rows: reading needs no database.</summary>
internal sealed partial class ClubGrain(
    IDbContextFactory<RailHubDb> databases, TimeProvider time, ILogger<ClubGrain> logger) : Grain, IClubGrain
{
    private readonly ObserverManager<IClubObserver> _observers = new(Subscriptions.Lease, logger)
    {
        GetDateTime = () => time.GetUtcNow().UtcDateTime,
    };

    private readonly Dictionary<SceneId, LayoutId> _scenes = [];
    private readonly Dictionary<ChasingGroupId, LayoutId> _groups = [];
    private List<Layout> _layouts = [];
    private long _version;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        // A later activation speaks with higher versions than any before it.
        _version = time.GetUtcNow().UtcTicks;
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        _layouts = [.. (await database.Layouts.AsNoTracking().OrderBy(row => row.Position).ToListAsync(cancellationToken)).Select(row => row.ToContract())];
    }

    public Task<ClubRoster> Subscribe(IClubObserver observer)
    {
        _observers.Subscribe(observer, observer);
        return GetRoster();
    }

    public Task Unsubscribe(IClubObserver observer)
    {
        _observers.Unsubscribe(observer);
        return Task.CompletedTask;
    }

    public Task<ClubRoster> GetRoster() => Task.FromResult(new ClubRoster(_version, _layouts));

    public async Task<Outcome<Layout>> CreateLayout(LayoutDraft draft)
    {
        if ((Rules.CheckName(draft.Name) ?? CheckFree(draft.Name, except: null)) is { } refusal)
        {
            return refusal;
        }

        var row = new LayoutRow
        {
            Id = LayoutId.Create(time.GetUtcNow()),
            Name = NameText.Clean(draft.Name),
            Position = _layouts.Count,
            Version = 1,
        };
        return await Edit<Layout>(async database =>
        {
            row.Position = await database.Layouts.MaxAsync(other => (int?)other.Position) + 1 ?? 0;
            database.Layouts.Add(row);
            await database.SaveChangesAsync();
            Publish([.. _layouts, row.ToContract()]);
            return row.ToContract();
        });
    }

    public async Task<Outcome<Layout>> RenameLayout(LayoutId id, LayoutDraft draft, long? ifVersion)
    {
        if (Find(id, out var layout) is { } refusal
            || (refusal = Rules.CheckName(draft.Name) ?? Rules.CheckVersion(ifVersion, layout!.Version) ?? CheckFree(draft.Name, id)) is not null)
        {
            return refusal;
        }

        return await Edit<Layout>(async database =>
        {
            var row = await database.Layouts.SingleAsync(other => other.Id == id);
            row.Name = NameText.Clean(draft.Name);
            row.Version++;
            await database.SaveChangesAsync();
            var renamed = row.ToContract();
            Publish([.. _layouts.Select(other => other.Id == id ? renamed : other)]);
            return renamed;
        });
    }

    public async Task<Outcome<Done>> DeleteLayout(LayoutId id, long? ifVersion)
    {
        if (Find(id, out var layout) is { } refusal || (refusal = Rules.CheckVersion(ifVersion, layout!.Version)) is not null)
        {
            return refusal;
        }

        var dissolved = await GrainFactory.GetGrain<ILayoutGrain>(id.Value).Dissolve();
        return dissolved.Refusal is not null
            ? dissolved
            : await Edit<Done>(async database =>
            {
                await database.Layouts.Where(row => row.Id == id).ExecuteDeleteAsync();
                Publish([.. _layouts.Where(other => other.Id != id)]);
                return Done.Instance;
            });
    }

    public Task<Outcome<Layout>> FindScene(SceneId id) => FindLayout(
        id,
        _scenes,
        database => database.Scenes.Where(row => row.Id == id).Select(row => (LayoutId?)row.LayoutId),
        Refusal.NotFound(RefusalCodes.SceneUnknown, "There is no such scene."));

    public Task<Outcome<Layout>> FindChasingGroup(ChasingGroupId id) => FindLayout(
        id,
        _groups,
        database => database.ChasingGroups.Where(row => row.Id == id).Select(row => (LayoutId?)row.LayoutId),
        Refusal.NotFound(RefusalCodes.ChasingGroupUnknown, "There is no such chasing group."));

    public Task<Outcome<Layout>> FindController(MacAddress id) => FindLayout(
        id,
        known: null,
        database => database.Controllers.Where(row => row.Id == id).Select(row => (LayoutId?)row.LayoutId),
        Refusal.NotFound(RefusalCodes.ControllerUnknown, "The club has no controller with this MAC address."));

    private async Task<Outcome<Layout>> FindLayout<TId>(
        TId id, Dictionary<TId, LayoutId>? known, Func<RailHubDb, IQueryable<LayoutId?>> query, Refusal unknown)
        where TId : notnull
    {
        if (known is not null && known.TryGetValue(id, out var layout))
        {
            return Layout(layout);
        }

        return await Edit<Layout>(async database =>
        {
            if (await query(database).FirstOrDefaultAsync() is not { } found)
            {
                return unknown;
            }

            known?.Add(id, found);
            return Layout(found);
        });

        Outcome<Layout> Layout(LayoutId found) => Find(found, out var layout) is null ? layout! : unknown;
    }

    private async Task<Outcome<T>> Edit<T>(Func<RailHubDb, Task<Outcome<T>>> edit)
        where T : class
    {
        try
        {
            await using var database = await databases.CreateDbContextAsync();
            return await edit(database);
        }
        catch (Exception failure) when (DatabaseErrors.IsAway(failure))
        {
            LogDatabaseAway(failure);
            return Rules.Away(failure);
        }
        catch (DbUpdateException failure)
        {
            // Another writer, which there should not be: what is in memory is not to be trusted any more.
            LogOutOfStep(failure);
            DeactivateOnIdle();
            throw;
        }
    }

    private Refusal? Find(LayoutId id, out Layout? layout)
    {
        layout = _layouts.Find(other => other.Id == id);
        return layout is null ? Refusal.NotFound(RefusalCodes.LayoutUnknown, "There is no such layout.") : null;
    }

    private Refusal? CheckFree(string name, LayoutId? except) =>
        _layouts.Exists(other => other.Id != except && NameKey.Of(other.Name) == NameKey.Of(name))
            ? new Refusal(RefusalKind.Conflict, RefusalCodes.NameTaken, $"There is a layout \"{NameText.Clean(name)}\" already.", "name")
            : null;

    private void Publish(List<Layout> layouts)
    {
        _layouts = layouts;
        var roster = new ClubRoster(++_version, layouts);
        _observers.Notify(observer => observer.OnClubChanged(roster));
    }

    [LoggerMessage(LogLevel.Warning, "The club's database is away")]
    private partial void LogDatabaseAway(Exception failure);

    [LoggerMessage(LogLevel.Error, "The club's layouts changed behind this grain; it starts anew")]
    private partial void LogOutOfStep(Exception failure);
}
