using Microsoft.AspNetCore.Http.HttpResults;
using RailHub.Contracts;
using RailHub.Gateway.Problems;
using RailHub.Gateway.Security;

namespace RailHub.Gateway.History;

internal static class HistoryEndpoints
{
    public static void MapHistory(this RouteGroupBuilder api)
    {
        var history = api.MapGroup("/layouts/{layout}/history").WithTags("History");
        history.MapGet("/", GetAll).RequireAuthorization(Rights.View).WithSummary("Who did what in a layout: the last 500 events, newest first");
        history.MapPost("/{event}/undo", Undo).RequireAuthorization(Rights.Edit).WithSummary("Undo an event, where that can be done");
    }

    private static async Task<Results<Ok<IReadOnlyList<HistoryEvent>>, ProblemHttpResult>> GetAll(LayoutId layout, IGrainFactory grains) =>
        (await grains.Layout(layout).GetHistory()).Succeeded(out var history, out var refusal)
            ? TypedResults.Ok(history.Events)
            : Problem.Of(refusal);

    private static async Task<Results<Ok<Undone>, ProblemHttpResult>> Undo(LayoutId layout, HistoryEventId @event, IGrainFactory grains) =>
        (await grains.Layout(layout).UndoEvent(@event)).ToOk();
}
