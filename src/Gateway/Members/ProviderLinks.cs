using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using RailHub.Contracts;
using RailHub.Gateway.History;
using RailHub.Persistence;

namespace RailHub.Gateway.Members;

/// <summary>Which account at the outside provider is whose: of each member one at most, and each of one member only.</summary>
internal sealed class ProviderLinks(MembershipEdits edits)
{
    private static readonly Refusal s_taken = new(
        RefusalKind.Conflict, RefusalCodes.ProviderTaken, "This account of the provider is linked with another member. Sign out there, and take your own.");

    private RailHubDb Database => edits.Database;

    public Task<Outcome<ProviderLink>> GetAsync(MemberId member, CancellationToken cancellation) => edits.AskAsync<ProviderLink>(
        async either => await FindAsync(member, either) is { } login ? new ProviderLink(login.ProviderDisplayName, login.LoginProvider) : new ProviderLink(),
        cancellation);

    /// <summary>Links a member, in the place of what they were linked with before.</summary>
    public Task<Outcome<Done>> LinkAsync(MemberId member, ProviderIdentity identity, CancellationToken cancellation) => edits.EditAsync<Done>(
        async either =>
        {
            if (await FindMemberWithinAsync(identity, either) is { } known && known.Id != member.Value)
            {
                return s_taken;
            }

            await EndWithinAsync(member, either);
            Database.ProviderLogins.Add(new IdentityUserLogin<Guid>
            {
                LoginProvider = identity.Issuer,
                ProviderKey = identity.Subject,
                ProviderDisplayName = identity.Name,
                UserId = member.Value,
            });
            return Done.Instance;
        },
        _ => new AuditEntry(HistoryKind.ProviderLinked) { Value = identity.Name },
        cancellation);

    /// <summary>Ends a member's link; their sessions stay.</summary>
    public async Task<Outcome<Done>> UnlinkAsync(MemberId member, CancellationToken cancellation)
    {
        string? name = null;
        return await edits.EditAsync<Done>(
            async either =>
            {
                name = (await FindAsync(member, either))?.ProviderDisplayName;
                return await EndWithinAsync(member, either) == 0
                    ? Refusal.NotFound(RefusalCodes.ProviderUnlinked, "You are linked with no account of the provider; it may have been ended already.")
                    : Done.Instance;
            },
            _ => new AuditEntry(HistoryKind.ProviderUnlinked) { Value = name },
            cancellation);
    }

    /// <summary>Whose an account at the provider is, within an edit; null = nobody's.</summary>
    public Task<MemberRow?> FindMemberWithinAsync(ProviderIdentity identity, CancellationToken cancellation) => Database.Members.SingleOrDefaultAsync(
        row => Database.ProviderLogins.Any(login => login.LoginProvider == identity.Issuer && login.ProviderKey == identity.Subject && login.UserId == row.Id),
        cancellation);

    private Task<IdentityUserLogin<Guid>?> FindAsync(MemberId member, CancellationToken cancellation) =>
        Database.ProviderLogins.AsNoTracking().SingleOrDefaultAsync(login => login.UserId == member.Value, cancellation);

    private Task<int> EndWithinAsync(MemberId member, CancellationToken cancellation) =>
        Database.ProviderLogins.Where(login => login.UserId == member.Value).ExecuteDeleteAsync(cancellation);
}
