namespace RailHub.Grains.Shows;

/// <summary>What has to be planned anew on the boards because a show goes on otherwise than it was planned.</summary>
internal enum CourseChange
{
    /// <summary>Nothing: what was planned holds.</summary>
    None,

    /// <summary>What has not begun.</summary>
    Ahead,

    /// <summary>All; what is on its way takes the rest of its time.</summary>
    Carry,

    /// <summary>All; the whole look is brought about.</summary>
    Look,

    /// <summary>All is taken back, and what is on its way stays where it is.</summary>
    Freeze,
}
