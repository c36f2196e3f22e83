namespace RailHub.Contracts;

/// <summary>What came of one chase that was to start or to stop.</summary>
/// <param name="Controller">The board that runs it.</param>
/// <param name="Name">Its name.</param>
/// <param name="Group">The chasing group; null when only the board knows it.</param>
/// <param name="Status">How it is doing; null when it was refused.</param>
/// <param name="Refusal">Why it was refused; null otherwise.</param>
[GenerateSerializer, Immutable, Alias("RailHub.ChaseResult")]
public sealed record ChaseResult(
    [property: Id(0)] MacAddress Controller,
    [property: Id(1)] string Name,
    [property: Id(2)] ChasingGroupId? Group,
    [property: Id(3)] ChasingGroupStatus? Status,
    [property: Id(4)] Refusal? Refusal);
