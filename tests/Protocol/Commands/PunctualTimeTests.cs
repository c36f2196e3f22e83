using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Time.Testing;

namespace RailHub.Protocol.Tests.Commands;

/// <summary>Of real time: nothing here says how late a timer may be, which is the machine's matter.</summary>
public sealed class PunctualTimeTests
{
    private readonly TimeProvider _time = PunctualTime.Of(TimeProvider.System);

    [Fact]
    public void Another_time_is_left_as_it_is()
    {
        var time = new FakeTimeProvider();

        Assert.Same(time, PunctualTime.Of(time));
    }

    [Fact]
    public async Task None_comes_early()
    {
        var random = new Random(1);
        var early = await Task.WhenAll(Enumerable.Range(0, 400).Select(async _ =>
        {
            var due = TimeSpan.FromMilliseconds(80 * random.NextDouble());
            var came = new TaskCompletionSource<TimeSpan>(TaskCreationOptions.RunContinuationsAsynchronously);
            var began = Stopwatch.GetTimestamp();
            await using var timer = _time.CreateTimer(_ => came.SetResult(Stopwatch.GetElapsedTime(began)), null, due, Timeout.InfiniteTimeSpan);
            return due - await came.Task;
        }));

        Assert.All(early, by => Assert.InRange(by, TimeSpan.MinValue, TimeSpan.Zero));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(60)]
    public async Task One_that_was_set_anew_comes_once_and_at_its_new_time(int first)
    {
        var (came, count) = (new TaskCompletionSource<TimeSpan>(TaskCreationOptions.RunContinuationsAsynchronously), 0);
        var began = Stopwatch.GetTimestamp();
        await using var timer = _time.CreateTimer(
            _ =>
            {
                Interlocked.Increment(ref count);
                came.TrySetResult(Stopwatch.GetElapsedTime(began));
            },
            null,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan);
        timer.Change(TimeSpan.FromMilliseconds(first + 20), Timeout.InfiniteTimeSpan);
        timer.Change(TimeSpan.FromMilliseconds(first + 40), Timeout.InfiniteTimeSpan);

        Assert.InRange(await came.Task, TimeSpan.FromMilliseconds(first + 40), TimeSpan.MaxValue);
        await Task.Delay(TimeSpan.FromMilliseconds(100), _time);
        Assert.Equal(1, count);
    }

    [Fact]
    public async Task One_that_is_gone_does_not_come()
    {
        var came = new ConcurrentQueue<int>();
        foreach (var due in (int[])[0, 5, 30, 60])
        {
            var timer = _time.CreateTimer(_ => came.Enqueue(due), null, TimeSpan.FromMilliseconds(due + 10), Timeout.InfiniteTimeSpan);
            await timer.DisposeAsync();
            Assert.False(timer.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan));
        }

        await Task.Delay(TimeSpan.FromMilliseconds(150), _time);
        Assert.Empty(came);
    }

    [Fact]
    public async Task One_with_a_period_comes_again_and_again()
    {
        var (third, count) = (new TaskCompletionSource<TimeSpan>(TaskCreationOptions.RunContinuationsAsynchronously), 0);
        var began = Stopwatch.GetTimestamp();
        await using var timer = _time.CreateTimer(
            _ =>
            {
                if (Interlocked.Increment(ref count) == 3)
                {
                    third.SetResult(Stopwatch.GetElapsedTime(began));
                }
            },
            null,
            TimeSpan.FromMilliseconds(5),
            TimeSpan.FromMilliseconds(30));

        Assert.InRange(await third.Task, TimeSpan.FromMilliseconds(65), TimeSpan.MaxValue);
    }

    [Fact]
    public async Task It_runs_in_the_context_of_whoever_made_it()
    {
        var local = new AsyncLocal<string> { Value = "mine" };
        var seen = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var timer = _time.CreateTimer(_ => seen.SetResult(local.Value), null, TimeSpan.FromMilliseconds(30), Timeout.InfiniteTimeSpan);

        Assert.Equal("mine", await seen.Task);
    }
}
