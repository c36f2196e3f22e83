using Microsoft.AspNetCore.Http.HttpResults;
using RailHub.Contracts;
using RailHub.Gateway.Problems;
using RailHub.Gateway.Security;

namespace RailHub.Gateway.Members;

/// <summary>What members do with their own account. A token does not: whoever finds one may not make it last.</summary>
internal static class OwnAccountEndpoints
{
    private static readonly Refusal s_membersOnly = new(
        RefusalKind.Forbidden, RefusalCodes.RightMissing, "This is for members who are signed in, each for their own account.");

    public static void MapOwnAccount(this IEndpointRouteBuilder api, bool hasProvider)
    {
        var own = api.MapGroup("/me").WithTags("My account").RequireAuthorization(Rights.Enter).AddEndpointFilter(MembersOnly);
        own.MapPatch("/", Edit).WithSummary("Change my name or language");
        own.MapPut("/password", ChangePassword).WithSummary("Change my password; my other sessions end");
        own.MapGet("/sessions", GetSessions).WithSummary("Where I am signed in");
        own.MapDelete("/sessions", EndOtherSessions).WithSummary("Sign out everywhere but here");
        own.MapDelete("/sessions/{session}", EndSession).WithSummary("Sign out one browser");
        own.MapOwnPasskeys();
        if (hasProvider)
        {
            own.MapOwnProvider();
        }

        own.MapGet("/tokens", GetTokens).WithSummary("My tokens");
        own.MapPost("/tokens", CreateToken).WithSummary("Make a token; it is told once");
        own.MapDelete("/tokens/{token}", RevokeToken).WithSummary("Revoke a token at once");
    }

    private static ValueTask<object?> MembersOnly(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        context.HttpContext.Pass() is { Actor.Kind: ActorKind.Member, Member: not null }
            ? next(context)
            : ValueTask.FromResult<object?>(Problem.Of(s_membersOnly));

    private static async Task<Results<Ok<SignedIn>, ProblemHttpResult>> Edit(
        OwnEdit edit, HttpContext http, Accounts accounts, Sessions sessions, CancellationToken cancellation) =>
        (await accounts.EditOwnAsync(http.Me(), edit, cancellation)).Succeeded(out _, out var refusal)
            ? TypedResults.Ok(await sessions.DescribeAsync(http.Pass()!, cancellation))
            : Problem.Of(refusal);

    private static async Task<Results<NoContent, ProblemHttpResult>> ChangePassword(
        PasswordChange change, HttpContext http, Accounts accounts, CancellationToken cancellation) =>
        (await accounts.ChangePasswordAsync(http.Me(), http.Pass()!.Key.Id, change, cancellation)).ToNoContent();

    private static async Task<Results<Ok<IReadOnlyList<Session>>, ProblemHttpResult>> GetSessions(
        HttpContext http, Sessions sessions, CancellationToken cancellation) =>
        (await sessions.GetAsync(http.Pass()!, cancellation)).ToOk();

    private static async Task<Results<NoContent, ProblemHttpResult>> EndOtherSessions(
        HttpContext http, Sessions sessions, CancellationToken cancellation) =>
        (await sessions.EndAllAsync(http.Me(), new SessionId(http.Pass()!.Key.Id), cancellation)).ToNoContent();

    private static async Task<Results<NoContent, ProblemHttpResult>> EndSession(
        SessionId session, HttpContext http, Sessions sessions, CancellationToken cancellation) =>
        (await sessions.EndAsync(http.Me(), session, cancellation)).ToNoContent();

    private static async Task<Results<Ok<IReadOnlyList<Token>>, ProblemHttpResult>> GetTokens(
        HttpContext http, Tokens tokens, CancellationToken cancellation) =>
        (await tokens.GetAllAsync(http.Me(), cancellation)).ToOk();

    private static async Task<Results<Ok<MadeToken>, ProblemHttpResult>> CreateToken(
        TokenDraft draft, HttpContext http, Tokens tokens, CancellationToken cancellation) =>
        (await tokens.CreateAsync(http.Pass()!, draft, cancellation)).ToOk();

    private static async Task<Results<NoContent, ProblemHttpResult>> RevokeToken(
        TokenId token, HttpContext http, Tokens tokens, CancellationToken cancellation) =>
        (await tokens.RevokeAsync(http.Me(), token, cancellation)).ToNoContent();
}
