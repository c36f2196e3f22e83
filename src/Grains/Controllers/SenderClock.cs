namespace RailHub.Grains.Controllers;

/// <summary>
/// Turns the moments of somebody who plans on a board, maybe in another process, into those of the board's clock. Their clocks need not
/// agree: what counts is how much later than it was sent a message came, at least. The fastest of the last ones was the least held up.
/// </summary>
internal sealed class SenderClock
{
    private const int Remembered = 8;

    private readonly Queue<TimeSpan> _offsets = [];
    private long _epoch;

    /// <summary>A message came.</summary>
    /// <param name="epoch">The sender's epoch: another one has another clock.</param>
    /// <param name="sentAt">When, by its clock.</param>
    /// <param name="now">Now, by the board's.</param>
    public void Heard(long epoch, DateTimeOffset sentAt, TimeSpan now)
    {
        if (epoch != _epoch)
        {
            _epoch = epoch;
            _offsets.Clear();
        }

        if (_offsets.Count == Remembered)
        {
            _offsets.Dequeue();
        }

        _offsets.Enqueue(now - TimeSpan.FromTicks(sentAt.UtcTicks));
    }

    /// <summary>A moment of the sender, by the board's clock.</summary>
    public TimeSpan At(DateTimeOffset moment) => TimeSpan.FromTicks(moment.UtcTicks) + _offsets.Min();

    /// <summary>A moment of the board's clock, by the sender's.</summary>
    public DateTimeOffset Of(TimeSpan moment) => new((moment - _offsets.Min()).Ticks, TimeSpan.Zero);
}
