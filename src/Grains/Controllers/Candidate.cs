namespace RailHub.Grains.Controllers;

/// <summary>Whose commands a board's budget serves first.</summary>
internal enum Rank
{
    /// <summary>What a person wants.</summary>
    Person,

    /// <summary>The start or end of what a show or a schedule wants.</summary>
    Edge,

    /// <summary>A step of a fade.</summary>
    Step,
}

/// <summary>A command that is due.</summary>
/// <param name="Command">The command.</param>
/// <param name="Source">Where it comes from.</param>
/// <param name="Rank">Who is served first.</param>
/// <param name="Since">Since when it waits; of one rank the longest waiting goes first.</param>
/// <param name="Seen">
/// How much of it is to be seen. Of a step: by how many percent the light is off; the farthest goes first, whatever waits. Of others that
/// wait alike: what strikes the eye most goes first.
/// </param>
internal readonly record struct Candidate(BoardCommand Command, ICommandSource Source, Rank Rank, TimeSpan Since, int Seen = 0)
{
    /// <summary>The one that goes first; of two alike the one named first.</summary>
    public static Candidate? First(Candidate? one, Candidate? other) =>
        one is null || (other is { } second && second.IsBefore(one.Value)) ? other : one;

    public bool IsBefore(Candidate other) =>
        Rank != other.Rank ? Rank < other.Rank
        : Rank == Rank.Step && Seen != other.Seen ? Seen > other.Seen
        : Since != other.Since ? Since < other.Since
        : Seen > other.Seen;
}
