using System.Collections.Frozen;
using Microsoft.EntityFrameworkCore;
using RailHub.Contracts;
using RailHub.Persistence;

namespace RailHub.Gateway.Members;

/// <summary>All passes of the club as they were at one moment.</summary>
internal sealed class Passes
{
    /// <summary>Before anything was read.</summary>
    public static Passes None { get; } = new() { Version = -1 };

    private FrozenDictionary<PassKey, Pass> _all = FrozenDictionary<PassKey, Pass>.Empty;
    private FrozenDictionary<string, PassKey> _tokens = FrozenDictionary<string, PassKey>.Empty;

    /// <summary><see cref="MembershipRow.Version"/> of what was read; -1 = nothing.</summary>
    public required long Version { get; init; }

    /// <summary>Whether the club has its first owner.</summary>
    public bool IsFounded { get; init; }

    /// <summary>All of them, void or not.</summary>
    public IReadOnlyList<Pass> All => _all.Values;

    /// <summary>A pass, void or not.</summary>
    public Pass? this[PassKey key] => _all.GetValueOrDefault(key);

    /// <summary>Which pass a token stands for.</summary>
    /// <param name="hash"><see cref="TokenSecret.Hash"/> of the token.</param>
    public PassKey? Find(byte[] hash) => _tokens.TryGetValue(Convert.ToHexString(hash), out var key) ? key : null;

    public static async Task<Passes> ReadAsync(RailHubDb database, CancellationToken cancellation)
    {
        // First the version: what changes while the rest is read is read once more.
        var club = await database.Memberships.AsNoTracking().SingleAsync(cancellation);
        var members = await database.Members.AsNoTracking().ToDictionaryAsync(member => member.Id, cancellation);
        var roles = (await database.Roles.AsNoTracking().ToListAsync(cancellation)).ToLookup(role => role.MemberId);
        var sessions = await database.Sessions.AsNoTracking().ToListAsync(cancellation);
        var tokens = await database.Tokens.AsNoTracking().ToListAsync(cancellation);

        Pass[] passes =
        [
            .. sessions.Select(session => Of(session, members, roles)).OfType<Pass>(),
            .. tokens.Select(token => Of(token, members[token.MemberId], roles)).OfType<Pass>(),
        ];
        return new Passes
        {
            Version = club.Version,
            IsFounded = club.FoundedAt is not null,
            _all = passes.ToFrozenDictionary(pass => pass.Key),
            _tokens = tokens.ToFrozenDictionary(token => Convert.ToHexString(token.Hash), token => new PassKey(token.Id)),
        };
    }

    private static Pass? Of(SessionRow session, Dictionary<Guid, MemberRow> members, ILookup<Guid, RoleRow> roles)
    {
        var key = new PassKey(session.Id);
        if (session.LayoutId is { } layout)
        {
            return new Pass
            {
                Key = key,
                Actor = new Actor(session.Kind, session.Device, session.Id, null),
                ExpiresAt = session.ExpiresAt,
                Roles = new Dictionary<LayoutId, Role> { [layout] = Role.Viewer }.ToFrozenDictionary(),
            };
        }

        return session.MemberId is not { } id
            ? new Pass
            {
                Key = key,
                Actor = new Actor(session.Kind, "", null, null),
                ExpiresAt = session.ExpiresAt,
                IsAdministrator = true,
                Everywhere = Role.Owner,
            }
            : members[id] is { IsBlocked: false } member
            ? new Pass
            {
                Key = key,
                Actor = new Actor(session.Kind, member.DisplayName, id, null),
                Member = new MemberId(id),
                ExpiresAt = session.ExpiresAt,
                IsAdministrator = member.IsAdministrator,
                Everywhere = member.IsAdministrator ? Role.Owner : null,
                Roles = roles[id].ToFrozenDictionary(role => role.LayoutId, role => role.Role),
            }
            : null;
    }

    /// <summary>Never more than its member's, whatever became of that since.</summary>
    private static Pass? Of(TokenRow token, MemberRow member, ILookup<Guid, RoleRow> roles)
    {
        if (member.IsBlocked)
        {
            return null;
        }

        bool IsFor(LayoutId layout) => token.Layouts is not { } layouts || layouts.Contains(layout.Value);
        Role Least(Role role) => role < token.Role ? role : token.Role;
        var isForAll = member.IsAdministrator && token.Layouts is null;
        return new Pass
        {
            Key = new PassKey(token.Id),
            Actor = new Actor(ActorKind.Token, $"{member.DisplayName} · {token.Name}", member.Id, null),
            Member = new MemberId(member.Id),
            ExpiresAt = token.ExpiresAt,
            IsAdministrator = isForAll && token.IsAdministrator,
            Everywhere = isForAll ? token.Role : null,
            Roles = (member.IsAdministrator
                    ? (token.Layouts ?? []).Select(layout => KeyValuePair.Create(new LayoutId(layout), token.Role))
                    : roles[member.Id].Where(role => IsFor(role.LayoutId)).Select(role => KeyValuePair.Create(role.LayoutId, Least(role.Role))))
                .ToFrozenDictionary(),
        };
    }
}
