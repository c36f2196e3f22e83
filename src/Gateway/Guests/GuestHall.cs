using RailHub.Contracts;
using RailHub.Gateway.Dashboards;
using RailHub.Gateway.History;
using RailHub.Gateway.Hosting;
using RailHub.Gateway.Security;

namespace RailHub.Gateway.Guests;

/// <summary>
/// Where guests are let in, look and press. Their links are known from the layouts themselves, in memory: one that is ended, or comes to the
/// end of its hours, lets nobody do anything from that moment on, whatever a browser has kept.
/// </summary>
internal sealed class GuestHall(
    ClubRelay relay, GuestSecrets secrets, GuestViews views, LiveCommands live, RateLimits limits, Audit audit, IGrainFactory grains, TimeProvider time)
{
    private const string Cookie = "railhub.guest";

    private static readonly Refusal s_closed = new(
        RefusalKind.Unauthenticated, RefusalCodes.GuestLinkClosed, "Nothing can be pressed here now. Ask the people at the layout.");

    private static readonly Refusal s_gone = new(
        RefusalKind.Conflict, RefusalCodes.GuestButtonGone, "This is not offered here any more. Press something else.");

    /// <summary>Lets a browser in by the secret of a link: once, and then it is known by its cookie.</summary>
    public async Task<Outcome<GuestView>> EnterAsync(HttpContext http, GuestEntry entry)
    {
        var hash = GuestSecrets.Hash(entry.Token ?? "");
        if (Find(door => door.Hash == hash) is not var (link, layout) || link.OpenUntil(time.GetUtcNow()) is null)
        {
            return s_closed;
        }

        // Who scans the code once more is the same guest, and goes on waiting.
        var known = secrets.Find(http.Request.Cookies[Cookie]) is { } came && came.Link == link.Id ? came : (Guest?)null;
        if ((known is { } again ? limits.Guest(again.Id) : limits.Arrive(CallerAddress.Of(http))) is { } refusal)
        {
            return refusal;
        }

        var guest = known ?? new Guest(link.Id, Guid.NewGuid(), link.Until);
        if (known is null)
        {
            audit.Note(new AuditEntry(HistoryKind.GuestLetIn) { Layout = link.Layout, By = ActorOf(link, http) });
        }

        Keep(http, guest with { Until = link.Until });
        return await ViewAsync(guest, link, layout);
    }

    /// <summary>What the guest sees.</summary>
    public Task<Outcome<GuestView>> LookAsync(HttpContext http) => AsGuestAsync(http, (guest, link, layout) =>
    {
        // A link that works for longer than when the guest came in: the cookie does as well.
        if (guest.Until.ToUnixTimeMilliseconds() != link.Until.ToUnixTimeMilliseconds())
        {
            Keep(http, guest with { Until = link.Until });
        }

        return ViewAsync(guest, link, layout);
    });

    /// <summary>Carries out a press; gives what the guest sees then.</summary>
    public Task<Outcome<GuestView>> PressAsync(HttpContext http, GuestPress press) => AsGuestAsync(http, async (guest, link, layout) =>
    {
        if (!Find(link, press).Succeeded(out var button, out var notThere))
        {
            return notThere;
        }

        if (press.Brightness is not (null or (>= 1 and <= 100)) || (press.Brightness is not null && !button.HasLevel))
        {
            return Refusal.Invalid("brightness", RefusalCodes.BrightnessInvalid, "A level is 1 to 100 percent, of a lamp that may be dimmed.");
        }

        Caller.Actor = ActorOf(link, http);
        if ((await grains.Layout(link.Layout).TakeGuestTurn(link.Id, guest.Id)).Refusal is { } notYet)
        {
            return notYet.Code == RefusalCodes.GuestLinkUnknown ? s_closed : notYet;
        }

        var refusal = button switch
        {
            { Scene: { } scene } => (await live.RecallScene(link.Layout, scene, fade: null)).Refusal,
            { Show: { } show } => (await live.ControlShow(link.Layout, show, new ShowOrder(press.Active ? ShowTransport.Play : ShowTransport.Stop))).Refusal,
            { Output: { } output } => (await live.SetOutput(link.Layout, output.Controller, output.Pin, new OutputChange(press.Active, press.Brightness))).Refusal,
            _ => throw new InvalidOperationException("A button for nothing."),
        };
        views.Forget(link.Id);
        return refusal is null ? await ViewAsync(guest, link, layout) : refusal;
    });

    private void Keep(HttpContext http, Guest guest) => http.Response.Cookies.Append(Cookie, secrets.Write(guest), new CookieOptions
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Lax,
        Secure = http.Request.IsHttps,
        Path = "/api/guest",
        Expires = guest.Until,
        IsEssential = true,
    });

    /// <summary>What a guest means, who may have seen the link as it was before it was changed.</summary>
    private static Outcome<GuestButton> Find(GuestLink link, GuestPress press)
    {
        var there = press.Button >= 0 && press.Button < link.Buttons.Count ? link.Buttons[press.Button] : null;
        if (press.Key is { } key && (there is null || GuestViews.KeyOf(there) != key))
        {
            return link.Buttons.FirstOrDefault(button => GuestViews.KeyOf(button) == key) is { } moved ? moved : s_gone;
        }

        return there is null
            ? Refusal.Invalid("button", RefusalCodes.GuestButtonsInvalid, $"There are {link.Buttons.Count} buttons here, from 0.")
            : there;
    }

    private Task<Outcome<GuestView>> AsGuestAsync(HttpContext http, Func<Guest, GuestLink, LayoutRelay, Task<Outcome<GuestView>>> act)
    {
        if (secrets.Find(http.Request.Cookies[Cookie]) is not { } guest)
        {
            return Task.FromResult<Outcome<GuestView>>(s_closed);
        }

        return limits.Guest(guest.Id) is { } refusal ? Task.FromResult<Outcome<GuestView>>(refusal)
            : Find(door => door.Link.Id == guest.Link) is var (link, layout) && link.OpenUntil(time.GetUtcNow()) is not null ? act(guest, link, layout)
            : Task.FromResult<Outcome<GuestView>>(s_closed);
    }

    private async Task<Outcome<GuestView>> ViewAsync(Guest guest, GuestLink link, LayoutRelay layout)
    {
        var now = time.GetUtcNow();
        return (await grains.Layout(link.Layout).GetGuestTurn(link.Id, guest.Id)).Succeeded(out var turn, out _) && link.OpenUntil(now) is { } until
            ? new GuestView(layout.Name, await views.Of(link, layout), turn, until, now)
            : s_closed;
    }

    private static Actor ActorOf(GuestLink link, HttpContext http) => new(ActorKind.Guest, link.Name, link.Id.Value, CallerAddress.Of(http));

    private (GuestLink Link, LayoutRelay Layout)? Find(Func<GuestDoor, bool> isIt)
    {
        foreach (var layout in relay.Layouts)
        {
            if (layout.GuestLinks.FirstOrDefault(isIt) is { } door)
            {
                return (door.Link, layout);
            }
        }

        return null;
    }
}
