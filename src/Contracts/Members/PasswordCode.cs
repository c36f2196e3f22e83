namespace RailHub.Contracts;

/// <summary>What a member makes a password by who has none, or has lost it. It is told once and works once; an administrator hands it over.</summary>
/// <param name="Code">The code, such as <c>K7QM-2FXA-9TRC</c>; capitals, hyphens and spaces do not matter.</param>
/// <param name="ExpiresAt">When it is void.</param>
public sealed record PasswordCode(string Code, DateTimeOffset ExpiresAt);

/// <summary>A password made by a code.</summary>
/// <param name="UserName">Whose.</param>
/// <param name="Code">The code.</param>
/// <param name="Password">The new password, 10 to 200 characters, not one that is often used.</param>
public sealed record PasswordReset(string UserName, string Code, string Password);

/// <summary>A password changed by its member.</summary>
/// <param name="Current">The one they have.</param>
/// <param name="Password">The new one.</param>
public sealed record PasswordChange(string Current, string Password);
