using Microsoft.Extensions.Hosting;

namespace RailHub.Grains.Owners;

/// <summary>
/// Notices when the process stood still: stopped by a signal, a virtual machine that paused, a machine without time to give. Others may
/// have taken over meanwhile what this process still thinks it owns. Where the monotonic clock stands still with the machine, the wall
/// clock tells: it has gone on by more, or was set, which costs no more than a look at the epochs.
/// </summary>
/// <param name="time">The machine's time.</param>
/// <param name="harmless">How long it may stand still without anybody taking it for dead.</param>
internal sealed class Heartbeat(TimeProvider time, TimeSpan harmless) : IHostedService, IDisposable
{
    /// <summary>A standstill is a time without a beat of more than this.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan s_period = TimeSpan.FromMilliseconds(250);

    private ITimer? _timer;
    private readonly Lock _lock = new();
    private (long Monotonic, DateTimeOffset Wall) _last = (time.GetTimestamp(), time.GetUtcNow());
    private Standstills _noticed;

    /// <summary>How often it stood still, a standstill that is noticed only now included.</summary>
    public Standstills Standstills
    {
        get
        {
            lock (_lock)
            {
                return Noticed();
            }
        }
    }

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
            _noticed = Noticed();
            _last = (time.GetTimestamp(), time.GetUtcNow());
        }
    }

    private Standstills Noticed()
    {
        var passed = time.GetElapsedTime(_last.Monotonic);
        var asleep = (time.GetUtcNow() - _last.Wall - passed).Duration();
        return passed <= Longest && asleep <= Longest ? _noticed
            : new Standstills(_noticed.All + 1, _noticed.Harmful + (passed > harmless || asleep > harmless ? 1 : 0));
    }
}

/// <summary>How often a process stood still.</summary>
/// <param name="All">Rises with every standstill.</param>
/// <param name="Harmful">Rises with those that were so long that others may have taken the process for dead.</param>
internal readonly record struct Standstills(long All, long Harmful);
