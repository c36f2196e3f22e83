using Microsoft.AspNetCore.Http.HttpResults;
using RailHub.Contracts;
using RailHub.Gateway.Problems;
using RailHub.Gateway.Security;

namespace RailHub.Gateway.Screens;

internal static class ScreenEndpoints
{
    public static void MapScreens(this IEndpointRouteBuilder api)
    {
        var waiting = api.MapGroup("/screens").WithTags("Screens").AllowAnonymous();
        waiting.MapPost("/", Begin).WithSummary("Six digits for a wall screen that is to be let in")
            .WithDescription("They are good for ten minutes. An owner of the layout types them.");
        waiting.MapPost("/session", Enter).WithSummary("Whether the screen was let in; then a cookie is set");

        var screens = api.MapGroup("/layouts/{layout}/screens").WithTags("Screens");
        screens.MapGet("/", GetAll).RequireAuthorization(Rights.Own).WithSummary("The wall screens that look at a layout");
        screens.MapPost("/", LetIn).RequireAuthorization(Rights.Own).WithSummary("Let the screen in that shows six digits");
        screens.MapDelete("/{screen}", End).RequireAuthorization(Rights.Own).WithSummary("End a screen");
    }

    private static async Task<Results<Ok<ScreenCode>, ProblemHttpResult>> Begin(HttpContext http, ScreenDoor door, CancellationToken cancellation) =>
        (await door.BeginAsync(http, cancellation)).ToOk();

    private static async Task<Results<Ok<ScreenEntry>, ProblemHttpResult>> Enter(
        ScreenKey key, HttpContext http, ScreenDoor door, CancellationToken cancellation) =>
        (await door.EnterAsync(http, key, cancellation)).ToOk();

    private static async Task<Results<Ok<IReadOnlyList<Screen>>, ProblemHttpResult>> GetAll(
        LayoutId layout, ScreenDoor door, CancellationToken cancellation) => (await door.GetAsync(layout, cancellation)).ToOk();

    private static async Task<Results<NoContent, ProblemHttpResult>> LetIn(
        LayoutId layout, ScreenDraft draft, HttpContext http, ScreenDoor door, CancellationToken cancellation) =>
        (await door.LetInAsync(http, layout, draft, cancellation)).ToNoContent();

    private static async Task<Results<NoContent, ProblemHttpResult>> End(
        LayoutId layout, SessionId screen, ScreenDoor door, CancellationToken cancellation) => (await door.EndAsync(layout, screen, cancellation)).ToNoContent();
}
