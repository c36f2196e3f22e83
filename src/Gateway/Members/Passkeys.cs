using System.Buffers.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using RailHub.Contracts;
using RailHub.Gateway.History;
using RailHub.Persistence;

namespace RailHub.Gateway.Members;

/// <summary>
/// Signing in without a password, by a key in one's phone or browser (WebAuthn level 3). Browsers do it on https and on localhost only, and
/// never for an IP address.
/// </summary>
internal sealed class Passkeys(
    IPasskeyHandler<MemberRow> handler, UserManager<MemberRow> users, IDataProtectionProvider protection, MembershipEdits edits, Entrance entrance)
{
    private const string StateCookie = "railhub-passkey";
    private const int MostForMember = 20;

    private static readonly TimeSpan s_stateLifetime = TimeSpan.FromMinutes(5);

    private static readonly Refusal s_failed = Refusal.Invalid(
        "credential", RefusalCodes.PasskeyFailed, "This passkey was not accepted, or it took more than five minutes. Try again, or take your password.");

    private static readonly Refusal s_unknown = Refusal.NotFound(RefusalCodes.PasskeyUnknown, "You have no such passkey; it may have been removed already.");

    private readonly ITimeLimitedDataProtector _state = protection.CreateProtector("railhub.passkey").ToTimeLimitedDataProtector();

    /// <summary>What a browser makes a key by: JSON for <c>navigator.credentials.create</c>.</summary>
    public Task<Outcome<string>> OfferToAddAsync(HttpContext http, MemberId member, CancellationToken cancellation) => edits.AskAsync<string>(
        async either =>
        {
            var row = await edits.Database.Members.SingleAsync(known => known.Id == member.Value, either);
            var offer = await handler.MakeCreationOptionsAsync(
                new PasskeyUserEntity { Id = row.Id.ToString(), Name = row.UserName!, DisplayName = row.DisplayName }, http);
            Keep(http, offer.AttestationState);
            return offer.CreationOptionsJson;
        },
        cancellation);

    /// <summary>Takes the key that a browser has made.</summary>
    public Task<Outcome<Passkey>> AddAsync(HttpContext http, MemberId member, PasskeyAnswer answer, CancellationToken cancellation) => edits.EditAsync<Passkey>(
        async either =>
        {
            if (!DisplayNames.Check("name", RefusalCodes.PasskeyNameInvalid, answer.Name).Succeeded(out var name, out var refusal))
            {
                return refusal;
            }

            var made = await handler.PerformAttestationAsync(new PasskeyAttestationContext
            {
                HttpContext = http,
                CredentialJson = answer.Credential ?? "",
                AttestationState = Take(http),
            });
            if (!made.Succeeded || made.UserEntity.Id != member.ToString())
            {
                return s_failed;
            }

            var row = await edits.Database.Members.SingleAsync(known => known.Id == member.Value, either);
            if ((await users.GetPasskeysAsync(row)).Count >= MostForMember)
            {
                return new Refusal(RefusalKind.Conflict, RefusalCodes.TooManyTokens, $"You have {MostForMember} passkeys. Remove one that is not used any more.");
            }

            made.Passkey.Name = name;
            return (await users.AddOrUpdatePasskeyAsync(row, made.Passkey)).Succeeded ? ToContract(made.Passkey) : s_failed;
        },
        made => new AuditEntry(HistoryKind.PasskeyMade) { Value = made.Name },
        cancellation);

    public Task<Outcome<IReadOnlyList<Passkey>>> GetAllAsync(MemberId member, CancellationToken cancellation) => edits.AskAsync<IReadOnlyList<Passkey>>(
        async either =>
        {
            var row = await edits.Database.Members.SingleAsync(known => known.Id == member.Value, either);
            return new Outcome<IReadOnlyList<Passkey>>([.. (await users.GetPasskeysAsync(row)).OrderBy(key => key.CreatedAt).Select(ToContract)], null);
        },
        cancellation);

    public async Task<Outcome<Done>> RemoveAsync(MemberId member, string id, CancellationToken cancellation)
    {
        string? name = null;
        return await edits.EditAsync<Done>(
            async either =>
            {
                if (!Base64Url.IsValid(id))
                {
                    return s_unknown;
                }

                var credential = Base64Url.DecodeFromChars(id);
                if (await edits.Database.Passkeys.SingleOrDefaultAsync(key => key.UserId == member.Value && key.CredentialId == credential, either) is not { } row)
                {
                    return s_unknown;
                }

                name = row.Data.Name;
                edits.Database.Passkeys.Remove(row);
                return Done.Instance;
            },
            _ => new AuditEntry(HistoryKind.PasskeyDeleted) { Value = name },
            cancellation);
    }

    /// <summary>What a browser signs in by: JSON for <c>navigator.credentials.get</c>. It says nothing of who has a key.</summary>
    public async Task<string> OfferToEnterAsync(HttpContext http)
    {
        var offer = await handler.MakeRequestOptionsAsync(null!, http);
        Keep(http, offer.AssertionState);
        return offer.RequestOptionsJson;
    }

    public async Task<Outcome<SignedIn>> EnterAsync(HttpContext http, PasskeyAnswer answer, CancellationToken cancellation)
    {
        var checkedKey = await edits.EditAsync<MemberRow>(
            async _ =>
            {
                var shown = await handler.PerformAssertionAsync(new PasskeyAssertionContext
                {
                    HttpContext = http,
                    CredentialJson = answer.Credential ?? "",
                    AssertionState = Take(http),
                });

                // Its count has risen: a copy of the key would show.
                return shown.Succeeded && (await users.AddOrUpdatePasskeyAsync(shown.User, shown.Passkey)).Succeeded ? shown.User : s_failed;
            },
            cancellation);
        return checkedKey.Succeeded(out var member, out var refusal) ? await entrance.SignInAsync(http, member, cancellation) : refusal;
    }

    private static Passkey ToContract(UserPasskeyInfo key) => new(Base64Url.EncodeToString(key.CredentialId), key.Name ?? "", key.CreatedAt);

    // The challenge goes to the browser and back, so that any gateway can look at the answer.
    private void Keep(HttpContext http, string? state) => http.Response.Cookies.Append(
        StateCookie,
        _state.Protect(state ?? "", s_stateLifetime),
        new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = http.Request.IsHttps, Path = "/api", MaxAge = s_stateLifetime });

    private string? Take(HttpContext http)
    {
        if (http.Request.Cookies[StateCookie] is not { Length: > 0 } kept)
        {
            return null;
        }

        http.Response.Cookies.Delete(StateCookie, new CookieOptions { Path = "/api" });
        try
        {
            return _state.Unprotect(kept);
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return null;
        }
    }
}
