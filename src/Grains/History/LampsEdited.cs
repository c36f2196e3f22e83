using RailHub.Contracts;

namespace RailHub.Grains.History;

/// <summary>Lamps before and after an edit of what is known of them.</summary>
internal sealed record LampsEdited(IReadOnlyList<Lamp> Before, IReadOnlyList<Lamp> After);
