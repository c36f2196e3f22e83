namespace RailHub.Contracts;

/// <summary>Boards that are to be added at once.</summary>
/// <param name="Controllers">1..<see cref="Most"/> boards, no address twice.</param>
[GenerateSerializer, Immutable, Alias("RailHub.ControllerDrafts")]
public sealed record ControllerDrafts([property: Id(0)] IReadOnlyList<ControllerDraft> Controllers)
{
    /// <summary>How many can be added at once.</summary>
    public const int Most = 64;
}
