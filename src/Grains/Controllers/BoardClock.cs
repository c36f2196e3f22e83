namespace RailHub.Grains.Controllers;

/// <summary>
/// The monotonic clock that one board's plan runs on, from the activation's start: the wall clock may be set, and must neither stop
/// retries nor hurry them.
/// </summary>
internal sealed class BoardClock(TimeProvider time)
{
    private readonly long _origin = time.GetTimestamp();

    public TimeSpan Now => time.GetElapsedTime(_origin);

    /// <summary>The moment of a timestamp of the same time provider.</summary>
    public TimeSpan At(long timestamp) => time.GetElapsedTime(_origin, timestamp);

    /// <summary>The moment of a time of the day, as the wall clock stands now.</summary>
    public TimeSpan At(DateTimeOffset moment) => Now + (moment - time.GetUtcNow());
}
