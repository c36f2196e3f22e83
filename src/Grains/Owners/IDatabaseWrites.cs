namespace RailHub.Grains.Owners;

/// <summary>Whether the club's database takes what is written to it: one that answers questions need not.</summary>
public interface IDatabaseWrites
{
    /// <summary>
    /// Why it refused to be written, as a clause; null when it has not lately, or has been written since. Nothing is written to find out.
    /// </summary>
    string? Refused { get; }
}
