using Microsoft.Extensions.Time.Testing;

namespace RailHub.TestKit;

/// <summary>
/// The time of a test club, which only the test moves. It knows who waits for what: so a test turns the clock when the
/// wait that it is about has begun, and never by guess.
/// </summary>
public sealed class ClubTime() : FakeTimeProvider(new DateTimeOffset(2026, 5, 9, 10, 0, 0, TimeSpan.Zero))
{
    private readonly Lock _lock = new();
    private TimeSpan _set;
    private readonly HashSet<KnownTimer> _timers = [];
    private readonly List<(Func<TimeSpan, bool> Matches, TaskCompletionSource Begun)> _waiting = [];

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _set;

    // The base takes it from the wall clock.
    public override long GetTimestamp() => base.GetTimestamp() - _set.Ticks;

    /// <summary>Sets the wall clock, and lets no time pass by that.</summary>
    public void SetWallClock(TimeSpan by) => _set += by;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new KnownTimer(this, callback, state);
        timer.Start(dueTime, period);
        return timer;
    }

    /// <summary>Whether somebody has just begun to wait for just as long as this.</summary>
    public bool IsWaitedFor(TimeSpan wait)
    {
        lock (_lock)
        {
            return _timers.Any(timer => timer.Left == wait);
        }
    }

    /// <summary>Completes when somebody waits for just as long as this, from now on.</summary>
    public Task WaitBegun(TimeSpan wait) => WaitBegun(left => left == wait, $"a wait of {wait}");

    /// <summary>Completes when somebody waits for as long as matches, from now on.</summary>
    public async Task WaitBegun(Func<TimeSpan, bool> matches, string what)
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (_timers.Any(timer => timer.Left is { } left && matches(left)))
            {
                return;
            }

            _waiting.Add((matches, begun));
        }

        await begun.Task.Await(what);
    }

    /// <summary>Lets a wait of just this length begin and end.</summary>
    public async Task Pass(TimeSpan wait)
    {
        await WaitBegun(wait);
        Advance(wait);
    }

    /// <summary>
    /// Completes with what the time that has passed makes happen. Whoever looked at the clock just before it was turned, and set a timer
    /// just after, waits from then on, where time stands still for ever: so more of it passes when nothing comes for a long while.
    /// </summary>
    /// <exception cref="TimeoutException">It did not come; the message says what was waited for.</exception>
    public async Task ComesAsync(Task happening, string what)
    {
        var begun = TimeProvider.System.GetTimestamp();
        for (var look = LongWhile; await Task.WhenAny(happening, Task.Delay(look, TimeProvider.System)) != happening; look = ShortWhile)
        {
            if (TimeProvider.System.GetElapsedTime(begun) > Patience.Limit)
            {
                throw new TimeoutException($"Waited in vain for {what}.");
            }

            Advance(ShortWhile / 2);
        }

        await happening;
    }

    // Longer than the machine ever stands still under the load of the tests.
    private static readonly TimeSpan LongWhile = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan ShortWhile = TimeSpan.FromMilliseconds(500);

    private void Began(TimeSpan wait)
    {
        for (var index = _waiting.Count - 1; index >= 0; index--)
        {
            if (_waiting[index].Matches(wait))
            {
                _waiting[index].Begun.SetResult();
                _waiting.RemoveAt(index);
            }
        }
    }

    private sealed class KnownTimer : ITimer
    {
        private readonly ClubTime _time;
        private readonly ITimer _timer;
        private long? _due;

        public KnownTimer(ClubTime time, TimerCallback callback, object? state)
        {
            _time = time;
            _timer = time.CreateRawTimer(callback, state);
        }

        // Not by the wall clock, which a test may set.
        public TimeSpan? Left => _due is { } due && _time.GetElapsedTime(_time.GetTimestamp(), due) is var left && left > TimeSpan.Zero ? left : null;

        public void Start(TimeSpan dueTime, TimeSpan period) => Change(dueTime, period);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            // Set before it is told: whoever hears of it may turn the clock at once.
            var changed = _timer.Change(dueTime, period);
            lock (_time._lock)
            {
                _due = dueTime > TimeSpan.Zero ? _time.GetTimestamp() + (long)(dueTime.TotalSeconds * _time.TimestampFrequency) : null;
                _time._timers.Add(this);
                if (_due is not null)
                {
                    _time.Began(dueTime);
                }
            }

            return changed;
        }

        public void Dispose()
        {
            Forget();
            _timer.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Forget();
            return _timer.DisposeAsync();
        }

        private void Forget()
        {
            lock (_time._lock)
            {
                _time._timers.Remove(this);
            }
        }
    }

    private ITimer CreateRawTimer(TimerCallback callback, object? state) =>
        base.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
}
