using Microsoft.AspNetCore.Http.HttpResults;
using RailHub.Contracts;
using RailHub.Gateway.Problems;

namespace RailHub.Gateway.Members;

/// <summary>Passkeys, to sign in by and to keep.</summary>
internal static class PasskeyEndpoints
{
    private const string Json = "application/json";

    /// <summary>Maps signing in by a passkey.</summary>
    public static void MapPasskeySignIn(this IEndpointRouteBuilder session)
    {
        session.MapPost("/passkey/options", OfferToEnter).WithSummary("What a browser signs in by a passkey with").Produces<string>(contentType: Json);
        session.MapPost("/passkey", Enter).WithSummary("Sign in by a passkey");
    }

    /// <summary>Maps a member's own passkeys.</summary>
    public static void MapOwnPasskeys(this IEndpointRouteBuilder own)
    {
        own.MapGet("/passkeys", GetAll).WithSummary("My passkeys");
        own.MapPost("/passkeys/options", OfferToAdd).WithSummary("What a browser makes a passkey with");
        own.MapPost("/passkeys", Add).WithSummary("Keep a passkey that the browser has made");
        own.MapDelete("/passkeys/{passkey}", Remove).WithSummary("Remove a passkey");
    }

    private static async Task<ContentHttpResult> OfferToEnter(HttpContext http, Passkeys passkeys) =>
        TypedResults.Content(await passkeys.OfferToEnterAsync(http), Json);

    private static async Task<Results<Ok<SignedIn>, ProblemHttpResult>> Enter(
        PasskeyAnswer answer, HttpContext http, Passkeys passkeys, CancellationToken cancellation) =>
        (await passkeys.EnterAsync(http, answer, cancellation)).ToOk();

    private static async Task<Results<Ok<IReadOnlyList<Passkey>>, ProblemHttpResult>> GetAll(
        HttpContext http, Passkeys passkeys, CancellationToken cancellation) =>
        (await passkeys.GetAllAsync(http.Me(), cancellation)).ToOk();

    private static async Task<Results<ContentHttpResult, ProblemHttpResult>> OfferToAdd(
        HttpContext http, Passkeys passkeys, CancellationToken cancellation) =>
        (await passkeys.OfferToAddAsync(http, http.Me(), cancellation)).Succeeded(out var options, out var refusal)
            ? TypedResults.Content(options, Json)
            : Problem.Of(refusal);

    private static async Task<Results<Ok<Passkey>, ProblemHttpResult>> Add(
        PasskeyAnswer answer, HttpContext http, Passkeys passkeys, CancellationToken cancellation) =>
        (await passkeys.AddAsync(http, http.Me(), answer, cancellation)).ToOk();

    private static async Task<Results<NoContent, ProblemHttpResult>> Remove(
        string passkey, HttpContext http, Passkeys passkeys, CancellationToken cancellation) =>
        (await passkeys.RemoveAsync(http.Me(), passkey, cancellation)).ToNoContent();
}
