using Microsoft.Extensions.Hosting;

namespace RailHub.Grains.Owners;

/// <summary>
/// Notices when the process stood still: stopped by a signal, a virtual machine that paused, a machine without time to give. Others may
/// have taken over meanwhile what this process still thinks it owns. Where the monotonic clock stands still with the machine, the wall
/// clock tells: it has gone on by more, or was set, which costs no more than a look at the epochs.
/// </summary>
internal sealed class Heartbeat(TimeProvider time) : IHostedService, IDisposable
{
    /// <summary>A standstill is a time without a beat of more than this.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan s_period = TimeSpan.FromMilliseconds(250);

    private ITimer? _timer;
    private readonly Lock _lock = new();
    private (long Monotonic, DateTimeOffset Wall) _last = (time.GetTimestamp(), time.GetUtcNow());
    private long _standstills;

    /// <summary>Rises with every standstill, also with one that is noticed only now.</summary>
    public long Standstills
    {
        get
        {
            lock (_lock)
            {
                return _standstills + (IsLate ? 1 : 0);
            }
        }
    }

    private bool IsLate => time.GetElapsedTime(_last.Monotonic) is var passed
        && (passed > Longest || (time.GetUtcNow() - _last.Wall - passed).Duration() > Longest);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        Beat();
        _timer = time.CreateTimer(_ => Beat(), null, s_period, s_period);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _timer?.Dispose();

    private void Beat()
    {
        lock (_lock)
        {
            _standstills += IsLate ? 1 : 0;
            _last = (time.GetTimestamp(), time.GetUtcNow());
        }
    }
}
