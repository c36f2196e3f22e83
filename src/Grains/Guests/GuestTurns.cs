using RailHub.Contracts;

namespace RailHub.Grains.Guests;

/// <summary>Whose turn it is at one guest link, by the monotonic clock. It is in memory only: after a restart everybody may press.</summary>
internal sealed class GuestTurns(TimeProvider time)
{
    // Those who have to pause; the newest last. The common pause keeps it short.
    private readonly List<(Guid Guest, long At)> _pressed = [];
    private (Guid Guest, long At)? _last;

    /// <summary>The link as it is now: it says how long the pauses are.</summary>
    public required GuestLink Link { get; set; }

    /// <summary>Whether somebody has pressed, and what that made is to be taken back when nobody does any more.</summary>
    public bool WasTouched { get; private set; }

    /// <summary>Whether nobody has pressed for the time after which the fallback comes.</summary>
    public bool IsDeserted => WasTouched && time.GetElapsedTime(_last!.Value.At) >= TimeSpan.FromMinutes(Link.FallbackAfter);

    private TimeSpan Common => TimeSpan.FromSeconds(Link.CommonPause);

    private TimeSpan Own => TimeSpan.FromSeconds(Link.OwnPause);

    /// <summary>Whether a guest may press.</summary>
    public GuestTurn Of(Guid guest)
    {
        var wait = TimeSpan.Zero;
        if (_last is { } last)
        {
            wait = Common - time.GetElapsedTime(last.At);
        }

        if (_pressed.FindLast(press => press.Guest == guest) is { At: > 0 } own && Own - time.GetElapsedTime(own.At) is var pause && pause > wait)
        {
            wait = pause;
        }

        return new GuestTurn(Math.Max(0, (long)Math.Ceiling(wait.TotalMilliseconds)), _last?.Guest == guest);
    }

    /// <summary>A guest presses; the caller has seen that it may.</summary>
    public void Take(Guid guest)
    {
        _pressed.RemoveAll(press => time.GetElapsedTime(press.At) >= Own);
        _last = (guest, time.GetTimestamp());
        _pressed.Add(_last.Value);
        WasTouched = true;
    }

    /// <summary>The fallback has come.</summary>
    public void Rest() => WasTouched = false;
}
