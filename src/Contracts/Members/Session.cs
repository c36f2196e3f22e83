namespace RailHub.Contracts;

/// <summary>A browser in which a member is signed in.</summary>
/// <param name="Id">Its identity.</param>
/// <param name="Device">What the browser says of itself, shortened: "Firefox, Android".</param>
/// <param name="Address">The address that it signed in from.</param>
/// <param name="CreatedAt">When it signed in.</param>
/// <param name="LastSeenAt">When it was last here, to about ten minutes.</param>
/// <param name="IsThis">Whether it is the one that asks.</param>
public sealed record Session(SessionId Id, string Device, string? Address, DateTimeOffset CreatedAt, DateTimeOffset LastSeenAt, bool IsThis);
