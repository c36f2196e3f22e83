using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using RailHub.Contracts;
using RailHub.Gateway.History;
using RailHub.Persistence;

namespace RailHub.Gateway.Members;

/// <summary>Who is what in a layout.</summary>
internal sealed class LayoutMembers(MembershipEdits edits)
{
    private static readonly Refusal s_memberUnknown = Refusal.NotFound(RefusalCodes.MemberUnknown, "There is no such member.");
    private static readonly Refusal s_layoutUnknown = Refusal.NotFound(RefusalCodes.LayoutUnknown, "There is no such layout.");

    private static readonly Refusal s_lastOwner = new(
        RefusalKind.Conflict,
        RefusalCodes.LastOwner,
        "This is the layout's last owner. Make somebody else one first, or ask an administrator.");

    /// <summary>All members of the club, with what they are in the layout.</summary>
    public Task<Outcome<IReadOnlyList<LayoutMember>>> GetAllAsync(LayoutId layout, CancellationToken cancellation) =>
        edits.AskAsync<IReadOnlyList<LayoutMember>>(
            async either =>
            {
                var members = await edits.Database.Members.AsNoTracking().OrderBy(row => row.DisplayName).ThenBy(row => row.Id).ToListAsync(either);
                var roles = await edits.Database.Roles.AsNoTracking()
                    .Where(row => row.LayoutId == layout).ToDictionaryAsync(row => row.MemberId, row => row.Role, either);
                return new Outcome<IReadOnlyList<LayoutMember>>(
                    members.ConvertAll(row => ToContract(row, roles.TryGetValue(row.Id, out var role) ? role : null)), null);
            },
            cancellation);

    /// <summary>Gives a member a role in a layout, or takes it.</summary>
    /// <param name="caller">Who does it: only an administrator leaves a layout without an owner.</param>
    /// <param name="layout">The layout.</param>
    /// <param name="member">The member.</param>
    /// <param name="role">The role; null = none.</param>
    /// <param name="cancellation">Ends it.</param>
    public Task<Outcome<LayoutMember>> SetAsync(
        Pass caller, LayoutId layout, MemberId member, Role? role, CancellationToken cancellation) => edits.EditAsync<LayoutMember>(
        async either =>
        {
            var database = edits.Database;
            if (!await database.Layouts.AnyAsync(row => row.Id == layout, either))
            {
                return s_layoutUnknown;
            }

            if (await database.Members.SingleOrDefaultAsync(row => row.Id == member.Value, either) is not { } found)
            {
                return s_memberUnknown;
            }

            var roles = await database.Roles.Where(row => row.LayoutId == layout).ToListAsync(either);
            var before = roles.Find(row => row.MemberId == member.Value);
            if (before?.Role == Role.Owner && role != Role.Owner && roles.Count(row => row.Role == Role.Owner) == 1 && !caller.IsAdministrator)
            {
                return s_lastOwner;
            }

            if (role is not { } wanted)
            {
                if (before is not null)
                {
                    database.Roles.Remove(before);
                }
            }
            else if (before is null)
            {
                database.Roles.Add(new RoleRow { MemberId = member.Value, LayoutId = layout, Role = wanted });
            }
            else
            {
                before.Role = wanted;
            }

            return ToContract(found, role);
        },
        set => new AuditEntry(role is null ? HistoryKind.RoleTaken : HistoryKind.RoleGiven)
        {
            Layout = layout,
            Subject = set.DisplayName,
            Value = role is { } given ? JsonNamingPolicy.CamelCase.ConvertName(given.ToString()) : null,
        },
        cancellation);

    private static LayoutMember ToContract(MemberRow row, Role? role) =>
        new(new MemberId(row.Id), row.UserName!, row.DisplayName, role, row.IsAdministrator);
}
