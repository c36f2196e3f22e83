namespace RailHub.Grains.Controllers;

/// <summary>One value that was sent to the board and was not seen in a report since.</summary>
internal sealed class Parcel<T>(T value, TimeSpan sentAt)
{
    public T Value { get; } = value;

    public TimeSpan SentAt { get; } = sentAt;

    /// <summary>When the board said yes: it had done it by then (protocol 2.3). Null when it has not.</summary>
    public TimeSpan? AnsweredAt { get; set; }

    /// <summary>That it does not show led to asking whose board it is.</summary>
    public bool IsDoubted { get; set; }

    /// <summary>When it was given up without an answer; the board may carry it out even later. Null when it was not.</summary>
    public TimeSpan? LostAt { get; set; }

    /// <summary>The board has answered a later one since: this one can only come out of order.</summary>
    public bool IsOvertaken { get; set; }
}
