using Microsoft.AspNetCore.Http.HttpResults;
using RailHub.Contracts;
using RailHub.Gateway.Hosting;
using RailHub.Gateway.Problems;
using RailHub.Gateway.Security;

namespace RailHub.Gateway.Shows;

internal static class ShowEndpoints
{
    public static void MapShows(this RouteGroupBuilder api)
    {
        var layout = api.MapGroup("/layouts/{layout}/shows").WithTags("Shows");
        layout.MapGet("/", GetAll).RequireAuthorization(Rights.View).WithSummary("The shows of a layout, with how they run");
        layout.MapPost("/", Create).RequireAuthorization(Rights.Edit).WithSummary("Make a show");

        layout.MapPost("/forecast", Forecast).RequireAuthorization(Rights.Operate)
            .WithSummary("How often a run of a show would write to each board, and where it would meet shows that run")
            .WithDescription("Nothing is kept. `show` names the show that this one is to replace.");
        layout.MapPost("/preview/{cue}", Preview).RequireAuthorization(Rights.Operate).WithSummary("How the outputs of a show would be once a cue of it is complete")
            .WithDescription("Nothing is kept, and no lamp changes. `show` names the show that this one is to replace.");

        var shows = layout.MapGroup("/{show}");
        shows.MapGet("/", Get).RequireAuthorization(Rights.View).WithSummary("A show with its cues");
        shows.MapPut("/", Replace).RequireAuthorization(Rights.Edit).WithSummary("Replace name and cues of a show")
            .WithDescription("One that runs goes on as the new one with its next cue.");
        shows.MapDelete("/", Delete).RequireAuthorization(Rights.Edit).WithSummary("Delete a show that does not run and that no other show uses");
        shows.MapGet("/run", GetRun).RequireAuthorization(Rights.View).WithSummary("How a show runs");
        shows.MapGet("/skew", GetSkew).RequireAuthorization(Rights.View).WithSummary("How close together the last cues of a show took effect")
            .WithDescription("The newest first, 200 at most, each a few seconds after it was complete; kept as long as the show's player lives.");

        shows.MapPost("/play", Do(ShowTransport.Play)).RequireAuthorization(Rights.Operate).WithSummary("Play a show from its beginning");
        shows.MapPost("/go", Do(ShowTransport.Go)).RequireAuthorization(Rights.Operate).WithSummary("Take the next cue now");
        shows.MapPost("/pause", Do(ShowTransport.Pause)).RequireAuthorization(Rights.Operate).WithSummary("Let time stand still, and fades where they are");
        shows.MapPost("/resume", Do(ShowTransport.Resume)).RequireAuthorization(Rights.Operate).WithSummary("Go on after a pause");
        shows.MapPost("/back", Do(ShowTransport.Back)).RequireAuthorization(Rights.Operate).WithSummary("Bring the whole look as of the cue before");
        shows.MapPost("/stop", Do(ShowTransport.Stop)).RequireAuthorization(Rights.Operate).WithSummary("End a show; lights stay as they are");
        shows.MapPost("/release", Do(ShowTransport.Release)).RequireAuthorization(Rights.Operate)
            .WithSummary("End a show, and bring back what was before it");
        shows.MapPost("/go-to/{cue}", GoTo).RequireAuthorization(Rights.Operate)
            .WithSummary("Bring the whole look as of a cue, and go on from there");
        shows.MapPost("/seek/{position}", Seek).RequireAuthorization(Rights.Operate).WithSummary("Go to a moment of the show's time, in milliseconds")
            .WithDescription("0 to 604,800,000, and not past a cue that waits for a hand.");
        shows.MapPost("/rate/{rate}", SetRate).RequireAuthorization(Rights.Operate).WithSummary("Let time pass faster or slower, in percent")
            .WithDescription("0 to 2000; with 0 it stands still.");
    }

    private static async Task<Results<Ok<IReadOnlyList<ShowSummary>>, ProblemHttpResult>> GetAll(LayoutId layout, IGrainFactory grains) =>
        (await grains.Layout(layout).GetShows()).Succeeded(out var list, out var refusal)
            ? TypedResults.Ok(list.Shows)
            : Problem.Of(refusal);

    private static async Task<Results<Created<Show>, ProblemHttpResult>> Create(
        LayoutId layout, ShowDraft draft, IGrainFactory grains, HttpResponse response) =>
        (await grains.Layout(layout).CreateShow(draft)).ToCreated(response, made => $"/api/layouts/{layout}/shows/{made.Id}", made => made.Version);

    private static async Task<Results<Ok<ShowForecast>, ProblemHttpResult>> Forecast(LayoutId layout, ShowDraft draft, ShowId? show, IGrainFactory grains) =>
        (await grains.Layout(layout).ForecastShow(show, draft)).ToOk();

    private static async Task<Results<Ok<TargetList>, ProblemHttpResult>> Preview(
        LayoutId layout, CueNumber cue, ShowDraft draft, ShowId? show, IGrainFactory grains) =>
        (await grains.Layout(layout).PreviewCue(show, draft, cue)).ToOk();

    private static async Task<Results<Ok<Show>, ProblemHttpResult>> Get(LayoutId layout, ShowId show, IGrainFactory grains, HttpResponse response) =>
        (await grains.Layout(layout).GetShow(show)).ToOk(response, found => found.Version);

    private static async Task<Results<Ok<Show>, ProblemHttpResult>> Replace(
        LayoutId layout, ShowId show, ShowDraft draft, IfMatch ifMatch, IGrainFactory grains, HttpResponse response) =>
        (await grains.Layout(layout).ReplaceShow(show, draft, ifMatch.Versions)).ToOk(response, replaced => replaced.Version);

    private static async Task<Results<NoContent, ProblemHttpResult>> Delete(LayoutId layout, ShowId show, IfMatch ifMatch, IGrainFactory grains) =>
        (await grains.Layout(layout).DeleteShow(show, ifMatch.Versions)).ToNoContent();

    private static async Task<Results<Ok<ShowRun>, ProblemHttpResult>> GetRun(LayoutId layout, ShowId show, IGrainFactory grains) =>
        (await Moving.Follow(() => grains.Show(show).GetRun(layout))).ToOk();

    private static async Task<Results<Ok<IReadOnlyList<CueSkew>>, ProblemHttpResult>> GetSkew(LayoutId layout, ShowId show, IGrainFactory grains) =>
        (await Moving.Follow(() => grains.Show(show).GetSkew(layout))).Succeeded(out var skew, out var refusal)
            ? TypedResults.Ok(skew.Cues)
            : Problem.Of(refusal);

    private static Func<LayoutId, ShowId, LiveCommands, Task<Results<Ok<ShowRun>, ProblemHttpResult>>> Do(ShowTransport what) =>
        (layout, show, live) => Control(layout, show, new ShowOrder(what), live);

    private static Task<Results<Ok<ShowRun>, ProblemHttpResult>> GoTo(LayoutId layout, ShowId show, CueNumber cue, LiveCommands live) =>
        Control(layout, show, new ShowOrder(ShowTransport.GoTo, Cue: cue), live);

    private static Task<Results<Ok<ShowRun>, ProblemHttpResult>> Seek(LayoutId layout, ShowId show, long position, LiveCommands live) =>
        Control(layout, show, new ShowOrder(ShowTransport.Seek, Position: position), live);

    private static Task<Results<Ok<ShowRun>, ProblemHttpResult>> SetRate(LayoutId layout, ShowId show, int rate, LiveCommands live) =>
        Control(layout, show, new ShowOrder(ShowTransport.Rate, Rate: rate), live);

    private static async Task<Results<Ok<ShowRun>, ProblemHttpResult>> Control(LayoutId layout, ShowId show, ShowOrder order, LiveCommands live) =>
        (await live.ControlShow(layout, show, order)).ToOk();
}
