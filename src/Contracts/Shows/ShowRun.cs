namespace RailHub.Contracts;

/// <summary>How a show runs. A dashboard lets its time pass by itself: nothing is sent while nothing happens.</summary>
/// <param name="Mode">How it stands.</param>
/// <param name="Current">The cue that was last begun; null before the first.</param>
/// <param name="Next">The cue that comes next; null when there is none.</param>
/// <param name="NextAt">When it comes by itself; null when it waits for a hand, and while time stands still.</param>
/// <param name="CompletesAt">When the lights of the current cue are where they are to be; null while time stands still.</param>
/// <param name="Position">The show's time at <paramref name="AsOf"/>, in milliseconds since its beginning.</param>
/// <param name="AsOf">The moment of <paramref name="Position"/>.</param>
/// <param name="Rate">How fast time passes, in percent.</param>
/// <param name="Round">Which time it runs through, from 1.</param>
/// <param name="CanRelease">Whether it has changed something that can be as before.</param>
/// <param name="Troubles">What is not as its cues want it.</param>
/// <param name="By">The name of who did the last thing with it (<see cref="Actor.Label"/>), or of the show whose cue did; null = the show itself.</param>
/// <param name="IsKept">Whether the database has it; otherwise another player would go on from where it stood before.</param>
[GenerateSerializer, Immutable, Alias("RailHub.ShowRun")]
public sealed record ShowRun(
    [property: Id(0)] ShowMode Mode,
    [property: Id(1)] CueNumber? Current,
    [property: Id(2)] CueNumber? Next,
    [property: Id(3)] DateTimeOffset? NextAt,
    [property: Id(4)] DateTimeOffset? CompletesAt,
    [property: Id(5)] long Position,
    [property: Id(6)] DateTimeOffset AsOf,
    [property: Id(7)] int Rate,
    [property: Id(8)] int Round,
    [property: Id(9)] bool CanRelease,
    [property: Id(10)] IReadOnlyList<ShowTrouble> Troubles,
    [property: Id(11)] string? By = null,
    [property: Id(12)] bool IsKept = true)
{
    /// <summary>Whether another one says the same: lists that came over a wire are never the same object.</summary>
    public bool IsSame(ShowRun? other) => other is not null && this == other with { Troubles = Troubles } && Troubles.SequenceEqual(other.Troubles);
}
