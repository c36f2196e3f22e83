using RailHub.Contracts;

namespace RailHub.Grains.Guests;

/// <summary>Whose turn it is at one guest link, by the monotonic clock. It is in memory only: after a restart everybody may press.</summary>
internal sealed class GuestTurns(GuestLink link, TimeProvider time)
{
    private readonly TimeSpan _common = TimeSpan.FromSeconds(link.CommonPause);
    private readonly TimeSpan _own = TimeSpan.FromSeconds(link.OwnPause);

    // Those who have to pause; the newest last. The common pause keeps it short.
    private readonly List<(Guid Guest, long At)> _pressed = [];
    private (Guid Guest, long At)? _last;

    /// <summary>Whether somebody has pressed, and what that made is to be taken back when nobody does any more.</summary>
    public bool WasTouched { get; private set; }

    /// <summary>Whether nobody has pressed for the time after which the fallback comes.</summary>
    public bool IsDeserted => WasTouched && time.GetElapsedTime(_last!.Value.At) >= TimeSpan.FromMinutes(link.FallbackAfter);

    /// <summary>Whether a guest may press.</summary>
    public GuestTurn Of(Guid guest)
    {
        var wait = TimeSpan.Zero;
        if (_last is { } last)
        {
            wait = _common - time.GetElapsedTime(last.At);
        }

        if (_pressed.FindLast(press => press.Guest == guest) is { At: > 0 } own && _own - time.GetElapsedTime(own.At) is var pause && pause > wait)
        {
            wait = pause;
        }

        return new GuestTurn(Math.Max(0, (long)Math.Ceiling(wait.TotalMilliseconds)), _last?.Guest == guest);
    }

    /// <summary>A guest presses; the caller has seen that it may.</summary>
    public void Take(Guid guest)
    {
        _pressed.RemoveAll(press => time.GetElapsedTime(press.At) >= _own);
        _last = (guest, time.GetTimestamp());
        _pressed.Add(_last.Value);
        WasTouched = true;
    }

    /// <summary>The fallback has come.</summary>
    public void Rest() => WasTouched = false;
}
