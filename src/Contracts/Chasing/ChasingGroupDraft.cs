namespace RailHub.Contracts;

/// <summary>What a person enters to make or replace a chasing group.</summary>
/// <param name="Name">The name, 1..20 bytes of UTF-8.</param>
/// <param name="Interval">50..65535 milliseconds per step.</param>
/// <param name="Members">In running order.</param>
[GenerateSerializer, Immutable, Alias("RailHub.ChasingGroupDraft")]
public sealed record ChasingGroupDraft(
    [property: Id(0)] string Name,
    [property: Id(1)] long Interval,
    [property: Id(2)] IReadOnlyList<OutputAddress> Members);
