using Microsoft.AspNetCore.Http.HttpResults;
using RailHub.Contracts;
using RailHub.Gateway.Hosting;
using RailHub.Gateway.Problems;
using RailHub.Gateway.Security;

namespace RailHub.Gateway.Lamps;

internal static class LampEndpoints
{
    public static void MapLamps(this RouteGroupBuilder api)
    {
        var lamps = api.MapGroup("/layouts/{layout}/lamps").WithTags("Lamps");
        lamps.MapGet("/", GetAll).RequireAuthorization(Rights.View).WithSummary("What is known of the lamps of a layout; others have the defaults");
        lamps.MapPatch("/", Edit).RequireAuthorization(Rights.Edit)
            .WithSummary("Change what is known of many lamps, all or nothing")
            .WithDescription("A member that is missing stays; alias, area and place become none by null. The answer has those that changed.");

        var layout = api.MapGroup("/layouts/{layout}/lamp-groups").WithTags("Lamp groups");
        layout.MapGet("/", GetGroups).RequireAuthorization(Rights.View).WithSummary("The lamp groups of a layout");
        layout.MapPost("/", Create).RequireAuthorization(Rights.Edit).WithSummary("Make a lamp group");

        var groups = layout.MapGroup("/{group}");
        groups.MapGet("/", Get).RequireAuthorization(Rights.View).WithSummary("A lamp group");
        groups.MapPut("/", Replace).RequireAuthorization(Rights.Edit).WithSummary("Replace name and members of a lamp group");
        groups.MapDelete("/", Delete).RequireAuthorization(Rights.Edit).WithSummary("Delete a lamp group; its lamps stay as they are");
        groups.MapPost("/set", Set).RequireAuthorization(Rights.Operate).WithSummary("Set all lamps of a group at once, but for their names");
    }

    private static async Task<Results<Ok<LampList>, ProblemHttpResult>> GetAll(LayoutId layout, IGrainFactory grains, HttpResponse response)
    {
        var outcome = await grains.Layout(layout).GetRoster();
        return (outcome.Succeeded(out var roster, out var refusal) ? (Outcome<LampList>)roster.Lamps : refusal).ToOk(response, lamps => lamps.Version);
    }

    private static async Task<Results<Ok<LampList>, ProblemHttpResult>> Edit(
        LayoutId layout, LampEdits edits, IfMatch ifMatch, IGrainFactory grains, HttpResponse response) =>
        (await grains.Layout(layout).EditLamps(edits, ifMatch.Versions)).ToOk(response, changed => changed.Version);

    private static async Task<Results<Ok<IReadOnlyList<LampGroup>>, ProblemHttpResult>> GetGroups(LayoutId layout, IGrainFactory grains) =>
        (await grains.Layout(layout).GetRoster()).Succeeded(out var roster, out var refusal)
            ? TypedResults.Ok(roster.LampGroups)
            : Problem.Of(refusal);

    private static async Task<Results<Created<LampGroup>, ProblemHttpResult>> Create(
        LayoutId layout, LampGroupDraft draft, IGrainFactory grains, HttpResponse response) =>
        (await grains.Layout(layout).CreateLampGroup(draft))
            .ToCreated(response, made => $"/api/layouts/{layout}/lamp-groups/{made.Id}", made => made.Version);

    private static async Task<Results<Ok<LampGroup>, ProblemHttpResult>> Get(
        LayoutId layout, LampGroupId group, IGrainFactory grains, HttpResponse response) =>
        (await grains.Layout(layout).GetLampGroup(group)).ToOk(response, found => found.Version);

    private static async Task<Results<Ok<LampGroup>, ProblemHttpResult>> Replace(
        LayoutId layout, LampGroupId group, LampGroupDraft draft, IfMatch ifMatch, IGrainFactory grains, HttpResponse response) =>
        (await grains.Layout(layout).ReplaceLampGroup(group, draft, ifMatch.Versions)).ToOk(response, replaced => replaced.Version);

    private static async Task<Results<NoContent, ProblemHttpResult>> Delete(
        LayoutId layout, LampGroupId group, IfMatch ifMatch, IGrainFactory grains) =>
        (await grains.Layout(layout).DeleteLampGroup(group, ifMatch.Versions)).ToNoContent();

    private static async Task<Results<Ok<Recall>, ProblemHttpResult>> Set(
        LayoutId layout, LampGroupId group, OutputChange change, LiveCommands live) => (await live.SetLampGroup(layout, group, change)).ToOk();
}
