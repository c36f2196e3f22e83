using System.Globalization;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using RailHub.Contracts;
using RailHub.Gateway.History;
using RailHub.Gateway.Members;
using RailHub.Gateway.Security;
using RailHub.Persistence;

namespace RailHub.Gateway.Screens;

/// <summary>
/// How wall screens come in, on which nobody can type: the screen shows six digits, an owner of the layout types them on a phone, and the
/// screen gets a session that looks at that layout only.
/// </summary>
internal sealed class ScreenDoor(MembershipEdits edits, Sessions sessions, SignInTries tries, RateLimits limits, Audit audit, TimeProvider time)
{
    /// <summary>How long digits are good for.</summary>
    public static readonly TimeSpan Lasts = TimeSpan.FromMinutes(10);

    private const string Tries = "\0screen code";
    private const int MostScreens = 20;

    // Of a million codes so few that nobody hits one by guessing.
    private const int MostWaiting = 100;

    private static readonly Refusal s_code = Refusal.Invalid(
        "code", RefusalCodes.CodeInvalid, "No screen shows these digits, or not any more. Read them again.");

    private static readonly Refusal s_key = Refusal.Invalid("key", RefusalCodes.CodeInvalid, "The digits of this screen are void. Ask for others.");

    private static readonly Refusal s_unknown = Refusal.NotFound(RefusalCodes.SessionUnknown, "There is no such screen; it may have been ended already.");

    private static readonly Refusal s_tooMany = new(
        RefusalKind.Conflict, RefusalCodes.TooMany, $"A layout has {MostScreens} screens at most. End those that are not there any more.");

    /// <summary>Digits for a screen that is to be let in.</summary>
    public async Task<Outcome<ScreenCode>> BeginAsync(HttpContext http, CancellationToken cancellation)
    {
        if (limits.ScreenBegins(CallerAddress.Of(http)) is { } refusal)
        {
            return refusal;
        }

        var key = TokenSecret.Create();
        return await edits.AskAsync<ScreenCode>(
            async either =>
            {
                var (database, now) = (edits.Database, time.GetUtcNow());
                var over = now.ToUnixTimeMilliseconds();
                await database.ScreenCodes.Where(row => row.ExpiresAt <= over).ExecuteDeleteAsync(either);
                if (await database.ScreenCodes.CountAsync(either) >= MostWaiting)
                {
                    return RateLimits.TooMany(RefusalCodes.TooManyCalls, "Too many screens wait to be let in.", TimeSpan.FromMinutes(1));
                }

                var taken = await database.ScreenCodes.Select(row => row.Code).ToListAsync(either);
                string code;
                do
                {
                    code = RandomNumberGenerator.GetInt32(1_000_000).ToString("D6", CultureInfo.InvariantCulture);
                }
                while (taken.Contains(code));
                database.ScreenCodes.Add(new ScreenCodeRow
                {
                    KeyHash = TokenSecret.Hash(key),
                    Code = code,
                    ExpiresAt = (now + Lasts).ToUnixTimeMilliseconds(),
                });
                await database.SaveChangesAsync(either);
                return new ScreenCode(code, key, now + Lasts);
            },
            cancellation);
    }

    /// <summary>Lets a screen in that was let in by an owner meanwhile; until then it is told to ask again.</summary>
    public async Task<Outcome<ScreenEntry>> EnterAsync(HttpContext http, ScreenKey asked, CancellationToken cancellation)
    {
        if (limits.ScreenAsks(CallerAddress.Of(http)) is { } tooMany)
        {
            return tooMany;
        }

        var hash = TokenSecret.Hash(asked.Key ?? "");
        if (!(await edits.AskAsync<ScreenEntry>(async either => await FindAsync(hash, either) is { } row ? new ScreenEntry(row.LayoutId) : s_key, cancellation))
                .Succeeded(out var entry, out var refusal))
        {
            return refusal;
        }

        if (entry.Layout is null)
        {
            return entry;
        }

        SessionRow? session = null;
        var made = await edits.EditAsync<Done>(
            async either =>
            {
                if (await FindAsync(hash, either) is not { LayoutId: { } layout } row)
                {
                    return s_key;
                }

                var now = time.GetUtcNow();
                session = new SessionRow
                {
                    Id = Guid.CreateVersion7(now),
                    Kind = ActorKind.Screen,
                    LayoutId = layout,
                    Device = row.Name ?? "",
                    Address = CallerAddress.Of(http),
                    CreatedAt = now.ToUnixTimeMilliseconds(),
                    LastSeenAt = now.ToUnixTimeMilliseconds(),
                    ExpiresAt = (now + Sessions.Lifetime).ToUnixTimeMilliseconds(),
                };
                edits.Database.Sessions.Add(session);
                edits.Database.ScreenCodes.Remove(row);
                return Done.Instance;
            },
            cancellation);
        if (made.Refusal is { } notMade)
        {
            return notMade;
        }

        await sessions.EnterAsync(http, session!);
        return entry;
    }

    /// <summary>An owner lets the screen in that shows these digits.</summary>
    public async Task<Outcome<Done>> LetInAsync(HttpContext http, LayoutId layout, ScreenDraft draft, CancellationToken cancellation)
    {
        var name = NameText.Clean(draft.Name ?? "");
        if (name.Length is 0 or > 60)
        {
            return Refusal.Invalid("name", RefusalCodes.NameInvalid, "A name has 1 to 60 characters.");
        }

        var address = http.Connection.RemoteIpAddress;
        if (tries.Begin(address, Tries) is { } tooMany)
        {
            return tooMany;
        }

        var code = string.Concat((draft.Code ?? "").Where(char.IsAsciiDigit));
        var outcome = await edits.EditAsync<Done>(
            async either =>
            {
                var now = time.GetUtcNow().ToUnixTimeMilliseconds();
                if (await edits.Database.ScreenCodes.SingleOrDefaultAsync(row => row.Code == code && row.ExpiresAt > now && row.LayoutId == null, either) is not { } row)
                {
                    return s_code;
                }

                if (await Of(layout).CountAsync(either) >= MostScreens)
                {
                    return s_tooMany;
                }

                (row.LayoutId, row.Name) = (layout, name);
                return Done.Instance;
            },
            cancellation);
        if (outcome.Refusal is null)
        {
            tries.Succeeded(address, Tries);
            audit.Note(new AuditEntry(HistoryKind.ScreenLetIn) { Layout = layout, Subject = name });
        }

        return outcome;
    }

    /// <summary>The screens that look at a layout.</summary>
    public Task<Outcome<IReadOnlyList<Screen>>> GetAsync(LayoutId layout, CancellationToken cancellation) => edits.AskAsync<IReadOnlyList<Screen>>(
        async either => new Outcome<IReadOnlyList<Screen>>(
            (await Of(layout).AsNoTracking().OrderBy(row => row.CreatedAt).ToListAsync(either))
                .ConvertAll(row => new Screen(new SessionId(row.Id), row.Device, row.Address, At(row.CreatedAt), At(row.LastSeenAt))),
            null),
        cancellation);

    /// <summary>Ends a screen: it is dark within seconds.</summary>
    public async Task<Outcome<Done>> EndAsync(LayoutId layout, SessionId screen, CancellationToken cancellation)
    {
        var name = "";
        var ended = await edits.EditAsync<Done>(
            async either =>
            {
                if (await Of(layout).SingleOrDefaultAsync(row => row.Id == screen.Value, either) is not { } row)
                {
                    return s_unknown;
                }

                name = row.Device;
                edits.Database.Sessions.Remove(row);
                return Done.Instance;
            },
            cancellation);
        if (ended.Refusal is null)
        {
            audit.Note(new AuditEntry(HistoryKind.ScreenEnded) { Layout = layout, Subject = name });
        }

        return ended;
    }

    private IQueryable<SessionRow> Of(LayoutId layout)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        return edits.Database.Sessions.Where(row => row.LayoutId == layout && row.Kind == ActorKind.Screen && row.ExpiresAt > now);
    }

    private Task<ScreenCodeRow?> FindAsync(byte[] hash, CancellationToken cancellation)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        return edits.Database.ScreenCodes.SingleOrDefaultAsync(row => row.KeyHash == hash && row.ExpiresAt > now, cancellation);
    }

    private static DateTimeOffset At(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
}
