using Microsoft.AspNetCore.Http.HttpResults;
using RailHub.Contracts;
using RailHub.Gateway.Problems;

namespace RailHub.Gateway.Members;

/// <summary>The outside provider, to sign in by and to be linked with. They are there when one is configured.</summary>
internal static class ProviderEndpoints
{
    private const string AccountPage = "/account";

    private static readonly Refusal s_elsewhere = Refusal.Invalid(
        "returnUrl", RefusalCodes.Malformed, "\"returnUrl\" is a page of this dashboard, from the slash on: /layouts.");

    /// <summary>Maps signing in by the provider. It leads back to <see cref="ProviderDoor.Callback"/>, which its handler answers.</summary>
    public static void MapProviderSignIn(this IEndpointRouteBuilder session) => session.MapGet("/provider", Enter)
        .WithSummary("Go on to the outside provider, to sign in by it")
        .WithDescription("For a browser's own window. What went wrong is told to the page that it comes back to, by a code in \"problem\".")
        .Produces(StatusCodes.Status302Found);

    /// <summary>Maps a member's own link with the provider.</summary>
    public static void MapOwnProvider(this IEndpointRouteBuilder own)
    {
        own.MapGet("/provider", Get).WithSummary("Which account of the outside provider I may sign in by");
        own.MapPost("/provider", BeginToLink).WithSummary("Where my browser goes to link me with an account of the outside provider");
        own.MapDelete("/provider", Unlink).WithSummary("End my link with the outside provider");
    }

    private static async Task<Results<RedirectHttpResult, ProblemHttpResult>> Enter(string? returnUrl, HttpContext http, ProviderDoor door) =>
        DashboardAddress.Clean(returnUrl) is not { } page
            ? Problem.Of(s_elsewhere)
            : IsLedHere(http.Request)
            ? TypedResults.Redirect(page)
            : (await door.BeginAsync(http, page, link: null)).Succeeded(out var visit, out var refusal)
            ? TypedResults.Redirect(visit.Address)
            : TypedResults.Redirect(DashboardAddress.WithProblem(page, refusal));

    // Somebody else's page may have the browser signed in at the provider as itself: the person presses the button of ours then, or does not.
    // Browsers tell it by https and on the same machine (Fetch Metadata).
    private static bool IsLedHere(HttpRequest request) => request.Headers["Sec-Fetch-Site"] is [{ } from] && from is not ("same-origin" or "none");

    // By POST and not by a link: a page of another site, which is signed in there as somebody else, could lead a member into being linked with that.
    private static async Task<Results<Ok<ProviderVisit>, ProblemHttpResult>> BeginToLink(HttpContext http, ProviderDoor door) =>
        (await door.BeginAsync(http, AccountPage, http.Pass()!.Key)).ToOk();

    private static async Task<Results<Ok<ProviderLink>, ProblemHttpResult>> Get(HttpContext http, ProviderLinks links, CancellationToken cancellation) =>
        (await links.GetAsync(http.Me(), cancellation)).ToOk();

    private static async Task<Results<NoContent, ProblemHttpResult>> Unlink(HttpContext http, ProviderLinks links, CancellationToken cancellation) =>
        (await links.UnlinkAsync(http.Me(), cancellation)).ToNoContent();
}
