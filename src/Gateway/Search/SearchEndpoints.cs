using Microsoft.AspNetCore.Http.HttpResults;
using RailHub.Contracts;
using RailHub.Gateway.Members;
using RailHub.Gateway.Problems;
using RailHub.Gateway.Security;

namespace RailHub.Gateway.Search;

internal static class SearchEndpoints
{
    private static readonly Refusal s_screen = new(
        RefusalKind.Forbidden, RefusalCodes.RightMissing, "A wall screen looks at one layout, and searches no club.", Names: [Rights.Enter]);

    public static IServiceCollection AddSearch(this IServiceCollection services) => services.AddSingleton<ClubSearch>();

    public static void MapSearch(this RouteGroupBuilder api) => api.MapGet("/search", Find).RequireAuthorization(Rights.View).WithTags("Search")
        .WithSummary("Find lamps, areas, scenes, shows, chasing groups, boards and layouts by words")
        .WithDescription(
            "In all layouts that the caller sees. q: words in any order, without regard to case and accents, of names and of what is around them; those "
            + "for problems find what has one, in the words that the other parameters give (offline, silent, waiting, refused, problem). 50 hits at most, "
            + "the best first, and how many more there are.");

    private static async Task<Results<Ok<SearchAnswer>, ProblemHttpResult>> Find(
        [AsParameters] SearchQuery query, HttpContext http, ClubSearch search, RateLimits limits, CancellationToken cancellation)
    {
        if (http.Pass() is not { } pass)
        {
            return Problem.Of(Gatekeeper.JustChanged);
        }

        if (pass is { Actor.Kind: ActorKind.Screen, Everywhere: null })
        {
            return Problem.Of(s_screen);
        }

        return limits.Search(Caller.Actor) is { } tooMany ? Problem.Of(tooMany)
            : query.Read().Succeeded(out var wish, out var refusal) ? TypedResults.Ok(await search.FindAsync(pass, wish, cancellation))
            : Problem.Of(refusal);
    }
}
