using RailHub.Contracts;

namespace RailHub.Grains.Owners;

/// <summary>What came of an edit before it is committed.</summary>
/// <param name="Outcome">What the caller hears.</param>
/// <param name="Apply">Changes memory accordingly, when the database has it; null when nothing changed.</param>
internal readonly record struct Edited<T>(Outcome<T> Outcome, Action? Apply = null)
    where T : class
{
    public static implicit operator Edited<T>(Refusal refusal) => new(refusal);
}
