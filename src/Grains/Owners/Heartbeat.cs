using Microsoft.Extensions.Hosting;

namespace RailHub.Grains.Owners;

/// <summary>
/// Notices when the process stood still: stopped by a signal, a virtual machine that paused, a machine without time to give. Others may
/// have taken over meanwhile what this process still thinks it owns.
/// </summary>
internal sealed class Heartbeat(TimeProvider time) : IHostedService, IDisposable
{
    /// <summary>A standstill is a time without a beat of more than this.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan s_period = TimeSpan.FromMilliseconds(250);

    private ITimer? _timer;
    private long _last = time.GetTimestamp();
    private long _standstills;

    /// <summary>Rises with every standstill, also with one that is noticed only now.</summary>
    public long Standstills => Interlocked.Read(ref _standstills) + (IsLate ? 1 : 0);

    private bool IsLate => time.GetElapsedTime(Interlocked.Read(ref _last)) > Longest;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        Interlocked.Exchange(ref _last, time.GetTimestamp());
        _timer = time.CreateTimer(_ => Beat(), null, s_period, s_period);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _timer?.Dispose();

    private void Beat()
    {
        if (IsLate)
        {
            Interlocked.Increment(ref _standstills);
        }

        Interlocked.Exchange(ref _last, time.GetTimestamp());
    }
}
