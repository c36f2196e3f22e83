namespace RailHub.Contracts;

/// <summary>In a delta: what a member that may be none is now. A null instead of this says that it did not change.</summary>
/// <typeparam name="T">The member.</typeparam>
/// <param name="Value">What it is now; null when it became none.</param>
[GenerateSerializer, Immutable, Alias("RailHub.Became`1")]
public sealed record Became<T>([property: Id(0)] T? Value);
