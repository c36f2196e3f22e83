using Microsoft.EntityFrameworkCore;
using RailHub.Contracts;
using RailHub.Gateway.History;
using RailHub.Gateway.Security;
using RailHub.Persistence;

namespace RailHub.Gateway.Members;

/// <summary>The ways into the club: by password, by a code, by the outside provider, as the first owner, and into the demo. Each is tried a few times at most.</summary>
internal sealed class Entrance(
    MembershipEdits edits, Accounts accounts, UserNames names, Passwords passwords, Sessions sessions, SignInTries tries, Audit audit, TimeProvider time)
{
    /// <summary>What <see cref="SignInTries"/> counts who comes back from the outside provider by.</summary>
    public const string ProviderTries = "\0provider";

    private const string OwnerCodeTries = "\0owner code";

    private static readonly Refusal s_failed = new(
        RefusalKind.Unauthenticated, RefusalCodes.SignInFailed, "User name and password do not fit. Whoever has lost the password asks an administrator for a code.");

    private static readonly Refusal s_code = Refusal.Invalid(
        "code", RefusalCodes.CodeInvalid, "This code is wrong, used or too old. Ask for a new one.");

    // Also for a member who is blocked: nobody is told of accounts.
    private static readonly Refusal s_stranger = new(
        RefusalKind.Unauthenticated,
        RefusalCodes.ProviderStranger,
        "Nobody here is linked with your account at the provider. Ask an administrator for an account, sign in with it, and link it in My account.");

    private static readonly Refusal s_founded = new(
        RefusalKind.Conflict, RefusalCodes.ClubFounded, "The club has its owner already. Sign in; if all owners are lost, run reset-owner on the server.");

    /// <summary>Signs in by password.</summary>
    public async Task<Outcome<SignedIn>> SignInAsync(HttpContext http, SignIn sign, CancellationToken cancellation)
    {
        var account = Account(sign.UserName);
        var address = http.Connection.RemoteIpAddress;
        if (tries.Begin(address, account) is { } tooMany)
        {
            return tooMany;
        }

        // Null is for "there is no such member", which nobody is told.
        if (!(await edits.AskAsync<Found>(async either => new Found(await accounts.FindByNameAsync(sign.UserName, either)), cancellation))
                .Succeeded(out var found, out var refusal))
        {
            return refusal;
        }

        var verified = await passwords.VerifyAsync(found.Member, sign.Password ?? "", s_failed, cancellation);
        if (verified.Succeeded(out var member, out refusal) && !member.IsBlocked)
        {
            return await EnterAsync(http, account, member, HistoryKind.SignedIn, cancellation);
        }

        NoteFailed(http, found.Member);
        return refusal ?? s_failed;
    }

    /// <summary>Signs in whoever proved otherwise who they are.</summary>
    public Task<Outcome<SignedIn>> SignInAsync(HttpContext http, MemberRow member, CancellationToken cancellation) => member.IsBlocked
        ? Task.FromResult<Outcome<SignedIn>>(s_failed)
        : EnterAsync(http, Account(member.UserName), member, HistoryKind.SignedIn, cancellation);

    /// <summary>Signs in by the outside provider, which has vouched for who it is: the member who is linked with that. The tries are counted already.</summary>
    public async Task<Outcome<SignedIn>> SignInAsync(
        HttpContext http, ProviderIdentity identity, ProviderLinks links, string provider, CancellationToken cancellation)
    {
        (Entering? entering, MemberRow? blocked) = (null, null);
        var outcome = await edits.EditAsync<Done>(
            async either =>
            {
                var member = await links.FindMemberWithinAsync(identity, either);
                if (member is not { IsBlocked: false })
                {
                    blocked = member;
                    return s_stranger;
                }

                entering = new Entering(member, await sessions.AddAsync(http, ActorKind.Member, member.Id, either), HistoryKind.SignedIn, provider);
                return Done.Instance;
            },
            cancellation);
        if (outcome.Refusal == s_stranger)
        {
            NoteFailed(http, blocked, $"{provider}: {identity.Name}");
        }

        return await AfterAsync(http, ProviderTries, outcome, entering);
    }

    /// <summary>Makes a password by a code, and signs in.</summary>
    public async Task<Outcome<SignedIn>> ResetAsync(HttpContext http, PasswordReset reset, CancellationToken cancellation)
    {
        var account = Account(reset.UserName);
        var address = http.Connection.RemoteIpAddress;
        if (tries.Begin(address, account) is { } tooMany)
        {
            return tooMany;
        }

        Entering? entering = null;
        var outcome = await edits.EditAsync<Done>(
            async either =>
            {
                var now = time.GetUtcNow().ToUnixTimeMilliseconds();
                if (await accounts.FindByNameAsync(reset.UserName, either) is not { IsBlocked: false } member
                    || await edits.Database.PasswordCodes.SingleOrDefaultAsync(row => row.MemberId == member.Id && row.ExpiresAt > now, either) is not { } code
                    || !OneTimeCode.Fits(reset.Code ?? "", code.Hash))
                {
                    return s_code;
                }

                if (Passwords.Check(reset.Password, member.UserName!, member.DisplayName) is { } weak)
                {
                    return weak;
                }

                accounts.SetPassword(member, reset.Password);
                await sessions.EndWithinAsync(member.Id, null, either);
                entering = new Entering(member, await sessions.AddAsync(http, ActorKind.Member, member.Id, either), HistoryKind.PasswordChanged);
                return Done.Instance;
            },
            cancellation);
        return await AfterAsync(http, account, outcome, entering);
    }

    /// <summary>
    /// Makes the club's first owner by the code that its console shows; by a code of <c>reset-owner</c> one more, or gives a member who is
    /// there a new password and the administrator's rights.
    /// </summary>
    public async Task<Outcome<SignedIn>> FoundAsync(HttpContext http, Founding founding, CancellationToken cancellation)
    {
        var address = http.Connection.RemoteIpAddress;
        if (tries.Begin(address, OwnerCodeTries) is { } tooMany)
        {
            return tooMany;
        }

        Entering? entering = null;
        var outcome = await edits.EditAsync<Done>(
            async either =>
            {
                var now = time.GetUtcNow().ToUnixTimeMilliseconds();
                var club = await edits.Database.Memberships.AsNoTracking().SingleAsync(either);
                if (club.CodeHash is null && club.FoundedAt is not null)
                {
                    return s_founded;
                }

                if (!OneTimeCode.Fits(founding.Code ?? "", club.CodeHash) || club.CodeExpiresAt <= now)
                {
                    return s_code;
                }

                var known = club.FoundedAt is null ? null : await accounts.FindByNameAsync(founding.UserName, either);
                Refusal? refusal = null;
                if (known is null
                    && !(await accounts.AddWithinAsync(founding.UserName, founding.DisplayName, founding.Language, isAdministrator: true, either))
                        .Succeeded(out known, out refusal)
                    || (refusal = Passwords.Check(founding.Password, known!.UserName!, known.DisplayName)) is not null)
                {
                    return refusal!;
                }

                (known.IsAdministrator, known.IsBlocked) = (true, false);
                accounts.SetPassword(known, founding.Password);
                await edits.Database.SaveChangesAsync(either);
                var foundedAt = club.FoundedAt ?? now;
                await edits.Database.Memberships.ExecuteUpdateAsync(
                    set => set
                        .SetProperty(row => row.FoundedAt, foundedAt)
                        .SetProperty(row => row.CodeHash, (byte[]?)null)
                        .SetProperty(row => row.CodeExpiresAt, (long?)null),
                    either);
                await sessions.EndWithinAsync(known.Id, null, either);
                entering = new Entering(
                    known,
                    await sessions.AddAsync(http, ActorKind.Member, known.Id, either),
                    club.FoundedAt is null ? HistoryKind.ClubFounded : HistoryKind.OwnerReset);
                return Done.Instance;
            },
            cancellation);
        return await AfterAsync(http, OwnerCodeTries, outcome, entering);
    }

    /// <summary>Lets the browser of this machine into the demo.</summary>
    public async Task<Outcome<SignedIn>> EnterDemoAsync(HttpContext http, CancellationToken cancellation)
    {
        SessionRow? session = null;
        var outcome = await edits.EditAsync<Done>(
            async either =>
            {
                session = await sessions.AddAsync(http, ActorKind.Demo, null, either);
                return Done.Instance;
            },
            cancellation);
        return outcome.Refusal is { } refusal ? refusal : await sessions.EnterAsync(http, session!);
    }

    private string Account(string? userName) => names.NormalizeName(NameText.Clean(userName ?? ""))!;

    private async Task<Outcome<SignedIn>> EnterAsync(
        HttpContext http, string account, MemberRow member, HistoryKind told, CancellationToken cancellation)
    {
        Entering? entering = null;
        var outcome = await edits.EditAsync<Done>(
            async either =>
            {
                entering = new Entering(member, await sessions.AddAsync(http, ActorKind.Member, member.Id, either), told);
                return Done.Instance;
            },
            cancellation);
        return await AfterAsync(http, account, outcome, entering);
    }

    private async Task<Outcome<SignedIn>> AfterAsync(HttpContext http, string account, Outcome<Done> outcome, Entering? entering)
    {
        if (outcome.Refusal is { } refusal)
        {
            if (refusal == s_code)
            {
                NoteFailed(http, null);
            }

            return refusal;
        }

        var (member, session, told, by) = entering!;
        tries.Succeeded(http.Connection.RemoteIpAddress, account);
        audit.Note(new AuditEntry(told)
        {
            By = new Actor(ActorKind.Member, member.DisplayName, member.Id, CallerAddress.Of(http)),
            Subject = told == HistoryKind.SignedIn ? null : member.DisplayName,
            Value = by,
        });
        return await sessions.EnterAsync(http, session);
    }

    /// <summary>Writes down that somebody did not get in.</summary>
    /// <param name="http">The request.</param>
    /// <param name="member">Whom they tried to be; null = nobody whom there is.</param>
    /// <param name="by">What they tried it by, where that is not a password.</param>
    public void NoteFailed(HttpContext http, MemberRow? member, string? by = null) => audit.Note(new AuditEntry(HistoryKind.SignInFailed)
    {
        By = new Actor(ActorKind.Anonymous, "", null, CallerAddress.Of(http)),
        Subject = member?.DisplayName,
        Value = by,
        Result = HistoryResult.Refused,
    });

    /// <summary>Somebody whose session was made.</summary>
    private sealed record Entering(MemberRow Member, SessionRow Session, HistoryKind Told, string? By = null);

    private sealed record Found(MemberRow? Member);
}
