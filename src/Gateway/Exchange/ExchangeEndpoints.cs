using System.Net.Mime;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using RailHub.Contracts;
using RailHub.Gateway.Problems;
using RailHub.Gateway.Security;

namespace RailHub.Gateway.Exchange;

internal static class ExchangeEndpoints
{
    public static void MapExchange(this RouteGroupBuilder api)
    {
        var layout = api.MapGroup("/layouts/{layout}").WithTags("Export and import");
        layout.MapGet("/export", Export).RequireAuthorization(Rights.View)
            .Produces<LayoutFile>()
            .WithSummary("The layout as a file that people can read and edit")
            .WithDescription("The same layout gives the same bytes; the ETag follows from them. The plan's picture is not in it: \"plan\" has that.");
        layout.MapPost("/import", Import).RequireAuthorization(Rights.Edit)
            .Accepts<LayoutFile>(MediaTypeNames.Application.Json)
            .WithSummary("Import a file, all of it or nothing, or say what that would change")
            .WithDescription(
                "mode: merge adds and changes by name (boards by MAC address) and removes nothing; replace makes the layout what the file says; "
                + "visit adds what the layout does not have as of a visiting module with this name. A part that the file does not have stays as it is. "
                + "dryRun: true only says what would change; with its ETag in If-Match the import does exactly that, or is refused. "
                + "4 MB at most. A file with problems is refused with up to 50 of them in \"problems\", each with its path in \"field\". Boards need not answer.");

        var modules = layout.MapGroup("/modules");
        modules.MapGet("/", GetModules).RequireAuthorization(Rights.View).WithSummary("The modules that visit, with how much of each is there");
        modules.MapDelete("/{module}", TakeOut).RequireAuthorization(Rights.Edit)
            .WithSummary("Take all out again that a module brought")
            .WithDescription("Scenes and groups of the host that use its lamps keep the rest, and go when there is none; the answer names them.");
    }

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> Export(LayoutId layout, IGrainFactory grains)
    {
        if (!(await grains.Layout(layout).Export()).Succeeded(out var export, out var refusal))
        {
            return Problem.Of(refusal);
        }

        var name = (await grains.Club().GetRoster()).Layouts.FirstOrDefault(known => known.Id == layout)?.Name ?? "layout";
        return TypedResults.File(
            export.Content, MediaTypeNames.Application.Json, $"{name}.railhub.json", entityTag: new EntityTagHeaderValue($"\"{export.Version}\""));
    }

    private static async Task<Results<Ok<LayoutChanges>, ProblemHttpResult>> Import(
        LayoutId layout,
        string? mode,
        string? dryRun,
        string? name,
        IfMatch ifMatch,
        HttpRequest request,
        IGrainFactory grains,
        HttpResponse response,
        CancellationToken cancellation)
    {
        if (!Read(mode, dryRun, name).Succeeded(out var order, out var refusal))
        {
            return Problem.Of(refusal);
        }

        var outcome = await grains.Layout(layout).Import(await RequestBody.ReadAsync(request, LayoutFile.MostBytes, cancellation), order, ifMatch.Versions);

        // What the layout is after an import its next export says.
        return order.IsDryRun ? outcome.ToOk(response, changes => changes.Version) : outcome.ToOk();
    }

    private static async Task<Results<Ok<IReadOnlyList<Module>>, ProblemHttpResult>> GetModules(LayoutId layout, IGrainFactory grains) =>
        (await grains.Layout(layout).GetModules()).Succeeded(out var list, out var refusal) ? TypedResults.Ok(list.Modules) : Problem.Of(refusal);

    private static async Task<Results<Ok<LayoutChanges>, ProblemHttpResult>> TakeOut(LayoutId layout, ModuleId module, IGrainFactory grains) =>
        (await grains.Layout(layout).TakeOutModule(module)).ToOk();

    // Nothing is made up for what is missing: whoever forgets the dry run does not import for it.
    private static Outcome<ImportOrder> Read(string? mode, string? dryRun, string? name)
    {
        ImportMode? wanted = mode switch { "merge" => ImportMode.Merge, "replace" => ImportMode.Replace, "visit" => ImportMode.Visit, _ => null };
        return wanted is not { } known ? Refusal.Invalid("mode", RefusalCodes.Malformed, "mode is merge, replace or visit.")
            : dryRun is not ("true" or "false") ? Refusal.Invalid("dryRun", RefusalCodes.Malformed, "dryRun is true or false.")
            : new ImportOrder(known, dryRun == "true", name);
    }
}
