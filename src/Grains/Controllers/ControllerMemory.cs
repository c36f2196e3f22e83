using Microsoft.EntityFrameworkCore;
using RailHub.Contracts;
using RailHub.Grains.Chasing;
using RailHub.Persistence;

namespace RailHub.Grains.Controllers;

/// <summary>What of a controller outlives its activation: unconfirmed wishes and the chasing groups that run.</summary>
internal sealed class ControllerMemory(IDbContextFactory<RailHubDb> databases)
{
    private readonly Dictionary<int, WishRow> _wishes = [];
    private readonly HashSet<int> _owed = [];
    private readonly Dictionary<ChasingGroupId, (int Number, bool Wanted, bool Pending)> _runs = [];

    /// <summary>Reads all; null when the club has no such board.</summary>
    public async Task<Controller?> Load(
        MacAddress id, WishBook wishes, Dictionary<ChasingGroupId, GroupRun> runs, CancellationToken cancellation)
    {
        await using var database = await databases.CreateDbContextAsync(cancellation);
        if (await database.Controllers.AsNoTracking().FirstOrDefaultAsync(row => row.Id == id, cancellation) is not { } row)
        {
            return null;
        }

        foreach (var wish in await database.Wishes.AsNoTracking().Where(wish => wish.Controller == id).ToListAsync(cancellation))
        {
            wishes.Restore(wish.Pin, wish.Active, wish.Brightness, wish.Interval, wish.Name);
            _wishes.Add(wish.Pin, wish);
        }

        var stored = await database.GroupRuns.AsNoTracking().Where(run => run.Controller == id)
            .Join(database.ChasingGroups.Include(group => group.Members), run => run.GroupId, group => group.Id, (run, group) => new { run, group })
            .ToListAsync(cancellation);
        foreach (var pair in stored)
        {
            runs[pair.group.Id] = GroupRun.Restore(pair.group.ToContract(), pair.run.Number, pair.run.Wanted, pair.run.Pending);
            _runs[pair.group.Id] = (pair.run.Number, pair.run.Wanted, pair.run.Pending);
        }

        return row.ToContract();
    }

    /// <summary>
    /// Writes the wishes for <paramref name="pins"/>, what became of those written before, and all runs that changed.
    /// What could not be written is owed, and written the next time.
    /// </summary>
    public async Task Save(MacAddress id, int[] pins, WishBook wishes, IReadOnlyCollection<GroupRun> runs, CancellationToken cancellation)
    {
        _owed.UnionWith(pins);
        var owed = _owed.ToArray();
        var kept = wishes.Open.Where(wish => _wishes.ContainsKey(wish.Pin) || _owed.Contains(wish.Pin)).ToDictionary(wish => wish.Pin, Row);
        var open = kept.Values.Where(row => !_wishes.TryGetValue(row.Pin, out var known) || !IsSame(known, row)).ToArray();
        var fulfilled = _wishes.Keys.Where(pin => !kept.ContainsKey(pin)).ToArray();
        var running = runs.ToDictionary(run => run.Group.Id, run => (run.Number, run.Wanted, run.Pending));
        var changed = running.Where(run => !_runs.TryGetValue(run.Key, out var known) || known != run.Value).ToArray();
        var over = _runs.Keys.Where(known => !running.ContainsKey(known)).ToArray();
        if (open.Length + fulfilled.Length + changed.Length + over.Length == 0)
        {
            _owed.Clear();
            return;
        }

        await using var database = await databases.CreateDbContextAsync(cancellation);
        await using var transaction = await database.Database.BeginTransactionAsync(cancellation);
        var touched = open.Select(row => row.Pin).Concat(fulfilled).ToArray();
        await database.Wishes.Where(row => row.Controller == id && touched.Contains(row.Pin)).ExecuteDeleteAsync(cancellation);
        database.Wishes.AddRange(open);

        var moved = changed.Select(run => run.Key).Concat(over).ToArray();
        await database.GroupRuns.Where(row => moved.Contains(row.GroupId)).ExecuteDeleteAsync(cancellation);
        database.GroupRuns.AddRange(changed.Select(run => new GroupRunRow
        {
            GroupId = run.Key,
            Controller = id,
            Number = run.Value.Number,
            Wanted = run.Value.Wanted,
            Pending = run.Value.Pending,
        }));
        await database.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);

        _owed.ExceptWith(owed);
        _wishes.Clear();
        foreach (var (pin, row) in kept)
        {
            _wishes[pin] = row;
        }

        _runs.Clear();
        foreach (var (group, run) in running)
        {
            _runs[group] = run;
        }

        WishRow Row(Wish wish) => new()
        {
            Controller = id,
            Pin = wish.Pin,
            Active = wish.Light.Wanted ? wish.Light.Value.Active : null,
            Brightness = wish.Light.Wanted ? wish.Light.Value.Brightness : null,
            Interval = wish.Interval.Wanted ? wish.Interval.Value : null,
            Name = wish.Name.Wanted ? wish.Name.Value : null,
        };
    }

    private static bool IsSame(WishRow one, WishRow other) =>
        (one.Active, one.Brightness, one.Interval, one.Name) == (other.Active, other.Brightness, other.Interval, other.Name);
}
