namespace RailHub.Contracts;

/// <summary>A key in a member's phone or browser that signs in without a password (WebAuthn).</summary>
/// <param name="Id">The credential id in base64url.</param>
/// <param name="Name">What its member calls it.</param>
/// <param name="CreatedAt">When it was made.</param>
public sealed record Passkey(string Id, string Name, DateTimeOffset CreatedAt);

/// <summary>What a browser made by the options that it was given.</summary>
/// <param name="Credential">The browser's <c>PublicKeyCredential.toJSON()</c>, as text.</param>
/// <param name="Name">What its member calls it, 1 to 60 characters; null at a sign-in.</param>
public sealed record PasskeyAnswer(string Credential, string? Name = null);
