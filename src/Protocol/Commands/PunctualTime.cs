using System.Diagnostics.CodeAnalysis;

namespace RailHub.Protocol;

/// <summary>
/// The machine's time with timers that keep to the millisecond: never early, and less than one late where a thread is free. The runtime's
/// own go by the kernel's coarse clock, which steps every 4 ms at 250 Hz: they come up to 4 ms early or late, and lights that are to change
/// together would not.
/// </summary>
/// <remarks>What is far away waits for the runtime's timer, and only the end of it for the one thread that this has.</remarks>
[SuppressMessage("Reliability", "CA1001", Justification = "There is one, which lives as long as the process.")]
public sealed class PunctualTime : TimeProvider
{
    private static readonly PunctualTime s_shared = new();

    // More than two steps of a clock of 100 Hz, the slowest that Linux is built with.
    private static readonly TimeSpan s_near = TimeSpan.FromMilliseconds(24);

    private readonly Lock _gate = new();
    private readonly PriorityQueue<(Alarm Alarm, int Setting), long> _near = new();
    private readonly AutoResetEvent _sooner = new(false);
    private Thread? _thread;

    private PunctualTime()
    {
    }

    /// <summary>The same time with timers that are punctual: of the machine's. Any other, as tests have, is so already.</summary>
    /// <param name="time">Whose time.</param>
    public static TimeProvider Of(TimeProvider time) => ReferenceEquals(time, System) ? s_shared : time;

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var alarm = new Alarm(this, callback, state);
        alarm.Change(dueTime, period);
        return alarm;
    }

    private void Await(Alarm alarm, int setting, long due)
    {
        lock (_gate)
        {
            _near.Enqueue((alarm, setting), due);
            if (_thread is null)
            {
                _thread = new Thread(Run) { IsBackground = true, Name = "Punctual timers", Priority = ThreadPriority.AboveNormal };
                _thread.Start();
            }
            else if (_near.Peek().Alarm == alarm)
            {
                _sooner.Set();
            }
        }
    }

    private void Run()
    {
        while (true)
        {
            _sooner.WaitOne(Ring());
        }
    }

    /// <summary>Lets all ring that are due.</summary>
    /// <returns>How long the next has time; without end when there is none.</returns>
    private TimeSpan Ring()
    {
        TimeSpan rest;
        while (IsDue(out var next, out rest))
        {
            next.Alarm.Ring(next.Setting);
        }

        return rest;
    }

    private bool IsDue(out (Alarm Alarm, int Setting) next, out TimeSpan rest)
    {
        lock (_gate)
        {
            rest = Timeout.InfiniteTimeSpan;
            if (!_near.TryPeek(out next, out var due))
            {
                return false;
            }

            var left = GetElapsedTime(GetTimestamp(), due);
            if (left > TimeSpan.Zero)
            {
                rest = TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds));
                return false;
            }

            _near.Dequeue();
            return true;
        }
    }

    /// <summary>One timer.</summary>
    private sealed class Alarm(PunctualTime time, TimerCallback callback, object? state) : ITimer, IThreadPoolWorkItem
    {
        private readonly ExecutionContext? _context = ExecutionContext.Capture();
        private readonly Lock _gate = new();
        private ITimer? _far;
        private TimeSpan _period;
        private long _due;
        private int _setting;
        private bool _isDisposed;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (_gate)
            {
                if (_isDisposed)
                {
                    return false;
                }

                _setting++;
                _period = period;
                if (dueTime == Timeout.InfiniteTimeSpan)
                {
                    _far?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                }
                else
                {
                    ArgumentOutOfRangeException.ThrowIfLessThan(dueTime, TimeSpan.Zero);
                    Set(time.GetTimestamp() + (long)(dueTime.TotalSeconds * time.TimestampFrequency), dueTime);
                }

                return true;
            }
        }

        /// <summary>Its moment has come, unless it was set anew since.</summary>
        public void Ring(int setting)
        {
            lock (_gate)
            {
                if (setting != _setting)
                {
                    return;
                }

                ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
                _setting++;
                if (_period > TimeSpan.Zero)
                {
                    var next = _due + (long)(_period.TotalSeconds * time.TimestampFrequency);
                    Set(next, time.GetElapsedTime(time.GetTimestamp(), next));
                }
            }
        }

        public void Execute()
        {
            if (_context is null)
            {
                callback(state);
            }
            else
            {
                ExecutionContext.Run(_context, static alarm => ((Alarm)alarm!).Call(), this);
            }
        }

        public void Dispose()
        {
            lock (_gate)
            {
                _isDisposed = true;
                _setting++;
                _far?.Dispose();
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Call() => callback(state);

        private void Set(long due, TimeSpan rest)
        {
            _due = due;
            if (rest <= s_near)
            {
                _far?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                time.Await(this, _setting, due);
            }
            else if (_far is { } far)
            {
                far.Change(rest - s_near, Timeout.InfiniteTimeSpan);
            }
            else
            {
                _far = System.CreateTimer(static alarm => ((Alarm)alarm!).Come(), this, rest - s_near, Timeout.InfiniteTimeSpan);
            }
        }

        // It may come for a setting that was replaced just then; what is awaited twice rings once.
        private void Come()
        {
            lock (_gate)
            {
                if (!_isDisposed && time.GetElapsedTime(time.GetTimestamp(), _due) <= 2 * s_near)
                {
                    time.Await(this, _setting, _due);
                }
            }
        }
    }
}
