using RailHub.Contracts;
using RailHub.Persistence;

namespace RailHub.Grains.Owners;

/// <summary>What came of an edit before it is committed.</summary>
/// <param name="Outcome">What the caller hears.</param>
/// <param name="Apply">Changes memory accordingly, when the database has it; null when nothing changed.</param>
/// <param name="Events">What the history says of it: they are there if, and only if, the edit was carried out.</param>
internal readonly record struct Edited<T>(Outcome<T> Outcome, Action? Apply = null, params HistoryRow[] Events)
    where T : class
{
    public static implicit operator Edited<T>(Refusal refusal) => new(refusal);
}
