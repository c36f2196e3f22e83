using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using RailHub.Gateway.Dashboards;

namespace RailHub.Gateway.Tests.Dashboards;

public sealed class PaceTests
{
    private static readonly TimeSpan s_writing = TimeSpan.FromMilliseconds(20);

    private readonly FakeTimeProvider _time = new();
    private readonly Lock _lock = new();
    private readonly Queue<TaskCompletionSource> _awaited = [];
    private int _frames;

    [Fact]
    public void The_first_change_is_written_by_whoever_asks()
    {
        var pace = Create(TimeSpan.Zero);

        pace.Ask();

        Assert.Equal(1, _frames);
    }

    [Fact]
    public void A_calm_club_has_every_change_written_at_once()
    {
        var pace = Create(TimeSpan.Zero);

        pace.Ask();
        pace.Ask();
        pace.Ask();

        Assert.Equal(3, _frames);
    }

    [Fact]
    public async Task Changes_while_it_rests_gather_into_one_frame()
    {
        var pace = Create(s_writing);
        pace.Ask();
        pace.Ask();
        pace.Ask();
        pace.Ask();
        Assert.Equal(1, _frames);

        var next = NextFrame();
        _time.Advance(s_writing);
        await next;

        Assert.Equal(2, _frames);
    }

    [Fact]
    public async Task It_rests_for_as_long_as_the_writing_took()
    {
        var pace = Create(s_writing);
        pace.Ask();
        pace.Ask();
        var next = NextFrame();

        _time.Advance(s_writing - TimeSpan.FromTicks(1));
        Assert.False(next.IsCompleted);

        _time.Advance(TimeSpan.FromTicks(1));
        await next;
    }

    [Fact]
    public async Task It_rests_for_the_least_rest_when_that_is_longer()
    {
        var least = TimeSpan.FromMilliseconds(250);
        var pace = Create(s_writing, least);
        pace.Ask();
        pace.Ask();
        var next = NextFrame();

        _time.Advance(least - TimeSpan.FromTicks(1));
        Assert.False(next.IsCompleted);

        _time.Advance(TimeSpan.FromTicks(1));
        await next;
    }

    [Fact]
    public void A_change_while_a_frame_is_being_written_gets_a_frame_of_its_own()
    {
        Pace? pace = null;
        pace = new Pace(
            () =>
            {
                if (++_frames == 1)
                {
                    pace!.Ask();
                }

                return true;
            },
            TimeSpan.Zero,
            _time,
            NullLogger.Instance);

        pace.Ask();

        Assert.Equal(2, _frames);
    }

    [Fact]
    public void When_there_was_nothing_to_write_it_does_not_rest()
    {
        var pace = new Pace(
            () =>
            {
                _frames++;
                return false;
            },
            TimeSpan.FromMinutes(1),
            _time,
            NullLogger.Instance);

        pace.Ask();
        pace.Ask();

        Assert.Equal(2, _frames);
    }

    [Fact]
    public void A_frame_that_fails_is_logged_and_the_next_is_written()
    {
        var log = new ErrorLog();
        var pace = new Pace(
            () => ++_frames > 1 ? true : throw new InvalidOperationException("The first frame fails."), TimeSpan.Zero, _time, log.CreateLogger(nameof(Pace)));

        pace.Ask();
        pace.Ask();

        Assert.Equal(2, _frames);
        Assert.Contains("The first frame fails.", Assert.Single(log.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whatever_many_threads_ask_the_last_change_is_in_a_frame()
    {
        var changes = 0;
        var written = 0;
        var pace = new Pace(
            () =>
            {
                written = Volatile.Read(ref changes);
                return true;
            },
            TimeSpan.Zero,
            _time,
            NullLogger.Instance);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(
            () =>
            {
                for (var change = 0; change < 5000; change++)
                {
                    Interlocked.Increment(ref changes);
                    pace.Ask();
                }
            },
            TestContext.Current.CancellationToken)));

        // Nothing rests here, so what was asked for is written when the last who asked returns.
        Assert.Equal(20_000, written);
    }

    private Pace Create(TimeSpan writing, TimeSpan atLeast = default) => new(
        () =>
        {
            _time.Advance(writing);
            lock (_lock)
            {
                _frames++;
                if (_awaited.TryDequeue(out var awaited))
                {
                    awaited.SetResult();
                }
            }

            return true;
        },
        atLeast,
        _time,
        NullLogger.Instance);

    private Task NextFrame()
    {
        var awaited = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            _awaited.Enqueue(awaited);
        }

        return awaited.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }
}
