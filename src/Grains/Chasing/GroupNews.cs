namespace RailHub.Grains.Chasing;

/// <summary>What a report says of a <see cref="GroupTrack"/>.</summary>
internal enum GroupNews
{
    /// <summary>Nothing new.</summary>
    None,

    /// <summary>The board does what is wanted, or something else came out that has to be kept.</summary>
    Done,

    /// <summary>It does not run any more, and nothing of it is left to look after.</summary>
    Gone,
}
