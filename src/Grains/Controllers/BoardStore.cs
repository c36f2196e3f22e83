using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using RailHub.Contracts;
using RailHub.Grains.Chasing;
using RailHub.Persistence;

namespace RailHub.Grains.Controllers;

/// <summary>What came of a save.</summary>
internal enum Saved
{
    /// <summary>The database has it.</summary>
    Done,

    /// <summary>The database is away, or did not answer in time: it may have it or not, and is told again.</summary>
    Away,

    /// <summary>Another activation owns the board, or the club has it no more: nothing was written.</summary>
    Lost,
}

/// <summary>
/// A board's part of the database. At most one save runs and one waits, which takes all that changed until it begins; each is whole, and
/// may be repeated. Work on the database is done outside the grain's turns.
/// </summary>
internal sealed partial class BoardStore(MacAddress id, IDbContextFactory<RailHubDb> databases, TimeProvider time, ILogger<BoardStore> logger)
{
    /// <summary>How long a save may take.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(4);

    private readonly string _owner = GrainKeys.Owner(id);
    private BoardRecord? _stored;
    private BoardRecord? _writing;

    // What the database was told of by saves of which nobody knows whether they were carried out.
    private readonly HashSet<int> _unsure = [];
    private Task<Saved> _running = Task.FromResult(Saved.Done);
    private Task<Saved>? _next;

    /// <summary>The owner epoch of this activation.</summary>
    public long Epoch { get; private set; }

    /// <summary>Why the last save failed, as callers hear it.</summary>
    public Refusal Away { get; private set; } = Rules.DatabaseAway;

    /// <summary>What the last save could not do is still owed.</summary>
    public bool IsBehind { get; private set; }

    private IReadOnlyCollection<ChasingGroupId> _vanished = [];

    /// <summary>Gives the groups that turned out to be deleted while they were saved.</summary>
    public IReadOnlyCollection<ChasingGroupId> TakeVanished() => Interlocked.Exchange(ref _vanished, []);

    /// <summary>Takes the board over and reads what was kept of it; null when the club has no such board.</summary>
    /// <exception cref="OrleansException">The database is away, so that the grain cannot come to life: callers try again later.</exception>
    public async Task<Controller?> LoadAsync(BoardPlan plan, BoardClock clock, CancellationToken cancellation)
    {
        try
        {
            return await ReadAsync(plan, clock, cancellation);
        }
        catch (Exception failure) when (DatabaseErrors.IsAway(failure))
        {
            LogNotRead(failure, id);
            throw new OrleansException(Rules.Away(failure).Detail);
        }
    }

    /// <summary>Whether the database has, or is just being told, something of an output that the plan has no more.</summary>
    public bool IsOutdated(BoardPlan plan, IEnumerable<int> pins)
    {
        var now = BoardRecord.Of(plan);
        return pins.Any(pin => _unsure.Contains(pin) || !Same(Wishes(_stored, pin), Wishes(now, pin)) || (_writing is not null && !Same(Wishes(_writing, pin), Wishes(now, pin))));

        static KeptWish[] Wishes(BoardRecord? record, int pin) => record?.Wishes.GetValueOrDefault(pin) ?? [];
    }

    /// <summary>Writes what of the plan belongs into the database, as it is when its turn comes.</summary>
    public Task<Saved> SaveAsync(BoardPlan plan) => _next ?? (_running.IsCompleted ? _running = SaveNowAsync(plan) : _next = SaveNextAsync(plan));

    /// <summary>The epoch that counts now; null when the database does not say.</summary>
    public async Task<long?> ReadEpochAsync()
    {
        try
        {
            return await Limited(async cancellation =>
            {
                await using var database = await databases.CreateDbContextAsync(cancellation);
                return await database.ReadOwnershipAsync(_owner, cancellation) ?? long.MaxValue;
            });
        }
        catch (Exception failure) when (IsAway(failure))
        {
            return null;
        }
    }

    private async Task<Controller?> ReadAsync(BoardPlan plan, BoardClock clock, CancellationToken cancellation)
    {
        await using var database = await databases.CreateDbContextAsync(cancellation);
        if (await database.Controllers.AsNoTracking().FirstOrDefaultAsync(row => row.Id == id, cancellation) is null)
        {
            return null;
        }

        // Then all that is read below was written by owners before this one, and none of them writes any more.
        Epoch = await database.TakeOwnershipAsync(_owner, cancellation);
        if (await database.Controllers.AsNoTracking().FirstOrDefaultAsync(row => row.Id == id, cancellation) is not { } row)
        {
            return null;
        }

        var wishes = await database.Wishes.AsNoTracking().Where(wish => wish.Controller == id).OrderBy(wish => wish.Ordinal).ToListAsync(cancellation);
        foreach (var wish in wishes)
        {
            Restore(plan, clock, wish);
        }

        var runs = await database.GroupRuns.AsNoTracking().Where(run => run.Controller == id)
            .Join(database.ChasingGroups.Include(group => group.Members), run => run.GroupId, group => group.Id, (run, group) => new { run, group })
            .ToListAsync(cancellation);
        foreach (var pair in runs)
        {
            plan.Add(GroupTrack.Restore(pair.group.ToContract(), KeptRun.Of(pair.run), clock.Now));
        }

        _stored = BoardRecord.Of(plan);
        return row.ToContract();
    }

    private static void Restore(BoardPlan plan, BoardClock clock, WishRow wish)
    {
        var startsAt = DateTimeOffset.FromUnixTimeMilliseconds(wish.StartsAt);
        var intent = new Intent(
            wish.Pin,
            new OutputChange(wish.Active, wish.Brightness, wish.Interval, wish.Name),
            startsAt,
            TimeSpan.FromMilliseconds(wish.Duration),
            wish.Curve,
            (Origin)wish.Origin,
            Stamps.None);
        var now = clock.Now;
        var want = plan.Add(plan.Expect(wish.Pin)!, intent, wish.StartsAt == 0 ? now : clock.At(startsAt), now, isHeld: true);
        want.Release(now);
    }

    private async Task<Saved> SaveNextAsync(BoardPlan plan)
    {
        await _running;
        _next = null;
        return await (_running = SaveNowAsync(plan));
    }

    private async Task<Saved> SaveNowAsync(BoardPlan plan)
    {
        var record = BoardRecord.Of(plan);
        if (_stored is { } stored && Same(stored, record))
        {
            IsBehind = false;
            return Saved.Done;
        }

        _writing = record;
        var saved = await WriteAsync(record, _stored);
        _writing = null;
        IsBehind = saved == Saved.Away;

        if (saved == Saved.Done)
        {
            _stored = record;
            _unsure.Clear();
        }
        else
        {
            // After a time-out nobody knows what the database has: the next save writes all.
            _unsure.UnionWith(record.Wishes.Keys.Concat(_stored?.Wishes.Keys ?? []));
            _stored = null;
        }

        return saved;
    }

    private async Task<Saved> WriteAsync(BoardRecord record, BoardRecord? stored)
    {
        try
        {
            return await Limited(cancellation => WriteAsync(record, stored, cancellation));
        }
        catch (Exception failure) when (IsAway(failure))
        {
            LogNotSaved(failure, id);
            Away = Rules.Away(failure);
            return Saved.Away;
        }
        catch (Exception failure)
        {
            LogSaveFailed(failure, id);
            return Saved.Away;
        }
    }

    private async Task<Saved> WriteAsync(BoardRecord record, BoardRecord? stored, CancellationToken cancellation)
    {
        await using var database = await databases.CreateDbContextAsync(cancellation);
        await using var transaction = await database.Database.BeginTransactionAsync(cancellation);
        if (!await database.HoldOwnershipAsync(_owner, Epoch, cancellation)
            || !await database.Controllers.AnyAsync(row => row.Id == id, cancellation))
        {
            return Saved.Lost;
        }

        int[] pins = [.. record.Wishes.Keys.Union(stored?.Wishes.Keys ?? []).Where(pin => !Same(record.Wishes, stored?.Wishes, pin))];
        await database.Wishes.Where(row => row.Controller == id && (stored == null || pins.Contains(row.Pin))).ExecuteDeleteAsync(cancellation);
        database.Wishes.AddRange(pins.SelectMany(pin => record.Wishes.GetValueOrDefault(pin) ?? [], (pin, wish) => (pin, wish))
            .GroupBy(pair => pair.pin)
            .SelectMany(output => output.Select((pair, ordinal) => Row(pair.pin, ordinal, pair.wish))));

        ChasingGroupId[] groups =
            [.. record.Runs.Keys.Union(stored?.Runs.Keys ?? []).Where(group => stored is null || record.Runs.GetValueOrDefault(group) != stored.Runs.GetValueOrDefault(group))];

        await database.GroupRuns
            .Where(row => row.Controller == id && (stored == null || groups.Contains(row.GroupId)))
            .ExecuteDeleteAsync(cancellation);
        var known = await database.ChasingGroups.Where(row => groups.Contains(row.Id)).Select(row => row.Id).ToListAsync(cancellation);
        database.GroupRuns.AddRange(known.Where(record.Runs.ContainsKey).Select(group => Row(group, record.Runs[group])));
        await database.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        _vanished = [.. groups.Where(record.Runs.ContainsKey).Except(known)];
        return Saved.Done;
    }

    private WishRow Row(int pin, int ordinal, KeptWish wish) => new()
    {
        Controller = id,
        Pin = pin,
        Ordinal = ordinal,
        Active = wish.Active,
        Brightness = wish.Brightness,
        Interval = wish.Interval,
        Name = wish.Name,
        StartsAt = wish.StartsAt,
        Duration = wish.Duration,
        Curve = wish.Curve,
        Origin = (int)wish.Origin,
    };

    private GroupRunRow Row(ChasingGroupId group, KeptRun run) =>
        new() { GroupId = group, Controller = id, Number = run.Number, Wanted = run.Wanted, Pending = run.Pending, Problem = run.Problem };

    private async Task<T> Limited<T>(Func<CancellationToken, Task<T>> work)
    {
        using var limit = new CancellationTokenSource(Limit, time);
        return await Task.Run(() => work(limit.Token)).WaitAsync(limit.Token);
    }

    private static bool IsAway(Exception failure) => failure is OperationCanceledException || DatabaseErrors.IsAway(failure);

    private static bool Same(BoardRecord one, BoardRecord other) =>
        one.Wishes.Keys.Union(other.Wishes.Keys).All(pin => Same(one.Wishes, other.Wishes, pin))
        && one.Runs.Count == other.Runs.Count && one.Runs.All(run => other.Runs.GetValueOrDefault(run.Key) == run.Value);

    private static bool Same(IReadOnlyDictionary<int, KeptWish[]> one, IReadOnlyDictionary<int, KeptWish[]>? other, int pin) =>
        Same(one.GetValueOrDefault(pin), other?.GetValueOrDefault(pin));

    private static bool Same(KeptWish[]? one, KeptWish[]? other) => (one ?? []).SequenceEqual(other ?? []);

    [LoggerMessage(LogLevel.Warning, "Controller {Controller}: the database is away, what is wanted is kept in memory only")]
    private partial void LogNotSaved(Exception failure, MacAddress controller);

    [LoggerMessage(LogLevel.Warning, "Controller {Controller}: the database is away, the board is not linked before it is back")]
    private partial void LogNotRead(Exception failure, MacAddress controller);

    [LoggerMessage(LogLevel.Error, "Controller {Controller}: saving failed")]
    private partial void LogSaveFailed(Exception failure, MacAddress controller);
}
