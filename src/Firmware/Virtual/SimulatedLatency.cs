namespace RailHub.Firmware.Virtual;

/// <summary>The time a board takes over a command: a fixed part and a random one.</summary>
internal sealed class SimulatedLatency(TimeSpan latency, TimeSpan jitter, int seed, TimeProvider timeProvider)
{
    private readonly Lock _gate = new();
    private readonly Random _random = new(seed);

    /// <summary>Waits as long as was drawn, and gives that.</summary>
    public async ValueTask<TimeSpan> WaitAsync(CancellationToken cancellationToken)
    {
        var delay = Next();
        if (delay > TimeSpan.Zero)
            await Task.Delay(delay, timeProvider, cancellationToken);
        return delay;
    }

    private TimeSpan Next()
    {
        if (jitter <= TimeSpan.Zero)
            return latency;
        lock (_gate)
            return latency + jitter * _random.NextDouble();
    }
}
