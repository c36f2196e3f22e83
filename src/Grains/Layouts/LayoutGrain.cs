using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Orleans.Utilities;
using RailHub.Contracts;
using RailHub.Grains.Controllers;
using RailHub.Persistence;

namespace RailHub.Grains.Layouts;

/// <summary>A layout: its roster, scenes and chasing groups, kept in memory beside their rows.</summary>
/// <remarks>
/// Reentrant, so that nobody waits while an address is asked for a board or a scene is recalled; edits take turns by a lock.
/// What belongs to scenes and to chasing groups stands in their own folders.
/// </remarks>
[Reentrant]
internal sealed partial class LayoutGrain(
    IDbContextFactory<RailHubDb> databases, BoardClientFactory clients, TimeProvider time, ILogger<LayoutGrain> logger) : Grain, ILayoutGrain
{
    private static readonly Refusal s_unknown = Refusal.NotFound(RefusalCodes.LayoutUnknown, "There is no such layout.");

    private readonly SemaphoreSlim _edits = new(1);
    private readonly ObserverManager<ILayoutObserver> _observers = new(Subscriptions.Lease, logger)
    {
        GetDateTime = () => time.GetUtcNow().UtcDateTime,
    };

    private readonly List<Controller> _controllers = [];
    private readonly Dictionary<SceneId, Scene> _scenes = [];
    private readonly Dictionary<ChasingGroupId, ChasingGroup> _groups = [];
    private LayoutId _id;
    private bool _exists;
    private long _epoch;
    private long _version;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _id = new LayoutId(this.GetPrimaryKey());
        _epoch = time.GetUtcNow().UtcTicks;
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        _exists = await database.Layouts.AnyAsync(row => row.Id == _id, cancellationToken);
        _controllers.AddRange((await database.Controllers.AsNoTracking()
            .Where(row => row.LayoutId == _id).OrderBy(row => row.Position).ToListAsync(cancellationToken)).Select(row => row.ToContract()));
        foreach (var row in await database.Scenes.AsNoTracking().Include(row => row.Targets)
            .Where(row => row.LayoutId == _id).ToListAsync(cancellationToken))
        {
            _scenes[row.Id] = row.ToContract();
        }

        foreach (var row in await database.ChasingGroups.AsNoTracking().Include(row => row.Members)
            .Where(row => row.LayoutId == _id).ToListAsync(cancellationToken))
        {
            _groups[row.Id] = row.ToContract();
        }
    }

    public Task<Outcome<LayoutRoster>> Subscribe(ILayoutObserver observer)
    {
        if (_exists)
        {
            _observers.Subscribe(observer, observer);
        }

        return GetRoster();
    }

    public Task Unsubscribe(ILayoutObserver observer)
    {
        _observers.Unsubscribe(observer);
        return Task.CompletedTask;
    }

    public Task<Outcome<LayoutRoster>> GetRoster() => Task.FromResult(_exists ? (Outcome<LayoutRoster>)Roster() : s_unknown);

    public Task<Outcome<Done>> Dissolve() => Edit<Done>(async database =>
    {
        await using var transaction = await database.Database.BeginTransactionAsync();
        await database.Controllers.Where(row => row.LayoutId == _id).ExecuteDeleteAsync();
        await database.Scenes.Where(row => row.LayoutId == _id).ExecuteDeleteAsync();
        await database.ChasingGroups.Where(row => row.LayoutId == _id).ExecuteDeleteAsync();
        await transaction.CommitAsync();
        await Task.WhenAll(_controllers.Select(controller => Grain(controller.Id).Release()));
        _controllers.Clear();
        _scenes.Clear();
        _groups.Clear();
        _exists = false;
        DeactivateOnIdle();
        return Done.Instance;
    });

    /// <summary>Runs an edit when its turn has come, and tells the observers when it succeeded.</summary>
    private async Task<Outcome<T>> Edit<T>(Func<RailHubDb, Task<Outcome<T>>> edit)
        where T : class
    {
        await _edits.WaitAsync();
        try
        {
            if (!_exists)
            {
                return s_unknown;
            }

            await using var database = await databases.CreateDbContextAsync();
            var outcome = await edit(database);
            if (outcome.Refusal is null)
            {
                _version++;
                var roster = Roster();
                _observers.Notify(observer => observer.OnLayoutChanged(roster));
            }

            return outcome;
        }
        catch (Exception failure) when (DatabaseErrors.IsAway(failure))
        {
            LogDatabaseAway(failure, _id);
            return Rules.Away(failure);
        }
        catch (DbUpdateException failure)
        {
            // Another writer, which there should not be: what is in memory is not to be trusted any more.
            LogOutOfStep(failure, _id);
            DeactivateOnIdle();
            throw;
        }
        finally
        {
            _edits.Release();
        }
    }

    private LayoutRoster Roster() => new(
        _id,
        _epoch,
        _version,
        [.. _controllers],
        [.. _scenes.Values.OrderBy(scene => scene.Name, StringComparer.OrdinalIgnoreCase)
            .Select(scene => new SceneSummary(scene.Id, scene.Name, scene.Targets.Count, scene.Version))],
        [.. _groups.Values.OrderBy(group => group.Name, StringComparer.OrdinalIgnoreCase)]);

    private IControllerGrain Grain(MacAddress controller) => GrainFactory.GetGrain<IControllerGrain>(controller.Compact);

    private bool Has(MacAddress controller) => _controllers.Exists(known => known.Id == controller);

    private static Refusal NameTaken(string what, string name) =>
        new(RefusalKind.Conflict, RefusalCodes.NameTaken, $"The layout has a {what} \"{name}\" already.", "name");

    [LoggerMessage(LogLevel.Warning, "Layout {Layout}: the database is away")]
    private partial void LogDatabaseAway(Exception failure, LayoutId layout);

    [LoggerMessage(LogLevel.Error, "Layout {Layout}: rows changed behind this grain; it starts anew")]
    private partial void LogOutOfStep(Exception failure, LayoutId layout);
}
