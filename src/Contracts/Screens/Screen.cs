namespace RailHub.Contracts;

/// <summary>A wall screen that was let in: it looks at one layout, and does nothing.</summary>
/// <param name="Id">Its session.</param>
/// <param name="Name">What the club calls it.</param>
/// <param name="Address">The address that it came from.</param>
/// <param name="CreatedAt">When it was let in.</param>
/// <param name="LastSeenAt">When it was last here, to about ten minutes.</param>
public sealed record Screen(SessionId Id, string Name, string? Address, DateTimeOffset CreatedAt, DateTimeOffset LastSeenAt);

/// <summary>A screen that is to be let in.</summary>
/// <param name="Code">The six digits that it shows; spaces do not matter.</param>
/// <param name="Name">1 to 60 characters.</param>
public sealed record ScreenDraft(string Code, string Name);

/// <summary>What a screen shows until it is let in.</summary>
/// <param name="Code">Six digits, for a member to type who owns the layout.</param>
/// <param name="Key">What the screen asks by whether it was let in. It shows it to nobody.</param>
/// <param name="ExpiresAt">When both are void.</param>
public sealed record ScreenCode(string Code, string Key, DateTimeOffset ExpiresAt);

/// <summary>A screen asks whether it was let in.</summary>
/// <param name="Key">Its <see cref="ScreenCode.Key"/>.</param>
public sealed record ScreenKey(string Key);

/// <summary>Whether a screen was let in.</summary>
/// <param name="Layout">The layout that it may look at; null: not yet.</param>
public sealed record ScreenEntry(LayoutId? Layout);
