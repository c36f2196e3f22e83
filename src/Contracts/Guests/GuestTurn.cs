namespace RailHub.Contracts;

/// <summary>Whose turn it is.</summary>
/// <param name="Wait">In how many milliseconds this guest may press; 0: now.</param>
/// <param name="IsYours">Whether the last press was this guest's; nobody can see whose it was otherwise.</param>
[GenerateSerializer, Immutable, Alias("RailHub.GuestTurn")]
public sealed record GuestTurn([property: Id(0)] long Wait, [property: Id(1)] bool IsYours);
