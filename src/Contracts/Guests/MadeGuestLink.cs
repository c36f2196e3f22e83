namespace RailHub.Contracts;

/// <summary>A guest link that was made.</summary>
/// <param name="Link">The link.</param>
/// <param name="Path">As in <see cref="GuestPath"/>.</param>
public sealed record MadeGuestLink(GuestLink Link, string Path);
