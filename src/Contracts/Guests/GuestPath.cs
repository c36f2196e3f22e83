namespace RailHub.Contracts;

/// <summary>Where visitors come in by a guest link.</summary>
/// <param name="Path">The path of the page, with the secret that opens it: <c>/g/…</c>.</param>
public sealed record GuestPath(string Path);
