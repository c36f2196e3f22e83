namespace RailHub.Gateway.Dashboards;

/// <summary>
/// How often one connection may ask for a layout, whole: some times at once, as when a person leafs through the layouts, and then
/// once in a while. Who asks more often waits for the answer; so a dashboard that always asks costs no more than one that watches.
/// </summary>
internal sealed class SnapshotBudget(TimeProvider time)
{
    internal const int AtOnce = 5;

    internal static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly long _began = time.GetTimestamp();

    // When the budget would be full again, counted from the beginning.
    private TimeSpan _full;

    /// <summary>Completes when the next may be given. Those who wait are served in the order they came.</summary>
    public Task Take(CancellationToken cancellation)
    {
        TimeSpan wait;
        lock (_lock)
        {
            var now = time.GetElapsedTime(_began);
            _full = (now > _full ? now : _full) + Period;
            wait = _full - now - (Period * AtOnce);
        }

        return wait > TimeSpan.Zero ? Task.Delay(wait, time, cancellation) : Task.CompletedTask;
    }
}
