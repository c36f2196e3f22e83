using RailHub.Grains.Owners;

namespace RailHub.Grains.Controllers;

/// <summary>
/// Paces how the links of a silo are opened: so many at a time, first come first served. A club that gets its power back, or the boards of
/// a silo that died, would else be called all at once over one radio, and those that answer late be called twice. Nothing else waits.
/// </summary>
internal sealed class LinkOpenings(OutsideContact contact, TimeProvider time)
{
    /// <summary>How many links may be opening at once.</summary>
    public const int AtOnce = 32;

    /// <summary>How long one counts. A board that is off takes longer, and lets the next begin.</summary>
    public static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(1_500);

    private readonly SemaphoreSlim _free = new(AtOnce);

    /// <summary>
    /// Waits for a turn, which ends when it is disposed of. Null when nothing may be opened: others may have taken over what was this
    /// silo's.
    /// </summary>
    /// <param name="cancellation">Gives up waiting.</param>
    public async Task<IDisposable?> EnterAsync(CancellationToken cancellation)
    {
        await _free.WaitAsync(cancellation);
        var opening = new Opening(_free);
        opening.EndAfter(Turn, time);
        if (!contact.IsSilent)
        {
            return opening;
        }

        opening.Dispose();
        return null;
    }

    private sealed class Opening(SemaphoreSlim free) : IDisposable
    {
        private ITimer? _end;
        private int _isOver;

        public void EndAfter(TimeSpan turn, TimeProvider time) =>
            _end = time.CreateTimer(_ => Leave(), null, turn, Timeout.InfiniteTimeSpan);

        public void Dispose()
        {
            _end?.Dispose();
            Leave();
        }

        private void Leave()
        {
            if (Interlocked.Exchange(ref _isOver, 1) == 0)
            {
                free.Release();
            }
        }
    }
}
