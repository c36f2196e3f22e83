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
/// <param name="Error">Of a step: how many percent the light is away from where it should be; the farthest goes first.</param>
internal readonly record struct Candidate(BoardCommand Command, ICommandSource Source, Rank Rank, TimeSpan Since, int Error = 0)
{
    /// <summary>The one that goes first; of two alike the one named first.</summary>
    public static Candidate? First(Candidate? one, Candidate? other) =>
        one is null || (other is { } second && second.IsBefore(one.Value)) ? other : one;

    public bool IsBefore(Candidate other) =>
        Rank != other.Rank ? Rank < other.Rank
        : Rank == Rank.Step && Error != other.Error ? Error > other.Error
        : Since < other.Since;
}
