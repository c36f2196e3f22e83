using Microsoft.AspNetCore.Http.HttpResults;
using RailHub.Contracts;
using RailHub.Gateway.Hosting;
using RailHub.Gateway.Members;
using RailHub.Gateway.Problems;
using RailHub.Gateway.Security;

namespace RailHub.Gateway.Layouts;

internal static class LayoutEndpoints
{
    public static void MapLayouts(this RouteGroupBuilder api)
    {
        var layouts = api.MapGroup("/layouts").WithTags("Layouts");
        layouts.MapGet("/", GetAll).RequireAuthorization(Rights.View).WithSummary("The layouts that the caller sees, in the club's order");
        layouts.MapPost("/", Create).RequireAuthorization(Rights.Administer).WithSummary("Make a layout");
        layouts.MapGet("/{layout}", Get).RequireAuthorization(Rights.View).WithSummary("A layout");
        layouts.MapPut("/{layout}", Rename).RequireAuthorization(Rights.Edit).WithSummary("Rename a layout, or say whether its boards are followed when they move");
        layouts.MapPost("/{layout}/all-off", AllOff).RequireAuthorization(Rights.Operate)
            .WithSummary("Stop all chases and then switch all lamps off")
            .WithDescription("\"before\" is what all-off/undo takes to bring both back.");
        layouts.MapPost("/{layout}/all-off/undo", UndoAllOff).RequireAuthorization(Rights.Operate)
            .WithSummary("Bring lamps and chases back");
        layouts.MapDelete("/{layout}", Delete).RequireAuthorization(Rights.Own).WithSummary("Delete a layout and let its boards go");
    }

    private static async Task<Ok<IReadOnlyList<Layout>>> GetAll(HttpContext http, IGrainFactory grains) =>
        TypedResults.Ok<IReadOnlyList<Layout>>([.. (await grains.Club().GetRoster()).Layouts.Where(layout => http.Pass()?.Sees(layout.Id) == true)]);

    private static async Task<Results<Created<Layout>, ProblemHttpResult>> Create(LayoutDraft draft, IGrainFactory grains, HttpResponse response) =>
        (await grains.Club().CreateLayout(draft)).ToCreated(response, made => $"/api/layouts/{made.Id}", made => made.Version);

    private static async Task<Results<Ok<Layout>, ProblemHttpResult>> Get(LayoutId layout, IGrainFactory grains, HttpResponse response)
    {
        var found = (await grains.Club().GetRoster()).Layouts.FirstOrDefault(known => known.Id == layout);
        var outcome = found is null ? (Outcome<Layout>)Refusal.NotFound(RefusalCodes.LayoutUnknown, "There is no such layout.") : found;
        return outcome.ToOk(response, known => known.Version);
    }

    private static async Task<Results<Ok<Layout>, ProblemHttpResult>> Rename(
        LayoutId layout, LayoutDraft draft, IfMatch ifMatch, IGrainFactory grains, HttpResponse response) =>
        (await grains.Club().RenameLayout(layout, draft, ifMatch.Versions)).ToOk(response, renamed => renamed.Version);

    private static async Task<Results<Ok<AllOff>, ProblemHttpResult>> AllOff(LayoutId layout, LiveCommands live) =>
        (await live.AllOff(layout)).ToOk();

    private static async Task<Results<Ok<LightsOn>, ProblemHttpResult>> UndoAllOff(LayoutId layout, Lights lights, LiveCommands live) =>
        (await live.UndoAllOff(layout, lights)).ToOk();

    private static async Task<Results<NoContent, ProblemHttpResult>> Delete(LayoutId layout, IfMatch ifMatch, IGrainFactory grains) =>
        (await grains.Club().DeleteLayout(layout, ifMatch.Versions)).ToNoContent();
}
