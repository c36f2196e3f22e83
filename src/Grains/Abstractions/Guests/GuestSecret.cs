namespace RailHub.Grains;

/// <summary>The secret of a guest link. Grains never see it: the gateways make it, and compare hashes.</summary>
/// <param name="Hash">SHA-256 of it, as 64 hexadecimal digits.</param>
/// <param name="Kept">What the gateways read it from to print the link again: encrypted by their data protection.</param>
[GenerateSerializer, Immutable, Alias("RailHub.GuestSecret")]
public sealed record GuestSecret([property: Id(0)] string Hash, [property: Id(1)] string Kept);
