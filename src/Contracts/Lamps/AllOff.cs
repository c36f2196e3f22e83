namespace RailHub.Contracts;

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
