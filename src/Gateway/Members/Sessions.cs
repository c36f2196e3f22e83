using Microsoft.EntityFrameworkCore;
using RailHub.Contracts;
using RailHub.Gateway.History;
using RailHub.Gateway.Security;
using RailHub.Persistence;

namespace RailHub.Gateway.Members;

/// <summary>Browsers that were let in.</summary>
internal sealed class Sessions(MembershipEdits edits, PassBook book, TimeProvider time)
{
    /// <summary>How long a session lives after it was last used.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    private const int MostForMember = 50;

    // All who try the demo are one: nobody who comes later is to end what somebody is looking at.
    private const int MostForDemo = 1_000;

    private static readonly Refusal s_unknown = Refusal.NotFound(RefusalCodes.SessionUnknown, "There is no such session; it may have ended already.");

    /// <summary>Makes a session's row, within an edit.</summary>
    public async Task<SessionRow> AddAsync(HttpContext http, ActorKind kind, Guid? member, CancellationToken cancellation)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var database = edits.Database;
        await database.Sessions.Where(row => row.ExpiresAt < now).ExecuteDeleteAsync(cancellation);
        var before = await database.Sessions.Where(row => row.MemberId == member && row.Kind == kind)
            .OrderByDescending(row => row.LastSeenAt).Select(row => row.Id).ToListAsync(cancellation);
        var most = kind == ActorKind.Demo ? MostForDemo : MostForMember;
        if (before.Count >= most)
        {
            var oldest = before.Skip(most - 1).ToList();
            await database.Sessions.Where(row => oldest.Contains(row.Id)).ExecuteDeleteAsync(cancellation);
        }

        var session = new SessionRow
        {
            Id = Guid.CreateVersion7(time.GetUtcNow()),
            Kind = kind,
            MemberId = member,
            Device = DeviceName.Of(http.Request.Headers.UserAgent.ToString()),
            Address = CallerAddress.Of(http),
            CreatedAt = now,
            LastSeenAt = now,
            ExpiresAt = now + (long)Lifetime.TotalMilliseconds,
        };
        database.Sessions.Add(session);
        await database.Members.Where(row => row.Id == member).ExecuteUpdateAsync(set => set.SetProperty(row => row.LastSeenAt, now), cancellation);
        return session;
    }

    /// <summary>Gives a session that was made to its browser, in the place of the one that it had.</summary>
    public async Task<SignedIn> EnterAsync(HttpContext http, SessionRow session)
    {
        await SessionCookie.SignInAsync(http, session.Id);
        var entrant = new Entrant(book, new PassKey(session.Id), http);
        http.Features.Set(entrant);
        return await DescribeAsync(entrant.Pass!, http.RequestAborted);
    }

    /// <summary>Who somebody is, for their page.</summary>
    public async Task<SignedIn> DescribeAsync(Pass pass, CancellationToken cancellation)
    {
        var member = pass.Member is { } id
            ? await edits.Database.Members.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id.Value, cancellation)
            : null;
        return new SignedIn(
            pass.Actor.Kind,
            pass.Actor.Name,
            member?.UserName,
            pass.Member,
            member?.Language,
            pass.IsAdministrator,
            [.. pass.Roles.Select(role => new RoleIn(role.Key, role.Value))],
            pass.Everywhere);
    }

    public Task<Outcome<IReadOnlyList<Session>>> GetAsync(Pass pass, CancellationToken cancellation) =>
        edits.AskAsync<IReadOnlyList<Session>>(
            async either =>
            {
                var member = pass.Member!.Value.Value;
                var now = time.GetUtcNow().ToUnixTimeMilliseconds();
                var rows = await edits.Database.Sessions.AsNoTracking()
                    .Where(row => row.MemberId == member && row.ExpiresAt > now).OrderByDescending(row => row.LastSeenAt).ToListAsync(either);
                return new Outcome<IReadOnlyList<Session>>(
                    rows.ConvertAll(row => new Session(
                        new SessionId(row.Id), row.Device, row.Address, At(row.CreatedAt), At(row.LastSeenAt), row.Id == pass.Key.Id)),
                    null);
            },
            cancellation);

    /// <summary>Ends one session of a member.</summary>
    public Task<Outcome<Done>> EndAsync(MemberId member, SessionId session, CancellationToken cancellation) =>
        edits.EditAsync<Done>(
            async either => await edits.Database.Sessions
                .Where(row => row.Id == session.Value && row.MemberId == member.Value).ExecuteDeleteAsync(either) == 0 ? s_unknown : Done.Instance,
            _ => new AuditEntry(HistoryKind.SessionsEnded) { Count = 1 },
            cancellation);

    /// <summary>Ends all sessions of a member but one.</summary>
    /// <param name="member">Whose.</param>
    /// <param name="but">The one that stays; null = none.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<Outcome<Done>> EndAllAsync(MemberId member, SessionId? but, CancellationToken cancellation)
    {
        var (ended, whose) = (0, (string?)null);
        return await edits.EditAsync<Done>(
            async either =>
            {
                whose = await edits.Database.Members.Where(row => row.Id == member.Value).Select(row => row.DisplayName).SingleOrDefaultAsync(either);
                ended = await EndWithinAsync(member.Value, but?.Value, either);
                return Done.Instance;
            },
            _ => new AuditEntry(HistoryKind.SessionsEnded) { Subject = whose, Count = ended },
            cancellation);
    }

    /// <summary>The same, within an edit.</summary>
    public Task<int> EndWithinAsync(Guid member, Guid? but, CancellationToken cancellation) =>
        edits.Database.Sessions.Where(row => row.MemberId == member && row.Id != but).ExecuteDeleteAsync(cancellation);

    /// <summary>Ends the session of this caller, if it is one.</summary>
    public Task<Outcome<Done>> LeaveAsync(Pass pass, CancellationToken cancellation) =>
        edits.EditAsync<Done>(
            async either =>
            {
                await edits.Database.Sessions.Where(row => row.Id == pass.Key.Id).ExecuteDeleteAsync(either);
                return Done.Instance;
            },
            _ => new AuditEntry(HistoryKind.SignedOut),
            cancellation);

    private static DateTimeOffset At(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
}
