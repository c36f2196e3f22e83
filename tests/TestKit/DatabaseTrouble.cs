namespace RailHub.TestKit;

/// <summary>How a database may be in trouble.</summary>
public enum DatabaseTrouble
{
    /// <summary>It cannot be reached, and says so at once.</summary>
    Away,

    /// <summary>It takes what it is told and says nothing.</summary>
    Hung,

    /// <summary>It can be read and not written.</summary>
    ReadOnly,
}
