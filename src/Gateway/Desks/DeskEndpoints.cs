using Microsoft.AspNetCore.Http.HttpResults;
using RailHub.Contracts;
using RailHub.Gateway.Hosting;
using RailHub.Gateway.Problems;
using RailHub.Gateway.Security;

namespace RailHub.Gateway.Desks;

internal static class DeskEndpoints
{
    public static void MapDesks(this RouteGroupBuilder api)
    {
        var desk = api.MapGroup("/layouts/{layout}/desk").WithTags("Desk");
        desk.MapGet("/", Get).RequireAuthorization(Rights.View).WithSummary("The desk of a layout: blackout, master, and what is parked and soloed");
        desk.MapPatch("/", Control).RequireAuthorization(Rights.Operate)
            .WithSummary("Do something at the desk, all or nothing")
            .WithDescription("A member that is missing stays. Boards hear of it also while the database is away; isKept says whether it has it.");
    }

    private static async Task<Results<Ok<Desk>, ProblemHttpResult>> Get(LayoutId layout, IGrainFactory grains, HttpResponse response) =>
        (await grains.Layout(layout).GetDesk()).ToOk(response, desk => desk.Version);

    private static async Task<Results<Ok<Desk>, ProblemHttpResult>> Control(
        LayoutId layout, DeskOrder order, IfMatch ifMatch, LiveCommands live, HttpResponse response) =>
        (await live.ControlDesk(layout, order, ifMatch.Versions)).ToOk(response, desk => desk.Version);
}
