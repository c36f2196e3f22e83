using Microsoft.EntityFrameworkCore;
using RailHub.Contracts;
using RailHub.Gateway.History;
using RailHub.Persistence;

namespace RailHub.Gateway.Members;

/// <summary>The club's accounts: made, changed and deleted by administrators, and by their members as far as they are their own.</summary>
internal sealed class Accounts(MembershipEdits edits, UserNames names, Passwords passwords, Sessions sessions, TimeProvider time)
{
    /// <summary>How long a code for a password is good for.</summary>
    public static readonly TimeSpan CodeLifetime = TimeSpan.FromDays(7);

    private static readonly Refusal s_unknown = Refusal.NotFound(RefusalCodes.MemberUnknown, "There is no such member.");

    private static readonly Refusal s_lastAdministrator = new(
        RefusalKind.Conflict,
        RefusalCodes.LastAdministrator,
        "This is the club's last administrator. Make somebody else one first.");

    private static readonly Refusal s_taken = new(
        RefusalKind.Conflict, RefusalCodes.UserNameTaken, "Another member has this user name, or one that looks like it. Choose another one.", "userName");

    private static readonly Refusal s_wrongPassword = Refusal.Invalid("current", RefusalCodes.PasswordWrong, "This is not your password.");

    private RailHubDb Database => edits.Database;

    public Task<Outcome<IReadOnlyList<Member>>> GetAllAsync(CancellationToken cancellation) => edits.AskAsync<IReadOnlyList<Member>>(
        async either =>
        {
            var rows = await Database.Members.AsNoTracking().OrderBy(row => row.DisplayName).ThenBy(row => row.Id).ToListAsync(either);
            var roles = (await Database.Roles.AsNoTracking().ToListAsync(either)).ToLookup(role => role.MemberId);
            return new Outcome<IReadOnlyList<Member>>([.. rows.Select(row => ToContract(row, roles[row.Id]))], null);
        },
        cancellation);

    /// <summary>Makes an account. Its member makes the password by a code, so that nobody else knows it.</summary>
    public Task<Outcome<MadeMember>> CreateAsync(MemberDraft draft, CancellationToken cancellation) => edits.EditAsync<MadeMember>(
        async either =>
        {
            if (!(await AddWithinAsync(draft.UserName, draft.DisplayName, draft.Language, draft.IsAdministrator, either)).Succeeded(out var row, out var refusal)
                || (refusal = await CheckLayoutsAsync(draft.Roles, either)) is not null)
            {
                return refusal!;
            }

            RoleRow[] roles = [.. draft.Roles.Select(role => new RoleRow { MemberId = row.Id, LayoutId = role.Layout, Role = role.Role })];
            Database.Roles.AddRange(roles);
            return new MadeMember(ToContract(row, roles), await OfferCodeAsync(row.Id, either));
        },
        made => new AuditEntry(HistoryKind.MemberMade) { Subject = made.Member.DisplayName },
        cancellation);

    /// <summary>Adds a member's row, within an edit.</summary>
    public async Task<Outcome<MemberRow>> AddWithinAsync(
        string? userName, string? displayName, string? language, bool isAdministrator, CancellationToken cancellation)
    {
        if (!UserNames.Check(userName).Succeeded(out var name, out var refusal)
            || !DisplayNames.Check("displayName", RefusalCodes.DisplayNameInvalid, displayName).Succeeded(out var shown, out refusal)
            || !Languages.Check(language).Succeeded(out var spoken, out refusal))
        {
            return refusal;
        }

        var key = names.NormalizeName(name);
        if (await Database.Members.AnyAsync(row => row.NormalizedUserName == key, cancellation))
        {
            return s_taken;
        }

        var now = time.GetUtcNow();
        var member = new MemberRow
        {
            Id = Guid.CreateVersion7(now),
            UserName = name,
            NormalizedUserName = key,
            DisplayName = shown,
            Language = spoken.Length == 0 ? null : spoken,
            IsAdministrator = isAdministrator,
            SecurityStamp = Guid.NewGuid().ToString(),
            CreatedAt = now.ToUnixTimeMilliseconds(),
        };
        Database.Members.Add(member);
        return member;
    }

    public Task<Outcome<Member>> EditAsync(MemberId id, MemberEdit edit, CancellationToken cancellation) => edits.EditAsync<Member>(
        async either =>
        {
            if (await FindAsync(id, either) is not { } row)
            {
                return s_unknown;
            }

            if (Put(row, edit.DisplayName, edit.Language) is { } refusal)
            {
                return refusal;
            }

            var stays = (edit.IsAdministrator ?? row.IsAdministrator) && !(edit.IsBlocked ?? row.IsBlocked);
            if (!stays && await IsLastAdministratorAsync(row, either))
            {
                return s_lastAdministrator;
            }

            row.IsAdministrator = edit.IsAdministrator ?? row.IsAdministrator;
            row.IsBlocked = edit.IsBlocked ?? row.IsBlocked;
            if (row.IsBlocked)
            {
                await sessions.EndWithinAsync(row.Id, null, either);
            }

            return ToContract(row, await Database.Roles.AsNoTracking().Where(role => role.MemberId == row.Id).ToListAsync(either));
        },
        edited => new AuditEntry(HistoryKind.MemberEdited) { Subject = edited.DisplayName, Value = What(edit) },
        cancellation);

    public async Task<Outcome<Done>> DeleteAsync(MemberId id, CancellationToken cancellation)
    {
        var name = "";
        return await edits.EditAsync<Done>(
            async either =>
            {
                if (await FindAsync(id, either) is not { } row)
                {
                    return s_unknown;
                }

                if (await IsLastAdministratorAsync(row, either))
                {
                    return s_lastAdministrator;
                }

                name = row.DisplayName;
                Database.Members.Remove(row);
                return Done.Instance;
            },
            _ => new AuditEntry(HistoryKind.MemberDeleted) { Subject = name },
            cancellation);
    }

    /// <summary>Makes a code by which a member makes a new password; the one before is void.</summary>
    public async Task<Outcome<PasswordCode>> OfferCodeAsync(MemberId id, CancellationToken cancellation)
    {
        var name = "";
        return await edits.EditAsync<PasswordCode>(
            async either =>
            {
                if (await FindAsync(id, either) is not { } row)
                {
                    return s_unknown;
                }

                name = row.DisplayName;
                return await OfferCodeAsync(row.Id, either);
            },
            _ => new AuditEntry(HistoryKind.PasswordCodeMade) { Subject = name },
            cancellation);
    }

    /// <summary>Changes what is a member's own to change.</summary>
    public Task<Outcome<Member>> EditOwnAsync(MemberId id, OwnEdit edit, CancellationToken cancellation) =>
        EditAsync(id, new MemberEdit(edit.DisplayName, edit.Language), cancellation);

    /// <summary>Changes a member's own password; their other sessions end.</summary>
    public async Task<Outcome<Done>> ChangePasswordAsync(MemberId id, Guid session, PasswordChange change, CancellationToken cancellation)
    {
        if (!(await edits.AskAsync<MemberRow>(async either => await FindAsync(id, either) is { } row ? row : s_unknown, cancellation))
                .Succeeded(out var member, out var refusal)
            || !(await passwords.VerifyAsync(member, change.Current ?? "", s_wrongPassword, cancellation)).Succeeded(out _, out refusal)
            || (refusal = Passwords.Check(change.Password, member.UserName!, member.DisplayName)) is not null)
        {
            return refusal;
        }

        return await edits.EditAsync<Done>(
            async either =>
            {
                SetPassword(member, change.Password);
                await sessions.EndWithinAsync(member.Id, session, either);
                return Done.Instance;
            },
            _ => new AuditEntry(HistoryKind.PasswordChanged) { Subject = member.DisplayName },
            cancellation);
    }

    /// <summary>Gives a member a password, within an edit; codes for it are void.</summary>
    public void SetPassword(MemberRow member, string password)
    {
        member.PasswordHash = passwords.Hash(member, password);
        member.SecurityStamp = Guid.NewGuid().ToString();
        Database.PasswordCodes.RemoveRange(Database.PasswordCodes.Where(code => code.MemberId == member.Id));
    }

    public async Task<MemberRow?> FindByNameAsync(string? userName, CancellationToken cancellation)
    {
        var key = names.NormalizeName(NameText.Clean(userName ?? ""));
        return await Database.Members.SingleOrDefaultAsync(row => row.NormalizedUserName == key, cancellation);
    }

    private Task<MemberRow?> FindAsync(MemberId id, CancellationToken cancellation) =>
        Database.Members.SingleOrDefaultAsync(row => row.Id == id.Value, cancellation);

    private async Task<bool> IsLastAdministratorAsync(MemberRow member, CancellationToken cancellation) =>
        member is { IsAdministrator: true, IsBlocked: false }
        && !await Database.Members.AnyAsync(row => row.Id != member.Id && row.IsAdministrator && !row.IsBlocked, cancellation);

    private async Task<Refusal?> CheckLayoutsAsync(IReadOnlyList<RoleIn>? roles, CancellationToken cancellation)
    {
        if (roles is null)
        {
            return Refusal.Invalid("roles", RefusalCodes.Malformed, "\"roles\" must not be null; [] is nobody in no layout.");
        }

        var known = await Database.Layouts.Select(row => row.Id).ToListAsync(cancellation);
        for (var index = 0; index < roles.Count; index++)
        {
            if (!known.Contains(roles[index].Layout))
            {
                return Refusal.Invalid($"roles[{index}].layout", RefusalCodes.LayoutUnknown, "There is no such layout.");
            }

            if (roles.Take(index).Any(role => role.Layout == roles[index].Layout))
            {
                return Refusal.Invalid($"roles[{index}].layout", RefusalCodes.Malformed, "A layout stands here twice; a member is one thing in a layout.");
            }
        }

        return null;
    }

    // By the names of the members of the request, so that it can be read without the program.
    private static string What(MemberEdit edit) => string.Join(", ", new[]
    {
        edit.DisplayName is null ? null : "displayName",
        edit.Language is null ? null : "language",
        edit.IsAdministrator is { } administers ? $"isAdministrator {(administers ? "on" : "off")}" : null,
        edit.IsBlocked is { } blocked ? $"isBlocked {(blocked ? "on" : "off")}" : null,
    }.OfType<string>());

    private static Refusal? Put(MemberRow row, string? displayName, string? language)
    {
        if (displayName is not null)
        {
            if (!DisplayNames.Check("displayName", RefusalCodes.DisplayNameInvalid, displayName).Succeeded(out var shown, out var refusal))
            {
                return refusal;
            }

            row.DisplayName = shown;
        }

        if (language is not null)
        {
            if (!Languages.Check(language).Succeeded(out var spoken, out var refusal))
            {
                return refusal;
            }

            row.Language = spoken.Length == 0 ? null : spoken;
        }

        return null;
    }

    private async Task<PasswordCode> OfferCodeAsync(Guid member, CancellationToken cancellation)
    {
        var code = OneTimeCode.Create();
        var expires = time.GetUtcNow() + CodeLifetime;
        if (await Database.PasswordCodes.SingleOrDefaultAsync(row => row.MemberId == member, cancellation) is { } before)
        {
            (before.Hash, before.ExpiresAt) = (OneTimeCode.Hash(code), expires.ToUnixTimeMilliseconds());
        }
        else
        {
            Database.PasswordCodes.Add(new PasswordCodeRow
            {
                MemberId = member,
                Hash = OneTimeCode.Hash(code),
                ExpiresAt = expires.ToUnixTimeMilliseconds(),
            });
        }

        return new PasswordCode(code, expires);
    }

    private static Member ToContract(MemberRow row, IEnumerable<RoleRow> roles) => new(
        new MemberId(row.Id),
        row.UserName!,
        row.DisplayName,
        row.Language,
        row.IsAdministrator,
        row.IsBlocked,
        row.PasswordHash is not null,
        [.. roles.Select(role => new RoleIn(role.LayoutId, role.Role))],
        DateTimeOffset.FromUnixTimeMilliseconds(row.CreatedAt),
        row.LastSeenAt is { } seen ? DateTimeOffset.FromUnixTimeMilliseconds(seen) : null);
}
