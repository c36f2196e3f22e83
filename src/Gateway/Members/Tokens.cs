using Microsoft.EntityFrameworkCore;
using RailHub.Contracts;
using RailHub.Gateway.History;
using RailHub.Persistence;

namespace RailHub.Gateway.Members;

/// <summary>The tokens of members.</summary>
internal sealed class Tokens(MembershipEdits edits, TimeProvider time)
{
    private const int MostForMember = 50;

    private static readonly Refusal s_unknown = Refusal.NotFound(RefusalCodes.TokenUnknown, "You have no such token; it may have been revoked already.");

    public Task<Outcome<IReadOnlyList<Token>>> GetAllAsync(MemberId member, CancellationToken cancellation) => edits.AskAsync<IReadOnlyList<Token>>(
        async either =>
        {
            var rows = await edits.Database.Tokens.AsNoTracking().Where(row => row.MemberId == member.Value).OrderBy(row => row.Name).ToListAsync(either);
            return new Outcome<IReadOnlyList<Token>>(rows.ConvertAll(ToContract), null);
        },
        cancellation);

    /// <summary>Makes a token. What it may is bounded by what its member may, whenever it is used.</summary>
    public Task<Outcome<MadeToken>> CreateAsync(Pass pass, TokenDraft draft, CancellationToken cancellation) => edits.EditAsync<MadeToken>(
        async either =>
        {
            var member = pass.Member!.Value.Value;
            if (!DisplayNames.Check("name", RefusalCodes.TokenNameInvalid, draft.Name).Succeeded(out var name, out var refusal))
            {
                return refusal;
            }

            if (draft.ExpiresAt <= time.GetUtcNow())
            {
                return Refusal.Invalid("expiresAt", RefusalCodes.ExpiryInvalid, "This moment is over. Give one that is to come, or none for a token that stays.");
            }

            if (draft.Layouts?.Select((layout, index) => (layout, index)).FirstOrDefault(named => !pass.Sees(named.layout)) is { layout: var foreign, index: var at }
                && foreign != default)
            {
                return Refusal.Invalid($"layouts[{at}]", RefusalCodes.LayoutUnknown, "There is no such layout.");
            }

            if (draft.IsAdministrator && (!pass.IsAdministrator || draft.Layouts is not null))
            {
                return Refusal.Invalid(
                    "isAdministrator", RefusalCodes.RightMissing, "Only administrators make a token that may administer, and it is for all layouts.");
            }

            var names = await edits.Database.Tokens.Where(row => row.MemberId == member).Select(row => row.Name).ToListAsync(either);
            if (names.Count >= MostForMember)
            {
                return new Refusal(RefusalKind.Conflict, RefusalCodes.TooManyTokens, $"You have {MostForMember} tokens. Revoke one that is not used any more.");
            }

            if (names.Any(known => NameKey.Of(known) == NameKey.Of(name)))
            {
                return new Refusal(RefusalKind.Conflict, RefusalCodes.TokenNameTaken, "You have a token of this name. Choose another one.", "name");
            }

            var secret = TokenSecret.Create();
            var now = time.GetUtcNow();
            var row = new TokenRow
            {
                Id = Guid.CreateVersion7(now),
                MemberId = member,
                Name = name,
                Hash = TokenSecret.Hash(secret),
                Role = draft.Role,
                IsAdministrator = draft.IsAdministrator,
                Layouts = draft.Layouts is { } layouts ? [.. layouts.Select(layout => layout.Value).Distinct()] : null,
                CreatedAt = now.ToUnixTimeMilliseconds(),
                ExpiresAt = draft.ExpiresAt?.ToUnixTimeMilliseconds(),
            };
            edits.Database.Tokens.Add(row);
            return new MadeToken(ToContract(row), secret);
        },
        made => new AuditEntry(HistoryKind.TokenMade) { Value = made.Token.Name },
        cancellation);

    public async Task<Outcome<Done>> RevokeAsync(MemberId member, TokenId token, CancellationToken cancellation)
    {
        var name = "";
        return await edits.EditAsync<Done>(
            async either =>
            {
                if (await edits.Database.Tokens.SingleOrDefaultAsync(known => known.Id == token.Value && known.MemberId == member.Value, either) is not { } row)
                {
                    return s_unknown;
                }

                name = row.Name;
                edits.Database.Tokens.Remove(row);
                return Done.Instance;
            },
            _ => new AuditEntry(HistoryKind.TokenDeleted) { Value = name },
            cancellation);
    }

    private static Token ToContract(TokenRow row) => new(
        new TokenId(row.Id),
        row.Name,
        row.Role,
        row.Layouts is { } layouts ? [.. layouts.Select(layout => new LayoutId(layout))] : null,
        DateTimeOffset.FromUnixTimeMilliseconds(row.CreatedAt),
        At(row.ExpiresAt),
        At(row.LastUsedAt),
        row.IsAdministrator);

    private static DateTimeOffset? At(long? milliseconds) => milliseconds is { } known ? DateTimeOffset.FromUnixTimeMilliseconds(known) : null;
}
