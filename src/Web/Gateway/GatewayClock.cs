namespace RailHub.Web.Gateway;

/// <summary>
/// What the gateway's clock shows now: tablets of a club, and computers without a battery for their clock, are minutes off. It is learnt from
/// the dates of answers (RFC 9110 6.6.1).
/// </summary>
/// <param name="time">This browser's clock.</param>
public sealed class GatewayClock(TimeProvider time)
{
    // A date has whole seconds, and a server may write the same one for a second more.
    private static readonly TimeSpan s_blur = TimeSpan.FromSeconds(2);

    private (TimeSpan Least, TimeSpan Most)? _ahead;

    /// <summary>The moment by the gateway's clock, a second more or less.</summary>
    public DateTimeOffset Now => time.GetUtcNow() + Ahead;

    /// <summary>How far it is ahead of the browser's clock; zero unless answers prove that the two differ.</summary>
    public TimeSpan Ahead => _ahead is var (least, most) && (least > TimeSpan.Zero || most < TimeSpan.Zero) ? (least + most) / 2 : TimeSpan.Zero;

    /// <summary>Takes the date of an answer.</summary>
    /// <param name="date">The date.</param>
    /// <param name="asked">When it was asked, by the browser's clock.</param>
    /// <param name="answered">When the answer came, by the browser's clock.</param>
    public void Hear(DateTimeOffset date, DateTimeOffset asked, DateTimeOffset answered)
    {
        var (least, most) = (date - answered, date + s_blur - asked);
        // A clock that was set since makes what was known before untrue.
        _ahead = _ahead is var (known, highest) && least <= highest && known <= most
            ? (least > known ? least : known, most < highest ? most : highest)
            : (least, most);
    }
}
