namespace RailHub.Contracts;

/// <summary>A person with an account.</summary>
/// <param name="Id">Its identity.</param>
/// <param name="UserName">What they sign in by; no two members have names that look alike.</param>
/// <param name="DisplayName">How others read their name.</param>
/// <param name="Language">The language of their dashboard, such as <c>de</c>; null = that of their browser.</param>
/// <param name="IsAdministrator">Whether all layouts and all accounts are theirs to run.</param>
/// <param name="IsBlocked">Whether they are kept out.</param>
/// <param name="HasPassword">Whether they can sign in by a password; someone invited cannot until they have used their code.</param>
/// <param name="Roles">What they are in which layout; an administrator needs none.</param>
/// <param name="CreatedAt">When the account was made.</param>
/// <param name="LastSeenAt">When they were last here, to about ten minutes; null = never.</param>
public sealed record Member(
    MemberId Id,
    string UserName,
    string DisplayName,
    string? Language,
    bool IsAdministrator,
    bool IsBlocked,
    bool HasPassword,
    IReadOnlyList<RoleIn> Roles,
    DateTimeOffset CreatedAt,
    DateTimeOffset? LastSeenAt);

/// <summary>An account that is to be made.</summary>
/// <param name="UserName">3 to 40 letters, digits, dots, hyphens or underscores; any language.</param>
/// <param name="DisplayName">1 to 60 characters.</param>
/// <param name="IsAdministrator">Whether it is an administrator's.</param>
/// <param name="Roles">What they are in which layout.</param>
/// <param name="Language">One of the dashboard's languages; null = that of the browser.</param>
public sealed record MemberDraft(string UserName, string DisplayName, bool IsAdministrator, IReadOnlyList<RoleIn> Roles, string? Language = null);

/// <summary>What is to change of an account; what is null stays.</summary>
/// <param name="DisplayName">1 to 60 characters.</param>
/// <param name="Language">One of the dashboard's languages; empty = that of the browser.</param>
/// <param name="IsAdministrator">The last administrator stays one.</param>
/// <param name="IsBlocked">Who is blocked is out at once.</param>
public sealed record MemberEdit(string? DisplayName = null, string? Language = null, bool? IsAdministrator = null, bool? IsBlocked = null);

/// <summary>An account that was made.</summary>
/// <param name="Member">The account.</param>
/// <param name="Code">What its member makes a password by.</param>
public sealed record MadeMember(Member Member, PasswordCode Code);

/// <summary>A member, seen from one layout.</summary>
/// <param name="Id">The member.</param>
/// <param name="UserName">What they sign in by.</param>
/// <param name="DisplayName">Their name.</param>
/// <param name="Role">What they are in the layout; null = nothing.</param>
/// <param name="IsAdministrator">Whether they may do everything here without a role.</param>
public sealed record LayoutMember(MemberId Id, string UserName, string DisplayName, Role? Role, bool IsAdministrator);
