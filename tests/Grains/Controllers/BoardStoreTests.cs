using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using RailHub.Grains.Controllers;
using RailHub.Grains.Hosting;
using RailHub.Grains.Owners;
using RailHub.Persistence;

namespace RailHub.Grains.Tests.Controllers;

public sealed class BoardStoreTests
{
    private readonly ClubTime _time = new();
    private readonly HungDatabase _database = new();
    private readonly BoardPlan _plan = new(new BoardOptions());
    private readonly BoardStore _store;

    public BoardStoreTests()
    {
        var lanes = new DatabaseLanes(_database, new OutsideContact(_time, TimeSpan.FromSeconds(1)), Unwatched.Instruments(), _time);
        _store = new BoardStore(new MacAddress(1), lanes, new BoardClock(_time), _time, Unwatched.Instruments(), NullLogger<BoardStore>.Instance);
    }

    [Fact]
    public async Task Behind_a_database_that_hangs_one_save_runs_and_one_waits_however_often_somebody_asks()
    {
        var saves = Enumerable.Range(0, 1_000).Select(_ => _store.SaveAsync(_plan)).Distinct().ToArray();
        Assert.Equal(2, saves.Length);
        while (_database.Begun == 0)
        {
            await Task.Yield();
        }

        foreach (var save in saves)
        {
            await _time.Pass(BoardStore.Limit);
            Assert.Equal(Saved.Away, await save);
        }

        // What hangs keeps its turn: the second was given up without having begun.
        Assert.Equal(1, _database.Begun);
        Assert.True(_store.IsBehind);
    }

    /// <summary>Says nothing, for ever, as a disk that hangs: it hears of no limit.</summary>
    private sealed class HungDatabase : IDbContextFactory<RailHubDb>
    {
        private int _begun;

        public int Begun => Volatile.Read(ref _begun);

        public RailHubDb CreateDbContext() => throw new NotSupportedException();

        public Task<RailHubDb> CreateDbContextAsync(CancellationToken cancellationToken = default)
        {
            Interlocked.Increment(ref _begun);
            return new TaskCompletionSource<RailHubDb>().Task;
        }
    }
}
