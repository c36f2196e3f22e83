namespace RailHub.Contracts;

/// <summary>What a program gets in by, in a member's name: <c>Authorization: Bearer</c>, or <c>access_token</c> for the hub.</summary>
/// <param name="Id">Its identity.</param>
/// <param name="Name">What it is for; one name once for each member.</param>
/// <param name="Role">What it is in its layouts at most; never more than its member.</param>
/// <param name="Layouts">The layouts that it is for; null = all of its member's.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ExpiresAt">When it is void; null = never.</param>
/// <param name="LastUsedAt">When it was last used, to about ten minutes; null = never.</param>
/// <param name="IsAdministrator">Whether it may also do what only administrators may.</param>
public sealed record Token(
    TokenId Id,
    string Name,
    Role Role,
    IReadOnlyList<LayoutId>? Layouts,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ExpiresAt,
    DateTimeOffset? LastUsedAt,
    bool IsAdministrator = false);

/// <summary>A token that is to be made.</summary>
/// <param name="Name">1 to 60 characters.</param>
/// <param name="Role">What it is in its layouts at most.</param>
/// <param name="Layouts">The layouts that it is for; null = all of its member's.</param>
/// <param name="ExpiresAt">When it is void; null = never.</param>
/// <param name="IsAdministrator">Whether it may also do what only administrators may; an administrator's only, and for all layouts.</param>
public sealed record TokenDraft(
    string Name, Role Role, IReadOnlyList<LayoutId>? Layouts = null, DateTimeOffset? ExpiresAt = null, bool IsAdministrator = false);

/// <summary>A token that was made.</summary>
/// <param name="Token">The token.</param>
/// <param name="Secret">What the program sends. It is told once.</param>
public sealed record MadeToken(Token Token, string Secret);
