namespace RailHub.Contracts;

/// <summary>Targets to apply without a scene; also what undoes a recall.</summary>
/// <param name="Targets">1..5000 targets, no output twice.</param>
[GenerateSerializer, Immutable, Alias("RailHub.TargetList")]
public sealed record TargetList([property: Id(0)] IReadOnlyList<SceneTarget> Targets);

/// <summary>What came of one target.</summary>
/// <param name="Controller">The board.</param>
/// <param name="Pin">GPIO number.</param>
/// <param name="Result">What came of it.</param>
/// <param name="Reason">What the board said when it refused; null otherwise.</param>
[GenerateSerializer, Immutable, Alias("RailHub.TargetResult")]
public sealed record TargetResult(
    [property: Id(0)] MacAddress Controller,
    [property: Id(1)] int Pin,
    [property: Id(2)] CommandResult Result,
    [property: Id(3)] string? Reason = null);

/// <summary>What came of a recall, target by target.</summary>
/// <param name="Results">One for each target, in the order of the scene.</param>
/// <param name="Before">What the outputs that were told something were before; applying it undoes the recall.</param>
[GenerateSerializer, Immutable, Alias("RailHub.Recall")]
public sealed record Recall(
    [property: Id(0)] IReadOnlyList<TargetResult> Results,
    [property: Id(1)] IReadOnlyList<SceneTarget> Before);
