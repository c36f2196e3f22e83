using RailHub.Contracts;

namespace RailHub.Grains;

/// <summary>A guest link with what opens it.</summary>
/// <param name="Link">The link.</param>
/// <param name="Hash">As in <see cref="GuestSecret"/>.</param>
[GenerateSerializer, Immutable, Alias("RailHub.GuestDoor")]
public sealed record GuestDoor([property: Id(0)] GuestLink Link, [property: Id(1)] string Hash);
