namespace RailHub.Grains.Owners;

/// <summary>How a piece of work on the database ended.</summary>
internal enum DatabaseOutcome
{
    /// <summary>It was done.</summary>
    Done,

    /// <summary>It did not answer in time; whether it was done, nobody knows.</summary>
    Late,

    /// <summary>Its disk is full.</summary>
    Full,

    /// <summary>It can only be read.</summary>
    ReadOnly,

    /// <summary>It could not be reached.</summary>
    Away,

    /// <summary>Something else was wrong.</summary>
    Failed,
}
