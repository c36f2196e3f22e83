using System.Text.Json.Serialization;
using RailHub.Contracts.Serialization;

namespace RailHub.Contracts;

/// <summary>A sign-in by password.</summary>
/// <param name="UserName">Who.</param>
/// <param name="Password">Their password.</param>
public sealed record SignIn(string UserName, string Password);

/// <summary>The first account of a club, made by the code that its console shows.</summary>
/// <param name="Code">The code.</param>
/// <param name="UserName">As in <see cref="MemberDraft"/>.</param>
/// <param name="DisplayName">As in <see cref="MemberDraft"/>.</param>
/// <param name="Password">As in <see cref="PasswordReset"/>.</param>
/// <param name="Language">One of the dashboard's languages; null = that of the browser.</param>
public sealed record Founding(string Code, string UserName, string DisplayName, string Password, string? Language = null);

/// <summary>How a caller stands with the club.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<SignInStatus>))]
public enum SignInStatus
{
    /// <summary>The club has no owner yet: the set-up page is all there is.</summary>
    Unfounded,

    /// <summary>Nobody is signed in here.</summary>
    SignedOut,

    /// <summary>Somebody is.</summary>
    SignedIn,
}

/// <summary>What a page needs to know before anything else.</summary>
/// <param name="Status">How the caller stands.</param>
/// <param name="CanEnterDemo">Whether this browser may go into the demo without an account.</param>
/// <param name="Provider">The name of the outside provider that one may sign in by; null = there is none.</param>
/// <param name="You">Who is signed in.</param>
public sealed record SignInState(SignInStatus Status, bool CanEnterDemo, string? Provider, SignedIn? You);

/// <summary>Who is signed in, and what they may.</summary>
/// <param name="Kind">What kind of actor.</param>
/// <param name="Name">As in <see cref="Actor"/>.</param>
/// <param name="UserName">What a member signs in by; null for others.</param>
/// <param name="Member">The member; null for others.</param>
/// <param name="Language">The language that a member has chosen; null = that of the browser.</param>
/// <param name="IsAdministrator">Whether everything is theirs to do.</param>
/// <param name="Roles">What they are in which layout; empty for an administrator, who is an owner in all, and for a guest.</param>
/// <param name="Everywhere">What they are in every layout at least; null = nothing. An administrator is an owner.</param>
public sealed record SignedIn(
    ActorKind Kind,
    string Name,
    string? UserName,
    MemberId? Member,
    string? Language,
    bool IsAdministrator,
    IReadOnlyList<RoleIn> Roles,
    Role? Everywhere = null);

/// <summary>What members change of their own account; what is null stays.</summary>
/// <param name="DisplayName">1 to 60 characters.</param>
/// <param name="Language">One of the dashboard's languages; empty = that of the browser.</param>
public sealed record OwnEdit(string? DisplayName = null, string? Language = null);
