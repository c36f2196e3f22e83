using Microsoft.EntityFrameworkCore;
using RailHub.Grains.Owners;
using RailHub.Persistence;

namespace RailHub.Grains.Tests.Owners;

public sealed class DatabaseLanesTests
{
    private readonly DatabaseLanes _lanes = new(
        new NoDatabase(), new OutsideContact(TimeProvider.System, TimeSpan.FromSeconds(1)), Unwatched.Instruments(), TimeProvider.System);

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

    private sealed class NoDatabase : IDbContextFactory<RailHubDb>
    {
        public RailHubDb CreateDbContext() => null!;
    }
}
