namespace RailHub.Contracts;

/// <summary>What a guest comes in by.</summary>
/// <param name="Token">The secret of a guest link: what follows <c>/g/</c> in its address.</param>
public sealed record GuestEntry(string Token);
