using Microsoft.AspNetCore.Http.HttpResults;
using RailHub.Contracts;
using RailHub.Gateway.Addresses;
using RailHub.Gateway.Problems;
using RailHub.Gateway.Security;

namespace RailHub.Gateway.Guests;

internal static class GuestEndpoints
{
    public static IServiceCollection AddGuests(this IServiceCollection services) =>
        services.AddSingleton<GuestSecrets>().AddSingleton<GuestViews>().AddSingleton<GuestHall>();

    public static void MapGuests(this RouteGroupBuilder api)
    {
        var links = api.MapGroup("/layouts/{layout}/guest-links").WithTags("Guests");
        links.MapGet("/", GetAll).RequireAuthorization(Rights.Own).WithSummary("The guest links of a layout, the newest first");
        links.MapPost("/", Create).RequireAuthorization(Rights.Own).WithSummary("Make a guest link: visitors press what it has, and see nothing else");
        links.MapGet("/{link}", Get).RequireAuthorization(Rights.Own).WithSummary("A guest link");
        links.MapPut("/{link}", Replace).RequireAuthorization(Rights.Own).WithSummary("Change what a guest link offers, when, and how often")
            .WithDescription("What opens it stays: a printed code goes on working, and guests who are in see the change by themselves.");
        links.MapDelete("/{link}", End).RequireAuthorization(Rights.Own).WithSummary("End a guest link at once");
        links.MapGet("/{link}/path", GetPath).RequireAuthorization(Rights.Own).WithSummary("Where visitors come in by it, to print it again");
        links.MapGet("/{link}/qr", GetCode).RequireAuthorization(Rights.Own).WithSummary("The same as a QR code (SVG)")
            .WithDescription("`origin` is how visitors reach this gateway: http://railhub.local:8080.");

        // Guests are nobody whom the club knows: what they may do is asked in their hall.
        var guest = api.MapGroup("/guest").WithTags("Guests").AllowAnonymous();
        guest.MapPost("/", Enter).WithSummary("Come in by the secret of a guest link").WithDescription("Sets a cookie that opens /api/guest only.");
        guest.MapGet("/", Look).WithSummary("What a guest sees");
        guest.MapPost("/press", Press).WithSummary("Press something");
    }

    private static async Task<Results<Ok<IReadOnlyList<GuestLink>>, ProblemHttpResult>> GetAll(LayoutId layout, IGrainFactory grains) =>
        (await grains.Layout(layout).GetRoster()).Succeeded(out var roster, out var refusal)
            ? TypedResults.Ok<IReadOnlyList<GuestLink>>([.. roster.GuestLinks.Select(door => door.Link).OrderByDescending(link => link.CreatedAt)])
            : Problem.Of(refusal);

    private static async Task<Results<Created<MadeGuestLink>, ProblemHttpResult>> Create(
        LayoutId layout, GuestLinkDraft draft, GuestSecrets secrets, IGrainFactory grains, HttpResponse response)
    {
        var (token, kept) = secrets.Create();
        return ((await grains.Layout(layout).CreateGuestLink(draft, kept)).Succeeded(out var link, out var refusal)
                ? (Outcome<MadeGuestLink>)new MadeGuestLink(link, Path(token))
                : refusal)
            .ToCreated(response, made => $"/api/layouts/{layout}/guest-links/{made.Link.Id}", made => made.Link.Version);
    }

    private static async Task<Results<Ok<GuestLink>, ProblemHttpResult>> Get(
        LayoutId layout, GuestLinkId link, IGrainFactory grains, HttpResponse response) =>
        (await grains.Layout(layout).GetGuestLink(link)).ToOk(response, found => found.Version);

    private static async Task<Results<Ok<GuestLink>, ProblemHttpResult>> Replace(
        LayoutId layout, GuestLinkId link, GuestLinkDraft draft, IfMatch ifMatch, IGrainFactory grains, HttpResponse response) =>
        (await grains.Layout(layout).ReplaceGuestLink(link, draft, ifMatch.Versions)).ToOk(response, replaced => replaced.Version);

    private static async Task<Results<NoContent, ProblemHttpResult>> End(LayoutId layout, GuestLinkId link, IGrainFactory grains) =>
        (await grains.Layout(layout).EndGuestLink(link)).ToNoContent();

    private static async Task<Results<Ok<GuestPath>, ProblemHttpResult>> GetPath(LayoutId layout, GuestLinkId link, GuestSecrets secrets, IGrainFactory grains) =>
        (await ReadAsync(layout, link, secrets, grains)).Succeeded(out var token, out var refusal) ? TypedResults.Ok(new GuestPath(Path(token))) : Problem.Of(refusal);

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> GetCode(
        LayoutId layout, GuestLinkId link, string origin, GuestSecrets secrets, IGrainFactory grains, HttpResponse response)
    {
        if (origin.Length > QrCode.Longest || !Uri.TryCreate(origin, UriKind.Absolute, out var at)
            || (at.Scheme != Uri.UriSchemeHttp && at.Scheme != Uri.UriSchemeHttps) || at.PathAndQuery != "/" || at.Fragment.Length > 0)
        {
            return Problem.Of(Refusal.Invalid("origin", RefusalCodes.HostInvalid, "Give the address by which visitors come here, such as http://railhub.local:8080"));
        }

        if (!(await ReadAsync(layout, link, secrets, grains)).Succeeded(out var token, out var refusal))
        {
            return Problem.Of(refusal);
        }

        // Whoever sees it may press.
        response.Headers.CacheControl = "no-store";
        return QrCode.Of($"{at.GetLeftPart(UriPartial.Authority)}{Path(token)}");
    }

    private static async Task<Outcome<string>> ReadAsync(LayoutId layout, GuestLinkId link, GuestSecrets secrets, IGrainFactory grains) =>
        (await grains.Layout(layout).GetGuestSecret(link)).Succeeded(out var secret, out var refusal) ? secrets.Read(secret) : refusal;

    private static async Task<Results<Ok<GuestView>, ProblemHttpResult>> Enter(GuestEntry entry, HttpContext http, GuestHall hall) =>
        (await hall.EnterAsync(http, entry)).ToOk();

    private static async Task<Results<Ok<GuestView>, ProblemHttpResult>> Look(HttpContext http, GuestHall hall) => (await hall.LookAsync(http)).ToOk();

    private static async Task<Results<Ok<GuestView>, ProblemHttpResult>> Press(GuestPress press, HttpContext http, GuestHall hall) =>
        (await hall.PressAsync(http, press)).ToOk();

    private static string Path(string token) => $"/g/{token}";
}
