namespace RailHub.Persistence;

/// <summary>What makes two names the same: their letters, not their case nor the space around them.</summary>
public static class NameKey
{
    /// <summary>
    /// The key of a name. It is made here and not in the database, whose idea of case differs:
    /// SQLite's NOCASE knows A to Z only, and Postgres follows the locale of its cluster.
    /// </summary>
    public static string Of(string name) => name.Trim().ToUpperInvariant();
}
