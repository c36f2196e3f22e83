using System.Collections.Frozen;
using RailHub.Contracts;
using RailHub.Gateway.Security;

namespace RailHub.Gateway.Members;

/// <summary>What somebody who got in may do, as it was last read.</summary>
internal sealed record Pass
{
    public required PassKey Key { get; init; }

    /// <summary>Who it is, without an address.</summary>
    public required Actor Actor { get; init; }

    /// <summary>The member whose it is; null = nobody's in particular.</summary>
    public MemberId? Member { get; init; }

    /// <summary>When it is void, in milliseconds since 1970 UTC; null = never.</summary>
    public long? ExpiresAt { get; init; }

    /// <summary>Whether the club's accounts and the making of layouts are theirs.</summary>
    public bool IsAdministrator { get; init; }

    /// <summary>What they are in every layout at least, also in one that is not made yet; null = nothing.</summary>
    public Role? Everywhere { get; init; }

    /// <summary>What they are in single layouts.</summary>
    public FrozenDictionary<LayoutId, Role> Roles { get; init; } = FrozenDictionary<LayoutId, Role>.Empty;

    public Role? RoleIn(LayoutId layout) => Roles.TryGetValue(layout, out var role) && !(Everywhere >= role) ? role : Everywhere;

    /// <summary>Whether a layout is there at all for them.</summary>
    public bool Sees(LayoutId layout) => RoleIn(layout) is not null;

    /// <summary>Whether they have a right, in one layout, or where no layout is concerned.</summary>
    /// <param name="right">One of <see cref="Rights"/>.</param>
    /// <param name="layout">The layout; null = none, where all who got in may look and the rest is the administrators'.</param>
    public bool May(string right, LayoutId? layout) =>
        right == Rights.Administer ? IsAdministrator
        : layout is { } id ? RoleIn(id) >= Rights.RoleFor(right)
        : right is Rights.Enter or Rights.View || IsAdministrator;

    /// <summary>Whether it opens the same doors as another one.</summary>
    public bool OpensSame(Pass other) =>
        (IsAdministrator, Everywhere) == (other.IsAdministrator, other.Everywhere)
        && Roles.Count == other.Roles.Count
        && Roles.All(role => other.Roles.TryGetValue(role.Key, out var same) && same == role.Value);
}
