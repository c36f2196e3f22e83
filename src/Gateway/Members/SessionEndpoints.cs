using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using RailHub.Contracts;
using RailHub.Gateway.Problems;
using RailHub.Gateway.Security;

namespace RailHub.Gateway.Members;

/// <summary>How one gets in and out: the only endpoints of the API that ask nobody who they are.</summary>
internal static class SessionEndpoints
{
    private static readonly Refusal s_demoClosed = new(
        RefusalKind.Forbidden,
        RefusalCodes.DemoClosed,
        "The demo lets in whoever opens it on the machine that runs it, at localhost. From elsewhere, sign in.");

    public static void MapSessions(this IEndpointRouteBuilder api, bool hasProvider)
    {
        var session = api.MapGroup("/session").WithTags("Sign-in").AllowAnonymous();
        session.MapGet("/", Get).WithSummary("How the caller stands with the club");
        session.MapPost("/", SignIn).WithSummary("Sign in by password").WithDescription("Sets a cookie. Programs take a token instead.");
        session.MapDelete("/", SignOut).WithSummary("Sign out");
        session.MapPasskeySignIn();
        if (hasProvider)
        {
            session.MapProviderSignIn();
        }

        session.MapPost("/demo", EnterDemo).WithSummary("Enter the demo, at the machine that runs it");
        api.MapPost("/founding", Found).AllowAnonymous().WithTags("Sign-in").WithSummary("Make the club's first owner by the code on its console");
        api.MapPost("/password", Reset).AllowAnonymous().WithTags("Sign-in").WithSummary("Make a password by a code, and sign in");
    }

    private static async Task<Results<Ok<SignInState>, ProblemHttpResult>> Get(
        HttpContext http, PassBook book, Gatekeeper gatekeeper, GatewayOptions options, Sessions sessions, CancellationToken cancellation)
    {
        if (!book.IsRead)
        {
            return Problem.Of(Gatekeeper.BookAway);
        }

        if (http.Pass() is not { } pass)
        {
            var canEnterDemo = gatekeeper.IsDemoOpen(http);
            var status = book.IsFounded || canEnterDemo ? SignInStatus.SignedOut : SignInStatus.Unfounded;
            return TypedResults.Ok(new SignInState(status, canEnterDemo, options.OpenId?.Name, You: null));
        }

        return TypedResults.Ok(
            new SignInState(SignInStatus.SignedIn, CanEnterDemo: false, options.OpenId?.Name, await sessions.DescribeAsync(pass, cancellation)));
    }

    private static async Task<Results<Ok<SignedIn>, ProblemHttpResult>> SignIn(
        SignIn sign, HttpContext http, Entrance entrance, CancellationToken cancellation) =>
        (await entrance.SignInAsync(http, sign, cancellation)).ToOk();

    private static async Task<Results<NoContent, ProblemHttpResult>> SignOut(HttpContext http, Sessions sessions, CancellationToken cancellation)
    {
        var outcome = http.Pass() is { } pass ? await sessions.LeaveAsync(pass, cancellation) : Done.Instance;
        if (outcome.Refusal is null)
        {
            await http.SignOutAsync(Schemes.Session);
        }

        return outcome.ToNoContent();
    }

    private static async Task<Results<Ok<SignedIn>, ProblemHttpResult>> EnterDemo(
        HttpContext http, Gatekeeper gatekeeper, Entrance entrance, CancellationToken cancellation) =>
        gatekeeper.IsDemoOpen(http) && Gatekeeper.IsFromLoopbackPage(http.Request)
            ? (await entrance.EnterDemoAsync(http, cancellation)).ToOk()
            : Problem.Of(s_demoClosed);

    private static async Task<Results<Ok<SignedIn>, ProblemHttpResult>> Found(
        Founding founding, HttpContext http, Entrance entrance, CancellationToken cancellation) =>
        (await entrance.FoundAsync(http, founding, cancellation)).ToOk();

    private static async Task<Results<Ok<SignedIn>, ProblemHttpResult>> Reset(
        PasswordReset reset, HttpContext http, Entrance entrance, CancellationToken cancellation) =>
        (await entrance.ResetAsync(http, reset, cancellation)).ToOk();
}
