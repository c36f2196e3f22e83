using RailHub.Grains.Hosting;

namespace RailHub.Grains.Controllers;

/// <summary>
/// How many commands a board is sent: boards write flash at every one (protocol 8.1, 20).
/// A bucket of <see cref="BoardOptions.CommandBurst"/> that fills with <see cref="BoardOptions.CommandsPerSecond"/>; some of it is kept
/// for people, whatever shows do.
/// </summary>
internal sealed class CommandBudget(BoardOptions options, TimeProvider time)
{
    private const int KeptFromEdges = 4;
    private const int KeptFromSteps = 7;

    private double _tokens = options.CommandBurst;
    private long _filled = time.GetTimestamp();

    /// <summary>Takes one command out of the budget, or tells how long to wait for it.</summary>
    public bool TryTake(Rank rank, out TimeSpan wait)
    {
        var now = time.GetTimestamp();
        _tokens = Math.Min(options.CommandBurst, _tokens + (time.GetElapsedTime(_filled, now).TotalSeconds * options.CommandsPerSecond));
        _filled = now;
        var missing = 1 - _tokens + rank switch { Rank.Step => KeptFromSteps, Rank.Edge => KeptFromEdges, _ => 0 };
        if (missing <= 0)
        {
            _tokens--;
            wait = TimeSpan.Zero;
            return true;
        }

        // Whole milliseconds, rounded up: timers know nothing finer, and would be early by the rest.
        wait = TimeSpan.FromMilliseconds(Math.Ceiling(missing * 1000 / options.CommandsPerSecond));
        return false;
    }

    /// <summary>Gives back what was taken for a command that was not sent.</summary>
    public void GiveBack() => _tokens = Math.Min(options.CommandBurst, _tokens + 1);
}
