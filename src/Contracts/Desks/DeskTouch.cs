namespace RailHub.Contracts;

/// <summary>Who did something at the desk.</summary>
/// <param name="At">When.</param>
/// <param name="By">The name of who did it (<see cref="Actor.Label"/>); null = the platform itself.</param>
[GenerateSerializer, Immutable, Alias("RailHub.DeskTouch")]
public sealed record DeskTouch([property: Id(0)] DateTimeOffset At, [property: Id(1)] string? By);
