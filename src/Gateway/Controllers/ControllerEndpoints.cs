using Microsoft.AspNetCore.Http.HttpResults;
using RailHub.Contracts;
using RailHub.Gateway.Hosting;
using RailHub.Gateway.Problems;
using RailHub.Gateway.Security;

namespace RailHub.Gateway.Controllers;

internal static class ControllerEndpoints
{
    public static void MapControllers(this RouteGroupBuilder api)
    {
        var roster = api.MapGroup("/layouts/{layout}/controllers").WithTags("Controllers");
        roster.MapGet("/", GetAll).RequireAuthorization(Rights.View).WithSummary("The boards of a layout, live");
        roster.MapPost("/", Add).RequireAuthorization(Rights.Edit)
            .WithSummary("Add the board at an address")
            .WithDescription("The board is asked for its status, which gives its MAC address, name and outputs; that takes 6 s at most.");
        roster.MapPost("/batch", AddMany).RequireAuthorization(Rights.Edit)
            .WithSummary("Add the boards at many addresses")
            .WithDescription("All are asked at once, 6 s at most, and added in their order. One outcome for each: a value, or the refusal of that board alone.");

        var removed = api.MapGroup("/layouts/{layout}/removed-controllers").WithTags("Controllers");
        removed.MapGet("/", GetRemoved).RequireAuthorization(Rights.View).WithSummary("The boards that can be restored, newest first");
        removed.MapPost("/{controller}/restore", Restore).RequireAuthorization(Rights.Edit)
            .WithSummary("Bring a removed board back to where it was, whether it answers or not");

        var controllers = roster.MapGroup("/{controller}");
        controllers.MapGet("/", Get).RequireAuthorization(Rights.View).WithSummary("A board, live");
        controllers.MapPatch("/", Edit).RequireAuthorization(Rights.Edit).WithSummary("Rename a board or give it another address");
        controllers.MapDelete("/", Remove).RequireAuthorization(Rights.Edit).WithSummary("Remove a board; scenes and groups keep its lamps, and it can be restored");
        controllers.MapGet("/telemetry", GetTelemetry).RequireAuthorization(Rights.View).WithSummary("What the board says of itself");
        controllers.MapGet("/outputs/{pin:int}", GetOutput).RequireAuthorization(Rights.View).WithSummary("An output, live");
        controllers.MapPatch("/outputs/{pin:int}", SetOutput).RequireAuthorization(Rights.Operate)
            .WithSummary("Set an output")
            .WithDescription(
                "200 when the board is so already or confirms it; 202 when it has yet to confirm it: the wish is kept, or, as \"unsaved\" says, "
                + "is lost if the platform ends before the board confirms.");
        controllers.MapPost("/outputs/{pin:int}/flash", Flash).RequireAuthorization(Rights.Operate)
            .WithSummary("Let an output flash three times, to see which lamp it is")
            .WithDescription("202 when it begins. It is put back as it was, unless something else is wanted of its light meanwhile.");
    }

    private static async Task<Results<Ok<IReadOnlyList<ControllerState>>, ProblemHttpResult>> GetAll(LayoutId layout, IGrainFactory grains)
    {
        if (!(await grains.Layout(layout).GetRoster()).Succeeded(out var roster, out var refusal))
        {
            return Problem.Of(refusal);
        }

        var states = await Task.WhenAll(roster.Controllers.Select(known => grains.Controller(known.Id).GetState(layout)));
        return TypedResults.Ok<IReadOnlyList<ControllerState>>([.. states.Where(state => state.Value is not null).Select(state => state.Value!)]);
    }

    private static async Task<Results<Created<Controller>, ProblemHttpResult>> Add(
        LayoutId layout, ControllerDraft draft, IGrainFactory grains, HttpResponse response) =>
        Made(await grains.Layout(layout).AddController(draft), response);

    private static async Task<Results<Ok<AddedControllers>, ProblemHttpResult>> AddMany(
        LayoutId layout, ControllerDrafts drafts, IGrainFactory grains) => (await grains.Layout(layout).AddControllers(drafts)).ToOk();

    private static async Task<Results<Ok<ControllerState>, ProblemHttpResult>> Get(
        LayoutId layout, MacAddress controller, IGrainFactory grains, HttpResponse response) =>
        (await grains.Controller(controller).GetState(layout)).ToOk(response, state => state.Controller.Version);

    private static async Task<Results<Ok<Controller>, ProblemHttpResult>> Edit(
        LayoutId layout, MacAddress controller, ControllerEdit edit, IfMatch ifMatch, IGrainFactory grains, HttpResponse response) =>
        (await grains.Layout(layout).EditController(controller, edit, ifMatch.Versions)).ToOk(response, edited => edited.Version);

    private static async Task<Results<NoContent, ProblemHttpResult>> Remove(
        LayoutId layout, MacAddress controller, IfMatch ifMatch, IGrainFactory grains) =>
        (await grains.Layout(layout).RemoveController(controller, ifMatch.Versions)).ToNoContent();

    private static async Task<Results<Ok<IReadOnlyList<RemovedController>>, ProblemHttpResult>> GetRemoved(LayoutId layout, IGrainFactory grains) =>
        (await grains.Layout(layout).GetRemovedControllers()).Succeeded(out var removed, out var refusal)
            ? TypedResults.Ok(removed.Controllers)
            : Problem.Of(refusal);

    private static async Task<Results<Created<Controller>, ProblemHttpResult>> Restore(
        LayoutId layout, MacAddress controller, IGrainFactory grains, HttpResponse response) =>
        Made(await grains.Layout(layout).RestoreController(controller), response);

    private static Results<Created<Controller>, ProblemHttpResult> Made(Outcome<Controller> outcome, HttpResponse response) =>
        outcome.ToCreated(response, made => $"/api/layouts/{made.Layout}/controllers/{made.Id.Compact}", made => made.Version);

    private static async Task<Results<Ok<ControllerTelemetry>, NoContent, ProblemHttpResult>> GetTelemetry(
        LayoutId layout, MacAddress controller, IGrainFactory grains) =>
        !(await grains.Controller(controller).GetState(layout)).Succeeded(out _, out var refusal) ? Problem.Of(refusal)
        : await grains.Controller(controller).GetTelemetry() is { } telemetry ? TypedResults.Ok(telemetry)
        : TypedResults.NoContent();

    private static async Task<Results<Ok<OutputState>, ProblemHttpResult>> GetOutput(
        LayoutId layout, MacAddress controller, int pin, IGrainFactory grains)
    {
        if (!(await grains.Controller(controller).GetState(layout)).Succeeded(out var state, out var refusal))
        {
            return Problem.Of(refusal);
        }

        return state.Find(pin) is { } output
            ? TypedResults.Ok(output)
            : Problem.Of(Refusal.NotFound(RefusalCodes.PinUnknown, $"The controller has no output on pin {pin}."));
    }

    private static async Task<Results<Ok<CommandAnswer>, Accepted<CommandAnswer>, ProblemHttpResult>> SetOutput(
        LayoutId layout, MacAddress controller, int pin, OutputChange change, LiveCommands live) =>
        (await live.SetOutput(layout, controller, pin, change)).Succeeded(out var answer, out var refusal) ? Answer(answer) : Problem.Of(refusal);

    private static async Task<Results<Ok<CommandAnswer>, Accepted<CommandAnswer>, ProblemHttpResult>> Flash(
        LayoutId layout, MacAddress controller, int pin, LiveCommands live) =>
        (await live.FlashOutput(layout, controller, pin)).Succeeded(out var answer, out var refusal) ? Answer(answer) : Problem.Of(refusal);

    internal static Results<Ok<CommandAnswer>, Accepted<CommandAnswer>, ProblemHttpResult> Answer(CommandAnswer answer) => answer.Result switch
    {
        CommandResult.AlreadySo or CommandResult.Confirmed => TypedResults.Ok(answer),
        CommandResult.Accepted or CommandResult.Offline or CommandResult.Superseded or CommandResult.Unsaved =>
            TypedResults.Accepted((string?)null, answer),
        CommandResult.Refused => Problem.Of(new Refusal(
            RefusalKind.Unfit, RefusalCodes.BoardRefused, $"The board refused it: {answer.Reason}")),
        CommandResult.Missing => Problem.Of(Refusal.NotFound(
            RefusalCodes.ControllerUnknown, "The controller was removed while the command was on its way.")),
        // Not kept: a single command is refused with databaseAway instead, and an answer 202 would be untrue.
        _ => throw new ArgumentOutOfRangeException(nameof(answer), answer.Result, "A result without a status."),
    };
}
