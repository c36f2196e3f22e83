using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using RailHub.Grains.Owners;
using RailHub.Persistence;

namespace RailHub.Grains.Tests.Owners;

public sealed class DatabaseLanesTests
{
    private readonly ClubTime _time = new();
    private readonly DatabaseLanes _lanes;

    public DatabaseLanesTests() => _lanes = new DatabaseLanes(
        new AnyDatabase(), new OutsideContact(_time, TimeSpan.FromSeconds(1)), Unwatched.Instruments(), _time);

    /// <summary>What a database says that cannot be written, and what is told of it.</summary>
    public static TheoryData<Exception, string> Refusals => new()
    {
        { new SqliteException("SQLite said so.", 13), "its disk is full" },
        { new SqliteException("SQLite said so.", 8), "it can only be read" },
        { new PostgresException("Postgres said so.", "ERROR", "ERROR", PostgresErrorCodes.DiskFull), "its disk is full" },
        { new PostgresException("Postgres said so.", "ERROR", "ERROR", PostgresErrorCodes.ReadOnlySqlTransaction), "it can only be read" },
    };

    [Fact]
    public async Task No_more_than_so_many_hang_at_once_and_who_waits_for_a_lane_gives_up_and_is_never_begun()
    {
        using var limit = new CancellationTokenSource();
        using var back = new ManualResetEventSlim();
        var begun = 0;
        var errands = Enumerable.Range(0, DatabaseLanes.Count + 1).Select(_ => _lanes.Begin(Hang, limit.Token)).ToArray();
        while (Volatile.Read(ref begun) < DatabaseLanes.Count)
        {
            await Task.Yield();
        }

        await limit.CancelAsync();
        foreach (var errand in errands)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => errand.Answer);
        }

        // The one without a lane ends a moment after its answer; the others hang as SQLite does, which hears of no limit.
        await Task.WhenAny(errands.Select(errand => errand.End)).Await("who waits for a lane to give up");
        Assert.Equal(DatabaseLanes.Count, errands.Count(errand => !errand.End.IsCompleted));
        back.Set();
        await Task.WhenAll(errands.Select(errand => errand.End)).Await("all to end");
        Assert.Equal(DatabaseLanes.Count, begun);
        Assert.Equal(7, await _lanes.Begin((_, _) => Task.FromResult(7), CancellationToken.None).Answer);

        Task<int> Hang(RailHubDb database, CancellationToken cancellation)
        {
            Interlocked.Increment(ref begun);
            back.Wait(CancellationToken.None);
            return Task.FromResult(0);
        }
    }

    [Fact]
    public async Task What_fails_is_answered_and_its_lane_is_free_again()
    {
        for (var turn = 0; turn <= DatabaseLanes.Count; turn++)
        {
            var errand = _lanes.Begin<int>((_, _) => throw new InvalidOperationException("no"), CancellationToken.None);
            await Assert.ThrowsAsync<InvalidOperationException>(() => errand.Answer);
            await errand.End;
        }
    }

    [Fact]
    public async Task Who_gives_up_does_not_wait_for_a_driver_that_is_slow_to_break_off_and_the_lane_does()
    {
        using var limit = new CancellationTokenSource();
        using var back = new ManualResetEventSlim();
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var errand = _lanes.Begin(AskAsync, limit.Token);
        await begun.Task.Await("the work to begin");

        await limit.CancelAsync().Await("whoever cancels to go on");

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => errand.Answer);
        Assert.False(errand.End.IsCompleted);
        back.Set();
        await errand.End.Await("the lane to be free");

        async Task<int> AskAsync(RailHubDb database, CancellationToken cancellation)
        {
            await using var breakingOff = cancellation.Register(() => back.Wait(CancellationToken.None));
            begun.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellation);
            return 0;
        }
    }

    [Theory]
    [MemberData(nameof(Refusals), DisableDiscoveryEnumeration = true)]
    public async Task A_refusal_to_be_written_is_known_for_a_while_or_until_something_is_written(Exception refusal, string why)
    {
        await RefuseAsync(refusal);
        Assert.Equal(why, _lanes.Refused);

        // What is read proves nothing.
        await _lanes.Begin((_, _) => Task.FromResult(7), CancellationToken.None).Answer;
        _time.Advance(DatabaseLanes.Lately - TimeSpan.FromTicks(1));
        Assert.Equal(why, _lanes.Refused);
        _time.Advance(TimeSpan.FromTicks(1));
        Assert.Null(_lanes.Refused);

        await RefuseAsync(refusal);
        Assert.Equal(why, _lanes.Refused);
        await _lanes.Begin(WriteAsync, CancellationToken.None).Answer;
        Assert.Null(_lanes.Refused);
    }

    [Fact]
    public async Task A_database_that_is_away_has_not_refused_to_be_written()
    {
        await RefuseAsync(new NpgsqlException("No connection."));

        Assert.Null(_lanes.Refused);
    }

    private Task<Exception> RefuseAsync(Exception refusal) => Assert.ThrowsAsync(
        refusal.GetType(), () => _lanes.Begin<int>((_, _) => throw refusal, CancellationToken.None).Answer);

    private static async Task<int> WriteAsync(RailHubDb database, CancellationToken cancellation)
    {
        await database.Database.OpenConnectionAsync(cancellation);
        await database.Database.EnsureCreatedAsync(cancellation);
        database.Add(new OwnerRow { Grain = "layout", Epoch = 1 });
        return await database.SaveChangesAsync(cancellation);
    }

    private sealed class AnyDatabase : IDbContextFactory<RailHubDb>
    {
        public RailHubDb CreateDbContext() =>
            new SqliteRailHubDb(new DbContextOptionsBuilder<SqliteRailHubDb>().UseSqlite("Data Source=:memory:").Options);
    }
}
