namespace RailHub.Contracts;

/// <summary>Whether a member may sign in by the outside provider.</summary>
/// <param name="Account">What the provider calls the account there that the member is linked with; null = none.</param>
/// <param name="Issuer">The provider, as it named itself then; null = none.</param>
public sealed record ProviderLink(string? Account = null, string? Issuer = null);

/// <summary>How a browser goes on to the outside provider.</summary>
/// <param name="Address">Where it goes, to come back by itself; good for a quarter of an hour, and for this browser.</param>
public sealed record ProviderVisit(string Address);
