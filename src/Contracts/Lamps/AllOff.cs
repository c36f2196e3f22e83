namespace RailHub.Contracts;

/// <summary>What burnt and which chases ran before all was switched off; undoing it brings both back.</summary>
/// <param name="Targets">The lamps that were on, as they were; 5000 at most, no output twice.</param>
/// <param name="Chases">The chasing groups of the club that ran.</param>
[GenerateSerializer, Immutable, Alias("RailHub.Lights")]
public sealed record Lights([property: Id(0)] IReadOnlyList<SceneTarget> Targets, [property: Id(1)] IReadOnlyList<ChasingGroupId> Chases);

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

/// <summary>What came of switching a whole layout off.</summary>
/// <param name="Lamps">How many lamps were on and are off now.</param>
/// <param name="Waiting">How many were on and their boards have yet to switch them off.</param>
/// <param name="Failed">How many were on and stay so: <paramref name="Results"/> says why.</param>
/// <param name="Chases">How many chases ran and were stopped, or are told to stop.</param>
/// <param name="Results">One for each lamp that was on.</param>
/// <param name="ChaseResults">One for each chase that ran.</param>
/// <param name="Unheard">Boards that have not reported since the platform started, or could not be asked: what burns there is not known, and they were told nothing.</param>
/// <param name="Before">What undoing it takes.</param>
[GenerateSerializer, Immutable, Alias("RailHub.AllOff")]
public sealed record AllOff(
    [property: Id(0)] int Lamps,
    [property: Id(1)] int Waiting,
    [property: Id(2)] int Failed,
    [property: Id(3)] int Chases,
    [property: Id(4)] IReadOnlyList<TargetResult> Results,
    [property: Id(5)] IReadOnlyList<ChaseResult> ChaseResults,
    [property: Id(6)] IReadOnlyList<MacAddress> Unheard,
    [property: Id(7)] Lights Before);

/// <summary>What came of bringing lights back.</summary>
/// <param name="Results">One for each lamp, in their order.</param>
/// <param name="ChaseResults">One for each chase, in their order.</param>
[GenerateSerializer, Immutable, Alias("RailHub.LightsOn")]
public sealed record LightsOn([property: Id(0)] IReadOnlyList<TargetResult> Results, [property: Id(1)] IReadOnlyList<ChaseResult> ChaseResults);
