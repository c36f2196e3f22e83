namespace RailHub.Contracts;

/// <summary>All that a guest sees.</summary>
/// <param name="Layout">The layout's name.</param>
/// <param name="Buttons">What may be pressed.</param>
/// <param name="Turn">Whether anything may be pressed now.</param>
/// <param name="OpenUntil">Until when the link works.</param>
/// <param name="Now">The server's time, by which to count down.</param>
public sealed record GuestView(string Layout, IReadOnlyList<GuestButtonState> Buttons, GuestTurn Turn, DateTimeOffset OpenUntil, DateTimeOffset Now);
