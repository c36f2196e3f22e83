using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Orleans.Utilities;
using RailHub.Contracts;
using RailHub.Grains.History;
using RailHub.Grains.Hosting;
using RailHub.Grains.Owners;
using RailHub.Persistence;

namespace RailHub.Grains.Layouts;

/// <summary>The layouts of the club, kept in memory beside their rows: reading needs no database.</summary>
internal sealed class ClubGrain : Grain, IClubGrain
{
    private readonly TimeProvider _time;
    private readonly OwnedRows _rows;
    private readonly ObserverManager<IClubObserver> _observers;
    private readonly HistoryPruner _pruner;
    private readonly CancellationTokenSource _gone = new();
    private List<Layout> _layouts = [];
    private long _version;

    public ClubGrain(DatabaseLanes lanes, AuditOptions audit, TimeProvider time, ILogger<ClubGrain> logger)
    {
        _pruner = new HistoryPruner(lanes, audit, time, logger);
        _time = time;
        _rows = new OwnedRows(GrainKeys.ClubOwner, lanes, ReadAsync, DeactivateOnIdle, time, logger);
        _observers = Observers.Create<IClubObserver>(time, logger);
    }

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await _rows.TakeAsync(cancellationToken);

        // There is one of this grain in the whole club, and gateways keep it alive.
        Detached.Begin(() => _pruner.RunAsync(_gone.Token)).Ignore();
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        await _gone.CancelAsync();
        await _rows.LeaveAsync();
    }

    public async Task<ClubRoster?> Subscribe(IClubObserver observer, long epoch, long version)
    {
        _observers.Subscribe(observer, observer);
        return (epoch, version) == (_rows.Epoch, _version) ? null : await GetRoster();
    }

    public Task Unsubscribe(IClubObserver observer)
    {
        _observers.Unsubscribe(observer);
        return Task.CompletedTask;
    }

    public Task<ClubRoster> GetRoster() => Task.FromResult(new ClubRoster(_rows.Epoch, _version, _layouts));

    public Task<Outcome<Layout>> CreateLayout(LayoutDraft draft) => Told(_rows.EditAsync<Layout>(async (database, cancellation) =>
    {
        if ((Rules.CheckName(draft.Name) ?? CheckFree(draft.Name, except: null)) is { } refusal)
        {
            return refusal;
        }

        var row = new LayoutRow
        {
            Id = LayoutId.Create(_time.GetUtcNow()),
            Name = NameText.Clean(draft.Name),
            Position = await database.Layouts.MaxAsync(other => (int?)other.Position, cancellation) + 1 ?? 0,
            FollowsBoards = draft.FollowsBoards ?? false,
            Version = 1,
        };
        database.Layouts.Add(row);
        await database.SaveChangesAsync(cancellation);
        var layout = row.ToContract();
        return new Edited<Layout>(layout, () => _layouts = [.. _layouts, layout], Happened(HistoryKind.LayoutMade, layout));
    }));

    public Task<Outcome<Layout>> RenameLayout(LayoutId id, LayoutDraft draft, IfVersion? ifVersion) => Told(_rows.EditAsync<Layout>(async (database, cancellation) =>
    {
        if (Find(id, out var layout) is { } refusal
            || (refusal = Rules.CheckName(draft.Name) ?? Rules.CheckVersion(ifVersion, layout!.Version) ?? CheckFree(draft.Name, id)) is not null)
        {
            return refusal;
        }

        var row = await database.Layouts.SingleAsync(other => other.Id == id, cancellation);
        var happened = Happened(HistoryKind.LayoutEdited, layout!);
        row.Name = NameText.Clean(draft.Name);
        row.FollowsBoards = draft.FollowsBoards ?? row.FollowsBoards;
        row.Version++;
        await database.SaveChangesAsync(cancellation);
        var renamed = row.ToContract();
        happened.Value = renamed.Name;
        return new Edited<Layout>(renamed, () => _layouts = [.. _layouts.Select(other => other.Id == id ? renamed : other)], happened);
    }));

    public async Task<Outcome<Done>> DeleteLayout(LayoutId id, IfVersion? ifVersion)
    {
        if (Find(id, out var layout) is { } refusal || (refusal = Rules.CheckVersion(ifVersion, layout!.Version)) is not null)
        {
            return refusal;
        }

        // The layout's own grain deletes it with all that it has, in one transaction; that it was gone already is no less gone.
        var dissolved = await Moving.Follow(() => GrainFactory.Layout(id).Dissolve());
        if (dissolved.Refusal is null or { Code: RefusalCodes.LayoutUnknown })
        {
            _layouts = [.. _layouts.Where(other => other.Id != id)];
            Tell();
        }
        else
        {
            // It may be gone although nobody could say so.
            _rows.Doubt();
        }

        return dissolved;
    }

    private async Task<Action> ReadAsync(RailHubDb database, CancellationToken cancellation)
    {
        var rows = await database.Layouts.AsNoTracking().OrderBy(row => row.Position).ToListAsync(cancellation);
        return () =>
        {
            _layouts = [.. rows.Select(row => row.ToContract())];
            Tell();
        };
    }

    private HistoryRow Happened(HistoryKind kind, Layout layout)
    {
        var now = _time.GetUtcNow();
        return HistoryRow.Of(
            HistoryEventId.Create(now), now.ToUnixTimeMilliseconds(), layout.Id, Caller.Actor ?? Actor.Platform, kind, layout.Name);
    }

    private Refusal? Find(LayoutId id, out Layout? layout)
    {
        layout = _layouts.Find(other => other.Id == id);
        return layout is null ? LayoutGrain.Unknown : null;
    }

    private Refusal? CheckFree(string name, LayoutId? except) =>
        _layouts.Exists(other => other.Id != except && NameKey.Of(other.Name) == NameKey.Of(name))
            ? new Refusal(RefusalKind.Conflict, RefusalCodes.NameTaken, $"There is a layout \"{NameText.Clean(name)}\" already.", "name")
            : null;

    private async Task<Outcome<T>> Told<T>(Task<Outcome<T>> edit)
        where T : class
    {
        var outcome = await edit;
        if (outcome.Refusal is null)
        {
            Tell();
        }

        return outcome;
    }

    private void Tell()
    {
        var roster = new ClubRoster(_rows.Epoch, ++_version, _layouts);
        _observers.Notify(observer => observer.OnClubChanged(roster));
    }
}
