using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using RailHub.Contracts;
using RailHub.Grains.Chasing;
using RailHub.Grains.Desks;
using RailHub.Grains.Hosting;
using RailHub.Grains.Owners;
using RailHub.Persistence;

namespace RailHub.Grains.Controllers;

/// <summary>What came of a save.</summary>
internal enum Saved
{
    /// <summary>The database has it.</summary>
    Done,

    /// <summary>The database is away, or did not answer in time, and has nothing of it. It is told again.</summary>
    Away,

    /// <summary>The database did not answer the commit: it may have it or not, and is told again.</summary>
    Unknown,

    /// <summary>Another activation owns the board, or the club has it no more: nothing was written.</summary>
    Lost,
}

/// <summary>
/// A board's part of the database. At most one save runs and one waits, which takes all that changed until it begins; each is whole, and
/// may be repeated. One that nobody waits for any more is not committed later.
/// </summary>
internal sealed partial class BoardStore(
    MacAddress id, DatabaseLanes lanes, BoardClock clock, TimeProvider time, GrainInstruments instruments, ILogger<BoardStore> logger)
{
    /// <summary>How long a save may take.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(4);

    private readonly string _owner = GrainKeys.Owner(id);
    private BoardRecord? _stored;
    private BoardRecord? _writing;
    private bool _isLast;

    // The wall clock may be set, and a day's beginning is written once.
    private (TimeSpan Since, long Written) _day;

    // What the database was told of by saves of which nobody knows whether they were carried out.
    private readonly HashSet<int> _unsure = [];
    private Task<Saved> _running = Task.FromResult(Saved.Done);
    private Task<Saved>? _next;

    // One piece of work at a time, until nothing of it is under way: so none comes after a later one, and a database that hangs gathers none.
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>The owner epoch of this activation.</summary>
    public long Epoch { get; private set; }

    /// <summary>The layout's desk as it was found, with the owner epoch of the layout that it is of.</summary>
    public (long Epoch, Desk Desk) Desk { get; private set; } = (0, Contracts.Desk.Untouched);

    /// <summary>Why the last save failed, as callers hear it.</summary>
    public Refusal Away { get; private set; } = Rules.DatabaseAway;

    /// <summary>What the last save could not do is still owed.</summary>
    public bool IsBehind { get; private set; }

    private IReadOnlyCollection<ChasingGroupId> _vanished = [];

    /// <summary>Gives the groups that turned out to be deleted while they were saved.</summary>
    public IReadOnlyCollection<ChasingGroupId> TakeVanished() => Interlocked.Exchange(ref _vanished, []);

    /// <summary>Takes the board over and reads what was kept of it; null when the club has no such board.</summary>
    /// <exception cref="OrleansException">The database is away, so that the grain cannot come to life: callers try again later.</exception>
    public async Task<Controller?> LoadAsync(BoardPlan plan, CancellationToken cancellation)
    {
        try
        {
            return await lanes.Begin((database, limit) => ReadAsync(database, plan, limit), cancellation).Answer;
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

    /// <summary>As <see cref="SaveAsync"/>, before the activation goes: from now on nothing is counted ahead.</summary>
    public Task<Saved> SaveLastAsync(BoardPlan plan)
    {
        _isLast = true;
        return SaveAsync(plan);
    }

    /// <summary>The epoch that counts now; null when the database does not say.</summary>
    public async Task<long?> ReadEpochAsync()
    {
        try
        {
            return await InTurnAsync((database, cancellation) => database.ReadOwnershipAsync(_owner, cancellation)) ?? long.MaxValue;
        }
        catch (Exception failure) when (IsAway(failure))
        {
            return null;
        }
    }

    private async Task<Controller?> ReadAsync(RailHubDb database, BoardPlan plan, CancellationToken cancellation)
    {
        if (await database.TakeBoardAsync(_owner, id, cancellation) is not { } rows)
        {
            return null;
        }

        Epoch = rows.Epoch;
        if (rows.Desk is { } desk)
        {
            Desk = (desk.Epoch, desk.ToContract());
            plan.Filter(pin => DeskFilter.Of(Desk.Desk, id, pin), clock.Now);
        }

        foreach (var wish in rows.Wishes)
        {
            Restore(plan, wish);
        }

        foreach (var (run, group) in rows.Runs)
        {
            plan.Add(GroupTrack.Restore(group.ToContract(), KeptRun.Of(run), clock.Now));
        }

        foreach (var ended in rows.Ended)
        {
            plan.Add(GroupTrack.Foreign(EndedGroup.Of(ended)));
        }

        if (rows.Fades is { } fades)
        {
            // The wall clock may have been set back since.
            var since = clock.At(DateTimeOffset.FromUnixTimeMilliseconds(fades.Since));
            since = since < clock.Now ? since : clock.Now;
            _day = (since, fades.Since);
            plan.Fades.GoOn(new FadeDay(since, fades.Steps));
        }

        _stored = BoardRecord.Of(plan);
        return rows.Controller.ToContract();
    }

    private void Restore(BoardPlan plan, WishRow wish)
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
        var start = clock.At(startsAt);
        if (start > now && intent.Origin is Origin.Person or Origin.Scene or Origin.Policy)
        {
            // People order what is to begin at once: so it had begun, and the wall clock was set back since.
            start = now;
        }

        var want = plan.Add(plan.Expect(wish.Pin)!, intent, wish.StartsAt == 0 ? now : start, now, isHeld: true);
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
        var record = BoardRecord.Of(plan, _isLast);
        if (_stored is { } stored && Same(stored, record))
        {
            IsBehind = false;
            return Saved.Done;
        }

        _writing = record;
        var saved = await WriteAsync(record, _stored);
        _writing = null;
        instruments.Stored(saved);
        IsBehind = saved is Saved.Away or Saved.Unknown;

        if (saved == Saved.Done)
        {
            _stored = record;
            _unsure.Clear();
        }
        else if (saved == Saved.Unknown)
        {
            _unsure.UnionWith(record.Wishes.Keys.Concat(_stored?.Wishes.Keys ?? []));
            _stored = null;
        }

        return saved;
    }

    private async Task<Saved> WriteAsync(BoardRecord record, BoardRecord? stored)
    {
        var attempt = new Attempt();
        try
        {
            return await InTurnAsync((database, cancellation) => WriteAsync(database, record, stored, attempt, cancellation));
        }
        catch (Exception failure)
        {
            if (IsAway(failure))
            {
                LogNotSaved(failure, id);
                Away = Rules.Away(failure);
            }
            else
            {
                LogSaveFailed(failure, id);
            }

            // That the disk is full is an answer.
            return attempt.TryGiveUp() || DatabaseErrors.IsFull(failure) ? Saved.Away : Saved.Unknown;
        }
    }

    private async Task<Saved> WriteAsync(
        RailHubDb database, BoardRecord record, BoardRecord? stored, Attempt attempt, CancellationToken cancellation)
    {
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
        if (stored is null || !stored.Ended.SequenceEqual(record.Ended))
        {
            await database.EndedGroups.Where(row => row.Controller == id).ExecuteDeleteAsync(cancellation);
            database.EndedGroups.AddRange(record.Ended.Select((group, ordinal) => Row(group, ordinal)));
        }

        if (stored is null || stored.Fades != record.Fades)
        {
            await database.FadeDays.Where(row => row.Controller == id).ExecuteDeleteAsync(cancellation);
            if (record.Fades is { } day)
            {
                database.FadeDays.Add(Row(day));
            }
        }

        await database.SaveChangesAsync(cancellation);
        if (!attempt.TryCommit())
        {
            return Saved.Away;
        }

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

    private EndedGroupRow Row(EndedGroup group, int ordinal) => new()
    {
        Controller = id,
        Ordinal = ordinal,
        Number = group.Number,
        Name = group.Name,
        Interval = group.Interval,
        Pins = group.Pins,
    };

    private FadeDayRow Row(FadeDay day)
    {
        if (_day.Since != day.Since)
        {
            _day = (day.Since, (time.GetUtcNow() - (clock.Now - day.Since)).ToUnixTimeMilliseconds());
        }

        return new FadeDayRow { Controller = id, Since = _day.Written, Steps = day.Steps };
    }

    private async Task<T> InTurnAsync<T>(Func<RailHubDb, CancellationToken, Task<T>> work)
    {
        using var limit = new CancellationTokenSource(Limit, time);
        await _turn.WaitAsync(limit.Token);
        var errand = lanes.Begin(work, limit.Token);
        ReleaseAsync().Ignore();
        return await errand.Answer;

        async Task ReleaseAsync()
        {
            await errand.End;
            _turn.Release();
        }
    }

    private static bool IsAway(Exception failure) => failure is OperationCanceledException || DatabaseErrors.IsAway(failure);

    private static bool Same(BoardRecord one, BoardRecord other) =>
        one.Wishes.Keys.Union(other.Wishes.Keys).All(pin => Same(one.Wishes, other.Wishes, pin))
        && one.Fades == other.Fades && one.Ended.SequenceEqual(other.Ended)
        && one.Runs.Count == other.Runs.Count && one.Runs.All(run => other.Runs.GetValueOrDefault(run.Key) == run.Value);

    private static bool Same(IReadOnlyDictionary<int, KeptWish[]> one, IReadOnlyDictionary<int, KeptWish[]>? other, int pin) =>
        Same(one.GetValueOrDefault(pin), other?.GetValueOrDefault(pin));

    private static bool Same(KeptWish[]? one, KeptWish[]? other) => (one ?? []).SequenceEqual(other ?? []);

    /// <summary>A save up to its commit: either that is sent, or it is given up before and never sent.</summary>
    private sealed class Attempt
    {
        private const int Committing = 1;
        private const int GivenUp = 2;

        private int _state;

        public bool TryCommit() => Interlocked.CompareExchange(ref _state, Committing, 0) == 0;

        public bool TryGiveUp() => Interlocked.CompareExchange(ref _state, GivenUp, 0) == 0;
    }

    [LoggerMessage(LogLevel.Warning, "Controller {Controller}: the database is away, what is wanted is kept in memory only")]
    private partial void LogNotSaved(Exception failure, MacAddress controller);

    [LoggerMessage(LogLevel.Warning, "Controller {Controller}: the database is away, the board is not linked before it is back")]
    private partial void LogNotRead(Exception failure, MacAddress controller);

    [LoggerMessage(LogLevel.Error, "Controller {Controller}: saving failed")]
    private partial void LogSaveFailed(Exception failure, MacAddress controller);
}
