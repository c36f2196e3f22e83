namespace RailHub.Grains.Controllers;

/// <summary>
/// How many commands a board is sent: boards write flash at every one (protocol 8.1, 20).
/// A bucket of <see cref="Burst"/> that fills with <see cref="PerSecond"/>.
/// </summary>
internal sealed class CommandBudget(TimeProvider time)
{
    public const int PerSecond = 10;
    public const int Burst = 20;

    private double _tokens = Burst;
    private long _filled = time.GetTimestamp();

    /// <summary>Takes one command out of the budget, or tells how long to wait for it.</summary>
    public bool TryTake(out TimeSpan wait)
    {
        var now = time.GetTimestamp();
        _tokens = Math.Min(Burst, _tokens + (time.GetElapsedTime(_filled, now).TotalSeconds * PerSecond));
        _filled = now;
        if (_tokens >= 1)
        {
            _tokens--;
            wait = TimeSpan.Zero;
            return true;
        }

        // Whole milliseconds, rounded up: timers know nothing finer, and would be early by the rest.
        wait = TimeSpan.FromMilliseconds(Math.Ceiling((1 - _tokens) * 1000 / PerSecond));
        return false;
    }
}
