using RailHub.Contracts;
using RailHub.Gateway.Members;

namespace RailHub.Gateway.Security;

/// <summary>Whether a caller may do something: the one place where that is asked, for REST and hub alike.</summary>
internal sealed class Gatekeeper(PassBook book, GatewayOptions options)
{
    /// <summary>Nobody can be told from anybody: the database was not there since this gateway started.</summary>
    public static Refusal BookAway { get; } = new(
        RefusalKind.Unavailable, RefusalCodes.DatabaseAway, "The database is away, and so who may enter is not known yet. Try again in a moment.");

    /// <summary>What the caller may was changed at this very moment.</summary>
    public static Refusal JustChanged { get; } = new(
        RefusalKind.Forbidden, RefusalCodes.RightMissing, "What you may do here was just changed. Try again.");

    private static readonly Refusal s_signInNeeded = new(
        RefusalKind.Unauthenticated, RefusalCodes.SignInNeeded, "Sign in first. Programs send a token: Authorization: Bearer …");

    private static readonly Refusal s_unfounded = new(
        RefusalKind.Forbidden,
        RefusalCodes.ClubUnfounded,
        "This club has no owner yet. Open its page and make the first account, by the code that the server's console shows.");

    private static readonly Refusal s_layoutUnknown = Refusal.NotFound(RefusalCodes.LayoutUnknown, "There is no such layout.");

    /// <summary>Why a caller may not do something; null when it may.</summary>
    /// <param name="http">The request, or that of the hub's connection.</param>
    /// <param name="right">One of <see cref="Rights"/>.</param>
    /// <param name="layout">The layout that it is about; null = none.</param>
    public Refusal? Check(HttpContext http, string right, LayoutId? layout) =>
        !book.IsRead ? BookAway
        : http.Pass() is not { } pass ? (book.IsFounded || options.IsDemo ? s_signInNeeded : s_unfounded)
        : layout is { } id && !pass.Sees(id) ? s_layoutUnknown
        : pass.May(right, layout) ? null
        : Missing(right);

    /// <summary>Whether this browser may enter the demo: the club is one, and the browser runs on its machine.</summary>
    public bool IsDemoOpen(HttpContext http) => options.IsDemo && http.IsLocal();

    /// <summary>Whether a request comes from a page that was opened by the loopback's name: a page of another site cannot say so.</summary>
    public static bool IsFromLoopbackPage(HttpRequest request) =>
        Uri.TryCreate(request.Headers.Origin.ToString(), UriKind.Absolute, out var page) && HostNames.IsLoopback(page.Host);

    private static Refusal Missing(string right)
    {
        var needed = right == Rights.Administer ? "an administrator of the club" : $"{Rights.RoleFor(right).ToString().ToLowerInvariant()} of this layout";
        return new Refusal(
            RefusalKind.Forbidden,
            RefusalCodes.RightMissing,
            $"Only who is {needed} may do this. Ask an owner of the layout or an administrator.",
            Names: [right]);
    }
}
